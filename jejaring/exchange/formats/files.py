"""Any file: what it is by its first bytes, whatever its name says."""

from jejaring.exchange.formats import EMPTY, NOT_A_LIST, OLD_EXCEL, TOO_LARGE, Sheet, Unreadable
from jejaring.exchange.formats.text import read_csv
from jejaring.exchange.formats.workbook import read_workbook

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"<!DO", b"<htm", b"<?xm", b"{\\rtf", b"MZ")


def read_file(data: bytes, *, size: int, limit: int) -> list[Sheet]:
    """The sheets of a CSV or XLSX file. Raises Unreadable with a reason. `size` may be larger than what was kept of the file."""
    if size > limit:
        raise Unreadable(TOO_LARGE)
    if not data.strip(b" \r\n\t;,|"):
        raise Unreadable(EMPTY)
    if data.startswith(OLE):
        raise Unreadable(OLD_EXCEL)
    if data.startswith(ZIP):
        sheets = read_workbook(data)
    elif data.startswith(OTHERS) or _binary(data):
        raise Unreadable(NOT_A_LIST)
    else:
        sheets = [read_csv(data)]
    if not any(s.rows for s in sheets):  # nothing can be chosen: said at the file, before anything is kept
        raise Unreadable(next((s.problem for s in sheets if s.problem), EMPTY))
    return sheets


def _binary(data: bytes) -> bool:
    """Whether these are no characters: many control bytes, and no pattern of UTF-16."""
    head = data[:4000]
    odd = sum(byte < 9 or 13 < byte < 32 for byte in head if byte)
    return odd > len(head) // 20
