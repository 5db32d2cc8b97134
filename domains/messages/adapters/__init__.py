"""The ways out of the house: one file for each vendor, against its documented interface."""
