"""The public portal: pages for who has not signed in, apart from the application (ADR 0142)."""
