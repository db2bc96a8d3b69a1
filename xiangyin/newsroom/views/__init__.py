"""The newsroom's doors: the correspondent's phone, the staff's desks."""
