"""How much the staff's screens ask of the database, and that a search misses nothing."""
