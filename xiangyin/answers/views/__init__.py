"""The doors of the answers desk."""
