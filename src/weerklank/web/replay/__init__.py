"""The host of pages: a name of its own, on which nothing but kept pages is shown (ADR 0099)."""
