"""Append-only events and read log."""
