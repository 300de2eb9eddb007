"""Verify and prove: whether the archive is whole, and that one post is what was kept."""
