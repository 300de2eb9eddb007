"""The API: what the screens show and do, for programs, by one declared table of operations."""
