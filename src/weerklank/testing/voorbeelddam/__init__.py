"""The invented gemeente Voorbeelddam: accounts, posts, pictures and a film for demo and tests."""
