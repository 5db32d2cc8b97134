"""What is printed of a report."""
