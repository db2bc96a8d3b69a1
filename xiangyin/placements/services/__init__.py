"""What the ledger does: every rule, every write."""
