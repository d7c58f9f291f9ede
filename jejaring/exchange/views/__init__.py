"""Screens of exchange."""

from jejaring.exchange.views.register import entries, entry, sheet

__all__ = ["entries", "entry", "sheet"]
