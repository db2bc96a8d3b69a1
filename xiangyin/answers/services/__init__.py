"""What the answers desk does: every rule, every write."""
