"""What tells who somebody is in running text: numbers, addresses, handles and names."""
