"""What can be asked of messages, their ways and their deliveries."""
