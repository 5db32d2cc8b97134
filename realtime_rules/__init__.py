"""When this happens, and that holds, then wish for something. Never writes a table itself."""
