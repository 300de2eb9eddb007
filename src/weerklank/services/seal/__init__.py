"""Seal and rewrite: what makes package, log and decision durable, and how they change later."""
