"""Strings that others wrote to run script, put into every field and shown in Chromium."""
