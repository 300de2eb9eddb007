"""Requests of persons: what is held about them, and what is decided and answered (D5)."""
