"""Notices: rows that tell a desk that something happened, without content."""
