"""A list as a file: the form that asks why and in which format, and the answer that a browser stores.

A list that leaves takes nothing sealed with it, and that it left is an entry of the log: the view that answers writes it.
"""

from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from jejaring.kernel.clock import today
from jejaring.kernel.labels import Labelled, gettext_noop
from jejaring.kernel.tables import MEDIA, Format, Table, to_file
from jejaring.ui import forms as ui

MOST_ROWS = 10_000  # of a list in one file; whoever needs more asks for a shorter time


class DownloadReason(Labelled):
    """What a list is taken out for."""

    WORK = "work", gettext_noop("To work through it")
    MEETING = "meeting", gettext_noop("For a meeting or a case conference")
    REPORT = "report", gettext_noop("To report to the head of the office")
    CHECK = "check", gettext_noop("To check the data")
    REGISTER = "register", gettext_noop("To enter it into the national register")


class DownloadForm(ui.Form):
    """Why and in which format."""

    reason = ui.ChipRadio(label=_("What do you need the file for?"), choices=DownloadReason)
    format = ui.ChipRadio(label=_("Format"), choices=Format, initial=Format.XLSX)


def answer(tables: Sequence[Table], wanted: Format | str, stem: str) -> HttpResponse:
    """The file as an attachment, named by its list and today's date, never by a person."""
    kind = Format(wanted)
    name = f"{stem}-{today().isoformat()}.{'xlsx' if kind == Format.XLSX else 'csv'}"
    return HttpResponse(to_file(tables, kind), MEDIA[kind], headers={"Content-Disposition": str(content_disposition_header(True, name))})
