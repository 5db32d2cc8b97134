"""What can be done with messages, their ways and their deliveries."""
