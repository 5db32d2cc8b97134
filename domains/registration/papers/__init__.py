"""What is printed of a registration."""
