"""Runs: what came of each, what is otherwise than before, and what goes on."""
