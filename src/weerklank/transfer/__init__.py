"""Transfer to an archive: metadata by MDTO, and the rules and lists that go with it."""
