"""Persons, their sealed identities, links and safe-contact wishes."""
