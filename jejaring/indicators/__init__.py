"""Figures: units, date bases, dimensions; counted from the rows."""
