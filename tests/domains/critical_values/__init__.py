"""Tests of critical values."""
