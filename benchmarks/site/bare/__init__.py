"""A plain Wagtail site as its own documentation builds one: the yardstick."""
