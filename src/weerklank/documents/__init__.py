"""Documents: one description of a report, letter or decision, written as ODT and as PDF.

Knows nothing of archives: what stands in a document is given to it as words. Nothing is fetched.
"""
