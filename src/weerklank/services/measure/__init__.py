"""Measure: how complete what is held is, by the packages themselves."""
