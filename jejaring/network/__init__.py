"""Identifiers shared between trafficking cases and their review. Not begun."""
