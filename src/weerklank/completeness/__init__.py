"""Completeness: what full is, what the minimum, and what comes of what was measured."""
