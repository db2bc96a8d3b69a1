"""How quick and how good the search is, at 100,000 stories of real length."""
