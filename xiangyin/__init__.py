"""Xiangyin 乡音: one system for a county's media centre and the desks around it."""

__version__ = "0.1.0"
