"""Minimisation: third parties leave what a platform sent before anything is kept."""
