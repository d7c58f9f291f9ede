"""Programmes, activities and early warning. Not begun."""
