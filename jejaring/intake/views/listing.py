"""The worklist of reports, and the same as a file."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.audit import actions as audit
from jejaring.intake import permissions, queries
from jejaring.intake.forms import ReportFilter
from jejaring.kernel.ids import NIL
from jejaring.ui import downloads
from jejaring.ui.downloads import DownloadForm
from jejaring.ui.http import Request, form_page, page


@screen(Purpose.INTAKE, P.TAKE_REPORT, P.TRIAGE)
def reports(request: Request) -> HttpResponse:
    """The desk's reports: what waits, soonest due first; drafts; what was decided. Narrowed by what stands in the address."""
    form = ReportFilter(request.GET)
    before = request.GET.get("after")
    found = queries.reports(request.actor, before=before, **form.asked)
    urls = {"first_url": form.address() if before else "", "next_url": form.address(after=found.next) if found.next else ""}
    urls["download_url"] = reverse("intake:download") + form.address()
    context = {"rows": found.rows, "form": form, "may_receive": permissions.may_receive(request.actor)}
    return page(request, "intake/reports.html", context | urls)


@screen(Purpose.INTAKE, P.TAKE_REPORT, P.TRIAGE)
def download(request: Request) -> HttpResponse:
    """The same reports as a file, in clear facts alone. What it is for is asked, and is an entry of the log."""
    narrow, form = ReportFilter(request.GET), DownloadForm(request.POST or None)
    if form.is_valid():
        table = queries.report_table(request.actor, limit=downloads.MOST_ROWS, **narrow.asked)
        audit.record("list_downloaded", "list", NIL, detail=f"reports {form.values['reason']} {len(table.rows)}")
        return downloads.answer([table], form.values["format"], "laporan")
    back = reverse("intake:reports") + narrow.address()
    return form_page(request, form, template="ui/download.html", title=_("Download the reports"), back_url=back)
