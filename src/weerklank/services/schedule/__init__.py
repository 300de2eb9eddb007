"""Schedule: what is due, when it runs by itself, and how the archive stands."""
