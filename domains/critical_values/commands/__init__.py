"""What can be done with critical values."""
