"""Many organisations behind one port, each in processes of its own (ADR 0152)."""
