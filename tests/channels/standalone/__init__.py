"""Tests of the stand-alone server."""
