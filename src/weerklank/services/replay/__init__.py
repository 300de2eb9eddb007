"""Replay: the files of a page as it was, for who looks at it."""
