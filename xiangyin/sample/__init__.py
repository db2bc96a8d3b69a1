"""The sample county: a fictional county, lived in for a year."""
