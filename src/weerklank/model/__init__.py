"""What the archive talks about: frozen values, no input and no output."""
