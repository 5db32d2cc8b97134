"""Fuzzing by hand: longer than the gate allows."""
