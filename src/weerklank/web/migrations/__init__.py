"""How the database of signing in came to its form."""
