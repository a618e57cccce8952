"""Calculations over numpy arrays: control charts, monthly sums, chance; no files, no database, no window."""
