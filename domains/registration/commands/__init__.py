"""Everything that the desk does."""
