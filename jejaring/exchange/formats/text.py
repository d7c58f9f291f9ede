"""CSV as cities save it: UTF-8, Windows-1252 or UTF-16; commas, semicolons, tabs or bars; quotes that hold line ends."""

import csv
import io

from jejaring.exchange.formats import MOST_COLUMNS, MOST_ROWS, TOO_MANY_ROWS, TOO_WIDE, Sheet, Unreadable

SEPARATORS = (";", ",", "\t", "|")
LOOKED_AT = 40  # lines that decide about the separator
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decode(data: bytes) -> str:
    """The text of a file: by its mark, else UTF-16 where every other byte is empty, else UTF-8, else Windows-1252."""
    for mark, name in MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    head = data[:2000]
    for name, empty in (("utf-16-le", head[1::2].count(0)), ("utf-16-be", head[::2].count(0))):
        if len(head) > 3 and empty > len(head) // 4:
            return data.decode(name, "replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _widths(lines: list[str], separator: str) -> list[int]:
    return [len(row) for row in csv.reader(lines, delimiter=separator) if any(row)]


def separator_of(text: str) -> str:
    """What stands between the cells: what Excel's own first line says, else what gives most lines the same, largest width."""
    first = text.split("\n", 1)[0].strip()
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[-1]
    lines = text.splitlines(keepends=True)[:LOOKED_AT]
    best = (0.0, ",")
    for separator in SEPARATORS:
        widths = _widths(lines, separator)
        usual = max(set(widths), key=widths.count, default=1)
        if usual > 1:
            best = max(best, (widths.count(usual) / len(widths) * min(usual, 10), separator), key=lambda pair: pair[0])
    return best[1]


def read_csv(data: bytes) -> Sheet:
    """The one sheet of a CSV file. Raises Unreadable for too many rows or columns."""
    csv.field_size_limit(max(csv.field_size_limit(), 1_000_000))
    text = decode(data).replace("\x00", "")
    separator = separator_of(text)
    if text[:4].lower() == "sep=":
        text = "\n" + text.split("\n", 1)[-1]  # the line keeps its number
    rows: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    for number, cells in enumerate(reader, 1):
        kept = [cell.strip() for cell in cells]
        while kept and not kept[-1]:
            kept.pop()
        if kept:
            rows.append((number, kept))
        if len(kept) > MOST_COLUMNS:
            raise Unreadable(TOO_WIDE)
        if len(rows) > MOST_ROWS + 50:
            raise Unreadable(TOO_MANY_ROWS)
    return Sheet("", False, [(number, list(cells)) for number, cells in rows])
