"""Brokers: numbered publications per channel, kept for recovery and carried between the nodes."""
