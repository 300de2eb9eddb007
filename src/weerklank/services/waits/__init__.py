"""What waits for whom: the tasks, one file a room, and all of them together."""
