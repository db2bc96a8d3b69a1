"""What the publishing desk does: items and the channels they go to."""
