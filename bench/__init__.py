"""Benchmarks: whole processes on real servers, started by the bench itself. ``python3 -m hub bench NAME``."""
