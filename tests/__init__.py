"""The tests mirror the tree; ``kit`` is what they share."""
