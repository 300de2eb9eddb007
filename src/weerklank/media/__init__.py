"""What media carry besides what they show, and copies of them without that."""
