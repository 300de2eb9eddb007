"""Keep the register: accounts, platforms, agreements, reports of change, and who must hand in."""
