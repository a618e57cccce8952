"""A short form in a dialog: said as values by a presenter, filled in by a person."""
