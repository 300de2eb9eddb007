"""Find and show: from a question to records, threads, versions and why they were found."""
