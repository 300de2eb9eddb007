"""Many machines: the same work, shared by workers through a database that only starts it."""
