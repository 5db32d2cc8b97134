"""What is done with devices and their readings."""
