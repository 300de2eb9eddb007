"""A model and a simulation of an archive for a whole government, from unit costs."""
