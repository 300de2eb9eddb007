"""Harvest: connect an account, read it, watch and stop it, and tell what is gone."""
