"""Share: what was found, in a form that other programs read."""
