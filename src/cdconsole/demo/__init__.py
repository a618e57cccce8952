"""The demonstration department: invented people and activity, made from a seed, with known signals planted in it."""
