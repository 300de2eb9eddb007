"""What may be shown of what is asked for: passages, other names for persons, and what leaks."""
