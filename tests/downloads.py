"""What a browser does with a list: narrows it, takes it out as a file, and what the log says of that."""

import csv
import io
from typing import Any

import python_calamine
from django.test import Client

from jejaring.audit.models import Event
from jejaring.guard.context import acting_as
from tests.cast import Cast


def taken(client: Client, address: str, *, form: str = "csv", reason: str = "check") -> list[list[str]]:
    """The rows of a list that was downloaded, its heads first."""
    answer = client.post(address, {"reason": reason, "format": form})
    assert answer.status_code == 200, answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    if form == "xlsx":
        sheet = python_calamine.load_workbook(io.BytesIO(answer.content)).get_sheet_by_index(0)
        return [[str(cell) for cell in row] for row in sheet.to_python()]
    text = answer.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter="," if form == "csv" else ";"))


def column(rows: list[list[str]], head: str) -> list[str]:
    """One column of what was taken, by its head."""
    place = rows[0].index(head)
    return [row[place] for row in rows[1:]]


def logged(cast: Cast, act: str = "list_downloaded") -> list[Any]:
    """What the log says about lists, as the privacy officer reads it, oldest first."""
    with acting_as(cast.privacy, "audit"):
        return list(Event.objects.filter(act=act).order_by("at", "pk"))
