"""Checking the records that are not spells: what each field can hold, and what contradicts itself in a row."""
