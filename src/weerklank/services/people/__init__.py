"""People: who may do what, who looked at what, and who is told."""
