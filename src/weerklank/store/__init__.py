"""The repository on disk: where everything lies, and how it is written so that nothing is lost."""
