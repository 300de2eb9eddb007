"""Change what is held: destroy, correct, close a month, and finish what was cut off."""
