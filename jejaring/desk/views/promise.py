"""One promise: how it stands, its life, and what may be done about it."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import DESK_WORK
from jejaring.access.roles import Permission as P
from jejaring.audit import actions as audit
from jejaring.desk import queries
from jejaring.kernel.tables import Format
from jejaring.ui import downloads
from jejaring.ui.http import Request, page


@require_GET
@screen(Purpose.DESK, *DESK_WORK)
def promise(request: Request, commitment_id: UUID) -> HttpResponse:
    """A promise that one's desk owes or awaits. Reading its sealed words is an entry of the log."""
    found = queries.promise_page(request.actor, commitment_id)
    if any(row.note for row in found.view.life):
        audit.record("read", "commitment", commitment_id, case_id=found.view.owed.case_id, fields=["note"])
    return page(request, "desk/promise.html", {"p": found})


@require_GET
@screen(Purpose.CASE_WORK, P.WORK_CASE)
def lives_download(request: Request, case_id: UUID) -> HttpResponse:
    """The lives of a case's promises as a file, without anybody's words. That it was taken is an entry of the log."""
    table = queries.life_table(request.actor, case_id)
    audit.record("list_downloaded", "case", case_id, case_id=case_id, detail=f"promises {len(table.rows)}")
    return downloads.answer([table], Format.CSV, "janji")
