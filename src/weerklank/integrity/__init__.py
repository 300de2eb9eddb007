"""Proof that what is here is what was written: the log, its checkpoints, verification, proofs."""
