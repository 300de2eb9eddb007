"""The life of each item, from what records, packages, log and books tell of it."""
