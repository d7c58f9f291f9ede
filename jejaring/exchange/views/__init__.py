"""Screens of exchange."""

from jejaring.exchange.views.imports import batch, check, columns, discard, imports, preview, sheet, undo, values
from jejaring.exchange.views.register import entries, entry
from jejaring.exchange.views.register import sheet as entry_sheet

__all__ = ["batch", "check", "columns", "discard", "entries", "entry", "entry_sheet", "imports", "preview", "sheet", "undo", "values"]
