"""What administrators and everybody who is signed in may ask."""
