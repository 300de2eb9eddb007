"""Scan what is kept for signs of people: nothing is opened, and nothing is shown."""
