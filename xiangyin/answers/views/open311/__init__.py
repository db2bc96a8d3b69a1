"""Open311 GeoReport v2: for programs of others that list and send questions."""
