"""What the ledger costs when it is large."""
