"""What the kernel does for every desk, one file per notion."""
