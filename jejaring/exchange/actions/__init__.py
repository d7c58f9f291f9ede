"""Acts of exchange: check, write, log; all in the transaction of whoever calls."""

from jejaring.exchange.actions.register import make_sheet, note_entry

__all__ = ["make_sheet", "note_entry"]
