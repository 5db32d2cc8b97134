"""Everything that changes a line, by subject."""
