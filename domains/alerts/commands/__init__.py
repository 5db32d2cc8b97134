"""What the rules and people can do with alerts."""
