"""What the portal does: opening a county's site, and remembering how it is read."""
