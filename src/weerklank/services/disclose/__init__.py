"""Disclose: what is asked for is gathered, judged, and given out without what is kept back."""
