"""Organisations, desks, services offered, users, memberships; builds the Actor."""
