"""Keep: replicas of the archive, what is mended from them, and audits spread over time."""
