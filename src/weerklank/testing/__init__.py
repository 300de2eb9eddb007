"""Synthetic exports and demo content for those who test connectors and try Weerklank out."""
