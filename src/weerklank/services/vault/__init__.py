"""Vault (kluis): two persons open one sealed original, for a short while, and leave a trace."""
