"""Appraise: what is no government information, and what looks like a formal message."""
