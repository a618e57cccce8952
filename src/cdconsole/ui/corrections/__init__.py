"""Asking for a correction of what can't be changed: one form for every screen that shows such a record."""
