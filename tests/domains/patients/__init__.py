"""Tests of the patients room."""
