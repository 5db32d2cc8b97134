"""Whole nodes and their Redis are mistreated while a crowd listens; afterwards every history is judged."""
