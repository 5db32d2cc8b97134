"""Tests of vital signs."""
