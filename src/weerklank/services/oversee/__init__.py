"""Oversee: what waits for whom, what an account did, and what was done in the archive."""
