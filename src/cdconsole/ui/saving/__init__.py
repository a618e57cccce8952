"""Boxes that save themselves, and what is asked where two people wrote at once."""
