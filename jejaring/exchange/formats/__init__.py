"""Files of others: what is in them, before anybody says what it means. Plain Python, one file per format."""

from dataclasses import dataclass, field
from typing import Any

from jejaring.kernel.labels import gettext_noop as _

MOST_ROWS = 3_000  # of one list, which goes in as a whole; a city has some hundred cases a year
MOST_COLUMNS = 120
MOST_SHEETS = 30

FORMULA_ERROR = "#ERROR!"  # stands where a formula ended in an error

# A cell is a text, or {"n": number} or {"d": day or moment in ISO}: what the file itself knew to be one.
Cell = str | dict[str, Any]


class Unreadable(Exception):
    """The file cannot be read as a list; the reason is shown to whoever brought it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: rows that are not empty, each with its number as the file shows it, from 1."""

    name: str
    hidden: bool
    rows: list[tuple[int, list[Cell]]] = field(default_factory=list)
    merged: int = 0  # ranges whose value was repeated in every row
    formulas: int = 0  # cells of which the last computed value was read
    problem: str = ""  # why it cannot be chosen


EMPTY = _("The file is empty.")
TOO_LARGE = _("The file is too large. Save the list alone, without pictures and old sheets, or split it by year.")
TOO_MANY_ROWS = _(
    "More than 3,000 rows. Split the list by year and bring in one part after the other; delete empty rows far below the list."
)
TOO_WIDE = _("More than 120 columns. Delete those that do not belong to the list.")
NOT_A_LIST = _("This is neither a CSV nor an XLSX file. Open it in your spreadsheet and save it as XLSX.")
OLD_EXCEL = _("This is an old Excel file (XLS) or one with a password. Open it and save it as XLSX without a password.")
DAMAGED = _("The file is damaged and cannot be opened. Save it again and try once more.")
