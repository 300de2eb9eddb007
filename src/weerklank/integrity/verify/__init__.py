"""Verify an archive: each file checks one kind of thing against what vouches for it."""
