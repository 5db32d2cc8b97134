"""Calls, rooms, speech and pictures, behind ports that the domains use."""
