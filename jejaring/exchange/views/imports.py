"""Taking a list in, step by step: each page shows what is known so far and asks one thing."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.exchange import actions
from jejaring.exchange.forms.imports import ColumnsForm, ListForm, SheetForm, TakeInForm, ValuesForm
from jejaring.exchange.queries import imports as lists
from jejaring.exchange.queries.imports import SheetAbout
from jejaring.exchange.rules.cells import text_of
from jejaring.exchange.rules.columns import LISTS
from jejaring.exchange.states import BatchState, Severity
from jejaring.kernel.labels import gettext_noop
from jejaring.kernel.verdict import Refused
from jejaring.ui.http import Request, form_page, page, takes_files, tried, version_in

STEPS = (
    gettext_noop("File"), gettext_noop("Sheet"), gettext_noop("Columns"), gettext_noop("Values"), gettext_noop("Check"),
    gettext_noop("Preview"),
)  # fmt: skip
PAGES = {
    BatchState.UPLOADED: "sheet", BatchState.SHEET_CHOSEN: "columns", BatchState.COLUMNS_NAMED: "values",
    BatchState.VALUES_NAMED: "check", BatchState.CHECKED: "preview",
}  # fmt: skip
SECONDS_A_CASE = 0.03


def _at(step: str, batch_id: UUID) -> str:
    return reverse(f"exchange:{step}", args=[batch_id])


def _frame(batch: lists.BatchRow, step: int) -> dict[str, Any]:
    """What every step shows: where it stands, and the way back."""
    back = {2: "sheet", 3: "columns", 4: "values", 5: "values"}.get(step, "")
    context: dict[str, Any] = {"wide": True, "batch": batch, "steps": [_(words) for words in STEPS], "step": step}
    return context | {"back_url": _at(back, batch.id) if back else reverse("exchange:imports"), "discard_url": _at("discard", batch.id)}


@takes_files
@screen(Purpose.IMPORT, P.CONFIRM_CLOSURE)
def imports(request: Request) -> HttpResponse:
    """The lists of this desk, and the field for another one."""
    form, brought = ListForm(request.POST or None, request.FILES or None), list[UUID]()
    if form.is_valid():
        file = form.values["file"]
        data = {"name": file.name, "data": file.read(), "size": file.size, "limit": settings.FILE_LIMIT}
        if tried(form, lambda: brought.append(actions.bring_list(by=request.actor, **data))):
            return redirect("exchange:sheet", brought[0])
    return form_page(request, form, template="exchange/imports.html", batches=lists.batches(request.actor), verb=_("Bring the list"))


@require_GET
@screen(Purpose.IMPORT, P.CONFIRM_CLOSURE)
def batch(request: Request, batch_id: UUID) -> HttpResponse:
    """A list that was taken in, with its cases and whether it can still be undone; one that was not yet goes on at its step."""
    row = lists.batch(request.actor, batch_id)
    if row.state in PAGES:
        return redirect(_at(PAGES[row.state], batch_id))
    busy = lists.worked_on(batch_id) if row.state == BatchState.COMMITTED else []
    return page(request, "exchange/batch.html", {"batch": row, "busy": busy, "cases": lists.cases_of(request.actor, batch_id)})


@screen(Purpose.IMPORT, P.CONFIRM_CLOSURE)
def sheet(request: Request, batch_id: UUID) -> HttpResponse:
    """Which sheet is the list, and which row holds the heads."""
    row, b = _later(request, batch_id, "")
    found = lists.sheets(b)
    shown = _shown_sheet(request, found, b.sheet)
    rows = lists.first_rows(b, shown.place)
    first = {"sheet": shown.place, "header_row": (b.header_row if b.sheet == shown.place else None) or lists.likely_head(rows)}
    form = SheetForm(request.POST or None, sheets=found, initial=first)
    if tried(form, lambda: actions.choose_sheet(by=request.actor, batch_id=batch_id, **form.values)):
        return redirect(_at("columns", batch_id))
    context = {"sheets": found, "shown": shown, "rows": _cells(rows), "title": _("Which sheet?"), "verb": _("Next")}
    return form_page(request, form, template="exchange/sheet.html", **context, **_frame(row, 1))


def _shown_sheet(request: Request, found: list[SheetAbout], chosen: int | None) -> SheetAbout:
    """The sheet whose rows are shown: the one asked for, the chosen one, else the fullest that is not hidden."""
    asked = request.GET.get("show", "")
    place = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else chosen
    by_place = {s.place: s for s in found}
    return by_place[place] if place in by_place else max(found, key=lambda s: (not s.problem, not s.hidden, s.rows))


def _cells(rows: lists.Rows) -> list[tuple[int, list[str]]]:
    width = min(max((len(cells) for _n, cells in rows), default=0), 30)
    texts = [(number, [text_of(cell)[:60] for cell in cells[:width]]) for number, cells in rows]
    return [(number, cells + [""] * (width - len(cells))) for number, cells in texts]


@screen(Purpose.IMPORT, P.CONFIRM_CLOSURE)
def columns(request: Request, batch_id: UUID) -> HttpResponse:
    """What each column means: guessed from its head, or as it was said the last time."""
    row, b = _later(request, batch_id)
    form = ColumnsForm(request.POST or None, columns=lists.columns_of(request.actor, b))
    if tried(form, lambda: actions.name_columns(by=request.actor, batch_id=batch_id, targets=form.targets)):
        return redirect(_at("values", batch_id))
    known = sum(c.guess.remembered for c in form.columns)
    return form_page(
        request, form, template="exchange/columns.html", title=_("What the columns mean"), known=known, verb=_("Next"), **_frame(row, 2)
    )


@screen(Purpose.IMPORT, P.CONFIRM_CLOSURE)
def values(request: Request, batch_id: UUID) -> HttpResponse:
    """What the values of the coded columns mean: what is certain is folded away."""
    row, b = _later(request, batch_id, "targets")
    choices = {name: lists.choices_of(request.actor, name) for name in {*LISTS.values(), "manager"}}
    first = {"manager": lists.plan_of(b).get("manager", "")}
    form = ValuesForm(request.POST or None, values=lists.values_of(request.actor, b), choices=choices, initial=first)
    said: dict[str, Any] = {"by": request.actor, "batch_id": batch_id}
    if tried(form, lambda: actions.name_values(values=form.said, manager=form.manager_id, **said)):
        return redirect(_at("check", batch_id))
    return form_page(
        request, form, template="exchange/values.html", title=_("What the values mean"), verb=_("Check the list"), **_frame(row, 3)
    )


def _later(request: Request, batch_id: UUID, needs: str = "heads") -> tuple[lists.BatchRow, Any]:
    """A list that has come to this step. Refused where an earlier one is still to be done, or all of it is over."""
    row = lists.batch(request.actor, batch_id)
    b = lists.opened(request.actor, batch_id)
    if not row.is_open or (needs and needs not in lists.plan_of(b)):
        raise Refused(gettext_noop("This step is not possible now. Open the list from the overview; it goes on where it stands."))
    return row, b


@screen(Purpose.IMPORT, P.CONFIRM_CLOSURE)
def check(request: Request, batch_id: UUID) -> HttpResponse:
    """Look at the rows, some at each press; htmx presses by itself until all are looked at. Goes on where it was after anything."""
    row = lists.batch(request.actor, batch_id)
    if row.state != BatchState.VALUES_NAMED:
        return _onward(request, reverse("exchange:batch", args=[batch_id]))
    if request.method == "POST" and actions.check_some(by=request.actor, batch_id=batch_id):
        return _onward(request, _at("preview", batch_id))
    done, all_ = lists.progress(lists.found(request.actor, batch_id))
    context = {"done": done, "all": all_, "check_url": _at("check", batch_id), **_frame(row, 4)}
    if request.htmx:
        return page(request, "exchange/parts/checking.html", context)
    return page(request, "exchange/check.html", context)


def _onward(request: Request, url: str) -> HttpResponse:
    return HttpResponse(status=204, headers={"HX-Redirect": url}) if request.htmx else redirect(url)


@screen(Purpose.IMPORT, P.CONFIRM_CLOSURE)
def preview(request: Request, batch_id: UUID) -> HttpResponse:
    """Every problem row by row, what taking the list in would do, and the button that does it."""
    row = lists.batch(request.actor, batch_id)
    if row.state != BatchState.CHECKED:
        return redirect("exchange:batch", batch_id)
    form, many = TakeInForm(request.POST or None, initial={"version": row.version}), list[int]()

    def act() -> None:
        said = {"version": form.values["version"], "without_errors": form.values["without"]}
        many.append(actions.commit(by=request.actor, batch_id=batch_id, **said))

    if tried(form, act):
        messages.success(request, ngettext("%(n)s case was taken in.", "%(n)s cases were taken in.", many[0]) % {"n": many[0]})
        return redirect("exchange:batch", batch_id)
    return _preview_page(request, row, form)


def _preview_page(request: Request, row: lists.BatchRow, form: TakeInForm) -> HttpResponse:
    asked, start = request.GET.get("severity", ""), request.GET.get("start", "")
    severity = asked if asked in set(Severity) else ""
    place = int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 0
    found = lists.preview(request.actor, row.id, severity=severity, start=place)
    onward = f"?severity={severity}&start={place + lists.PROBLEMS_A_PAGE}" if found.more else ""
    context = {"found": found, "severity": severity, "severities": list(Severity), "next_url": onward, "title": _("Preview")}
    context |= {"first_url": f"?severity={severity}" if place else "", "minutes": found.cases * SECONDS_A_CASE / 60}
    return form_page(request, form, template="exchange/preview.html", **context, **_frame(row, 5))


@screen(Purpose.IMPORT, P.CONFIRM_CLOSURE)
def undo(request: Request, batch_id: UUID) -> HttpResponse:
    """Take a whole list out again, while nobody has worked on it."""
    row = lists.batch(request.actor, batch_id)
    if request.method == "POST":
        many = actions.undo(by=request.actor, batch_id=batch_id, version=version_in(request))
        messages.success(request, ngettext("%(n)s case was taken out again.", "%(n)s cases were taken out again.", many) % {"n": many})
        return redirect("exchange:imports")
    return page(request, "exchange/undo.html", {"batch": row, "busy": lists.worked_on(batch_id)})


@require_POST
@screen(Purpose.IMPORT, P.CONFIRM_CLOSURE)
def discard(request: Request, batch_id: UUID) -> HttpResponse:
    """Throw a list away that was not taken in."""
    actions.discard(by=request.actor, batch_id=batch_id)
    messages.success(request, _("The list was thrown away; nothing of it is kept."))
    return redirect("exchange:imports")
