"""Profiles: the template for them, and whether what was harvested has what the template asks."""
