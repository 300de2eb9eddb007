"""Step 1: the register of accounts, persons and platforms, folded from its dated events."""
