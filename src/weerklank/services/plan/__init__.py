"""Plan: the improvement plan, from gaps to a measurement that closes a line (I2)."""
