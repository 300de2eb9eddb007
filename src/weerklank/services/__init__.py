"""What one can do with the archive: a file for every verb."""
