"""Lists as cities keep them, with the dirt that is really in them. Every person is invented and marked so."""

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from jejaring.access.actor import Actor
from jejaring.exchange import actions
from jejaring.exchange.models import ImportBatch
from jejaring.exchange.queries import imports
from jejaring.guard.context import acting_as
from tests.cast import Cast

LIMIT = 20_000_000
HEADS = ["No", "No. Registrasi", "Tgl Lapor", "Nama Korban", "JK", "Usia", "Jenis Kasus", "Kecamatan", "Kelurahan", "Nama Pelaku",
         "Hubungan dgn Pelaku", "Status", "Keterangan"]  # fmt: skip
CLEAN = [
    ["1", "001/PPA/2025", "3 Maret 2025", "Melati Contoh", "P", "34", "KDRT", "Kota Baru", "Paal Lima", "Suami Contoh", "suami", "proses",
     "visum"],
    ["2", "002/PPA/2025", "05/03/25", "Anggrek Contoh", "P", "15 th", "Pencabulan", "Kec. Jelutung", "", "", "tetangga", "proses", ""],
    ["3", "003/PPA/2025", "2025-03-09", "Banyu Contoh", "L", "9", "Kekerasan fisik", "JELUTUNG", "", "Ayah Contoh", "ayah kandung",
     "aktif", ""],
]  # fmt: skip


def csv_of(rows: Sequence[Sequence[Any]], *, separator: str = ";", encoding: str = "utf-8", heads: Sequence[str] = HEADS) -> bytes:
    """Rows as a CSV file."""
    quoted = (separator, "\n")
    lines = [separator.join(f'"{c}"' if any(sign in str(c) for sign in quoted) else str(c) for c in row) for row in (heads, *rows)]
    return "\r\n".join(lines).encode(encoding)


def xlsx_of(rows: Sequence[Sequence[Any]], *, heads: Sequence[Any] = HEADS, title: str = "Data", above: int = 0) -> bytes:
    """Rows as a workbook, `above` empty lines before the heads."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(title)
        for number, row in enumerate((heads, *rows), above):
            for place, value in enumerate(row):
                sheet.write(number, place, value)
    return out.getvalue()


def bring(cast: Cast, data: bytes, *, by: Actor | None = None) -> Any:
    """A list that was brought by the supervisor."""
    actor = by or cast.supervisor
    with acting_as(actor, "import"):
        return actions.bring_list(by=actor, name="daftar.xlsx", data=data, size=len(data), limit=LIMIT)


def understood(
    cast: Cast, data: bytes, *, header_row: int = 1, sheet: int = 0, manager_of_the_rest: Any = None, **values: dict[str, str]
) -> Any:  # fmt: skip
    """A list whose columns and values mean what is guessed; `values` say what else values mean, by list."""
    batch_id, actor = bring(cast, data), cast.supervisor
    with acting_as(actor, "import"):
        actions.choose_sheet(by=actor, batch_id=batch_id, sheet=sheet, header_row=header_row)
        b = imports.found(actor, batch_id)
        actions.name_columns(by=actor, batch_id=batch_id, targets=[c.guess.target for c in imports.columns_of(actor, b)])
        b = imports.found(actor, batch_id)
        said: dict[str, dict[str, str]] = {}
        for v in imports.values_of(actor, b):
            if v.code or v.key in values.get(v.list_name, {}):
                said.setdefault(v.list_name, {})[v.key] = values.get(v.list_name, {}).get(v.key, v.code)
        actions.name_values(by=actor, batch_id=batch_id, values=said, manager=manager_of_the_rest or cast.manager.id)
    return batch_id


def checked(cast: Cast, data: bytes, **rest: Any) -> Any:
    """A list that was understood and checked to its end."""
    batch_id = understood(cast, data, **rest)
    with acting_as(cast.supervisor, "import"):
        while not actions.check_some(by=cast.supervisor, batch_id=batch_id):
            pass
    return batch_id


def preview(cast: Cast, batch_id: Any) -> imports.Preview:
    """What was found."""
    with acting_as(cast.supervisor, "import"):
        return imports.preview(cast.supervisor, batch_id)


def taken_in(cast: Cast, data: bytes, *, without_errors: bool = False, **rest: Any) -> Any:
    """A list that was taken in."""
    batch_id = checked(cast, data, **rest)
    with acting_as(cast.supervisor, "import"):
        actions.commit(by=cast.supervisor, batch_id=batch_id, without_errors=without_errors)
    return batch_id


def state(cast: Cast, batch_id: Any) -> str:
    """Where a list stands."""
    with acting_as(cast.supervisor, "import"):
        return str(ImportBatch.objects.get(pk=batch_id).state)
