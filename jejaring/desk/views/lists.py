"""The list of cases and the log: narrowed by what stands in the address, taken out as files."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.audit import actions as audit
from jejaring.cases import queries as files
from jejaring.desk import queries
from jejaring.desk.forms import CaseFilter, LogFilter
from jejaring.kernel.ids import NIL
from jejaring.ui import downloads
from jejaring.ui.downloads import DownloadForm
from jejaring.ui.http import Request, form_page, page


@require_GET
@screen(Purpose.CASE_WORK, P.WORK_CASE)
def cases(request: Request) -> HttpResponse:
    """The cases that one works on or supervises, newest first; narrowed by what stands in the address."""
    form, before = CaseFilter(request.GET), request.GET.get("before", "")
    found = queries.cases_page(request.actor, before=before, rows=form.page_rows, **form.asked)
    urls = {"next_url": form.address(before=found.next_key) if found.next_key else "", "first_url": form.address() if before else ""}
    urls["download_url"] = reverse("desk:cases_download") + form.address()
    return page(request, "desk/cases.html", {"rows": found.rows, "form": form, **urls})


@screen(Purpose.CASE_WORK, P.WORK_CASE)
def cases_download(request: Request) -> HttpResponse:
    """The same cases as a file, in clear facts alone. What it is for is asked, and is an entry of the log."""
    narrow, form = CaseFilter(request.GET), DownloadForm(request.POST or None)
    if form.is_valid():
        table = files.case_table(request.actor, limit=downloads.MOST_ROWS, **narrow.asked)
        audit.record("list_downloaded", "list", NIL, detail=f"cases {form.values['reason']} {len(table.rows)}")
        return downloads.answer([table], form.values["format"], "kasus")
    back = reverse("desk:cases") + narrow.address()
    return form_page(request, form, template="ui/download.html", title=_("Download the cases"), back_url=back)


@require_GET
@screen(Purpose.AUDIT, P.READ_AUDIT, P.CONFIRM_CLOSURE)
def log(request: Request) -> HttpResponse:
    """Who did or read what, newest first. Reading the log is an entry of the log."""
    form, before = LogFilter(request.GET), request.GET.get("before", "")
    case_id = _id(request.GET.get("case", ""))
    found = queries.log_page(request.actor, case_id=case_id, before=_id(before), **form.asked)
    audit.record("log_read", "log", NIL, case_id=case_id, detail=form.asked.get("act", ""))
    older = str(found.older_than or "")
    urls = {"next_url": form.address(before=older) if older else "", "first_url": form.address() if before else ""}
    urls["download_url"] = reverse("desk:log_download") + form.address()
    return page(request, "desk/log.html", {"log": found, "form": form, "case_id": case_id, **urls})


@screen(Purpose.AUDIT, P.READ_AUDIT, P.CONFIRM_CLOSURE)
def log_download(request: Request) -> HttpResponse:
    """The same entries as a file. What it is for is asked, and is an entry of the log as well."""
    narrow, form = LogFilter(request.GET), DownloadForm(request.POST or None)
    if form.is_valid():
        case_id = _id(request.GET.get("case", ""))
        table = queries.log_table(request.actor, limit=downloads.MOST_ROWS, case_id=case_id, **narrow.asked)
        audit.record("list_downloaded", "list", NIL, case_id=case_id, detail=f"log {form.values['reason']} {len(table.rows)}")
        return downloads.answer([table], form.values["format"], "log")
    back = reverse("desk:log") + narrow.address()
    points = [_("The file says who did and read what, never what was written. That you took it is written to the log too.")]
    return form_page(request, form, template="ui/download.html", title=_("Download the log"), points=points, back_url=back)


def _id(text: str) -> UUID | None:
    """An id from the address; what is none asks for nothing."""
    try:
        return UUID(text)
    except ValueError:
        return None
