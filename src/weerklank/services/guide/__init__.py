"""Guide: the policy draft and one-page guides, filled from the settings of this archive (J4)."""
