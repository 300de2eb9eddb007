"""Lists of words, as data: what each part is and where it is from stands in sources.toml."""
