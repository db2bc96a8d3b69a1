"""What a page of the public site costs, beside others on the same machine."""
