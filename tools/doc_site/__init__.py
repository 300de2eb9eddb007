"""The documentation as a site: pages of docs/, in the order and languages of docs/site.toml."""
