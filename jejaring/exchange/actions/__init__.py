"""Acts of exchange: check, write, log; all in the transaction of whoever calls."""

from jejaring.exchange.actions.imports import bring_list, choose_sheet, discard, name_columns, name_values
from jejaring.exchange.actions.register import make_sheet, note_entry
from jejaring.exchange.actions.taking import check_some, commit, undo

__all__ = [
    "bring_list",
    "check_some",
    "choose_sheet",
    "commit",
    "discard",
    "make_sheet",
    "name_columns",
    "name_values",
    "note_entry",
    "undo",
]
