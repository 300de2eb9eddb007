"""Figures: each a ratio to a peer or to the limit of this machine in the same run."""
