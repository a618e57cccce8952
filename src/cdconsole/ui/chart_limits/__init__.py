"""Changing a chart's limits by hand, on every screen that has charts to change."""
