"""The worklist of the entry clerk, noting an entry, and the entry sheet."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission as P
from jejaring.exchange import actions
from jejaring.exchange.forms.register import EntryForm, RegisterFilter, SheetForm, months
from jejaring.exchange.queries import register, sheets
from jejaring.exchange.queries.register import EntryRow
from jejaring.exchange.queries.sheets import Chosen
from jejaring.exchange.states import Gap
from jejaring.kernel.clock import WIB
from jejaring.kernel.labels import gettext_noop
from jejaring.kernel.tables import Format
from jejaring.kernel.verdict import Refused
from jejaring.ui import downloads
from jejaring.ui.http import Request, form_page, page, tried

OF_INCIDENT = {Gap.INCIDENT, Gap.INCIDENT_DATE, Gap.VILLAGE, Gap.PLACE, Gap.FORMS}
NOTHING_CHOSEN = gettext_noop("Choose at least one victim in the list, or a month.")
OF_SERVICE = {Gap.SERVICE, Gap.ORGANISATION}


@dataclass(frozen=True, slots=True)
class GapLink:
    """One thing that is missing, and the act that fills it; without one where the case is closed."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """A row of the worklist with its links."""

    row: EntryRow
    gaps: list[GapLink]


def _address(row: EntryRow, gap: Gap) -> str:
    """Where what is missing can be added."""
    if gap in OF_INCIDENT:
        return reverse("cases:incident", args=[row.case_id])
    if gap in OF_SERVICE:
        return reverse("cases:service", args=[row.case_id])
    if gap == Gap.LEGAL:
        return reverse("cases:law", args=[row.case_id])
    if gap == Gap.RESPONDENT:
        return reverse("cases:party", args=[row.case_id]) + "?role=respondent"
    party = row.respondent_id if gap == Gap.RELATION and row.respondent_id else row.victim_id
    return reverse("cases:party_edit", args=[row.case_id, party])


def _shown(row: EntryRow) -> ShownEntry:
    return ShownEntry(row, [GapLink(_(gap.label), _address(row, gap) if row.active else "") for gap in row.gaps])


@require_GET
@screen(Purpose.REGISTER, P.WORK_CASE)
def entries(request: Request) -> HttpResponse:
    """The victims whose entry is to be made or looked after, longest waiting first, each with what is missing."""
    form, after = RegisterFilter(request.GET), request.GET.get("after", "")
    found = register.entries(request.actor, after=after, **form.asked)
    urls = {"next_url": form.address(after=found.next_key) if found.next_key else "", "first_url": form.address() if after else ""}
    context = {"rows": [_shown(row) for row in found.rows], "form": form, "months": months()}
    return page(request, "exchange/entries.html", context | urls)


@screen(Purpose.REGISTER, P.WORK_CASE)
def entry(request: Request, victim_id: UUID) -> HttpResponse:
    """Where the entry of one victim stands: what is missing, and the numbers that the register gave."""
    row = register.entry(request.actor, victim_id)
    now = {"state": row.state, "number": row.number, "case_number": row.case_number, "entered_on": row.entered_on}
    form = EntryForm(request.POST or None, initial=now)

    def act() -> None:
        actions.note_entry(by=request.actor, victim_id=victim_id, submission=form.submission_id, **form.values)

    if tried(form, act):
        messages.success(request, _("The entry was noted."))
        return redirect("exchange:entries")
    context = {"shown": _shown(row), "title": row.who, "lead": row.about, "verb": _("Save"), "back_url": reverse("exchange:entries")}
    return form_page(request, form, template="exchange/entry.html", **context)


@screen(Purpose.REGISTER, P.WORK_CASE)
def sheet(request: Request) -> HttpResponse:
    """The entry sheet of chosen victims, of one case or of a month, as a workbook of long tables."""
    chosen, form = _chosen(request), SheetForm(request.POST or None)
    if form.is_valid():
        tables = actions.make_sheet(by=request.actor, chosen=chosen, identity=form.values["identity"], reason=form.values["reason"])
        return downloads.answer(tables, Format.XLSX, "lembar-entri-simfoni")
    cases, victims = sheets.count(request.actor, chosen)
    lead = _("%(cases)s cases, %(victims)s victims, as long tables with the ministry's words.") % {"cases": cases, "victims": victims}
    points = [_("The sheet carries no name unless you choose so below. That you took it is written to the log, with the reason.")]
    context = {"title": _("Entry sheet for SIMFONI"), "lead": lead, "points": points, "back_url": reverse("exchange:entries")}
    return form_page(request, form, template="ui/download.html", **context)


def _chosen(request: Request) -> Chosen:
    """What the address names; Http404 where it names nothing."""
    try:
        if month := request.GET.get("month"):
            return Chosen(month=datetime.strptime(month, "%Y-%m").replace(tzinfo=WIB))
        if case_id := request.GET.get("case"):
            return Chosen(case_id=UUID(case_id))
        victims = tuple(UUID(text) for text in request.GET.getlist("victim")[: sheets.MOST_VICTIMS])
    except ValueError:
        raise Http404
    if not victims:
        raise Refused(NOTHING_CHOSEN)
    return Chosen(victims=victims)
