"""WordPress and Ghost beside ours: each set up, filled and served on this machine."""
