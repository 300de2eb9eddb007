"""Step 4: packages: records, sources, proofs and media as one OCFL object."""
