"""Open the catalogue: brought up to date with the log, or made anew from the packages."""
