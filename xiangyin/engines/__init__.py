"""Pure Python libraries: data in, verdict out. No Django, no clock, no network."""
