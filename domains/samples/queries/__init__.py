"""What patients and staff can ask."""
