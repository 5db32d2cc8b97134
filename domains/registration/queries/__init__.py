"""What can be asked at the desk."""
