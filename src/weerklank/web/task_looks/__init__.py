"""How tasks look on the home page: their words, one file a room, and all of them together."""
