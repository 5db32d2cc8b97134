"""Tests of the protocol words."""
