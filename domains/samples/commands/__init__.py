"""What patients and staff can do."""
