"""Take in: from an export or a live account to packages, in one run."""
