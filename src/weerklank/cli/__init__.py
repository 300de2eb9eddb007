"""The command line: one module for each noun; prints and exit codes, no rules."""
