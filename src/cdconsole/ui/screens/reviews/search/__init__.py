"""Searching what was written in reviews."""
