"""What is done to messages and senders."""
