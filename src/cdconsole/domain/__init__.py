"""The field's own words as frozen values and rules; standard library only."""
