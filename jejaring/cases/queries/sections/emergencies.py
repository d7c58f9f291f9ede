"""Emergency accesses to the case: who opened it, before which danger, until when, how it was reviewed. What was read is another page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jejaring.cases.models import EmergencyAccess
from jejaring.cases.queries.sections.kinds import Brought, Section, words
from jejaring.cases.queries.standing import CaseSummary
from jejaring.cases.states import Danger, EmergencyScope, EmergencyVerdict
from jejaring.guard.branches import Branch
from jejaring.kernel.moments import Moment
from jejaring.ui import when

ASKER = 'select u.display_name from directory_user u where u.id = {row}."user"'
OFFICE = """select o.short_name from directory_organisation o where o.id = {row}.organisation"""
REVIEW = "select json_build_array(r.at, r.verdict) from cases_emergencyreview r where r.access_id = {row}.id"


@dataclass(frozen=True, slots=True)
class Opened:
    """One emergency access."""

    id: UUID
    who: str
    office: str
    danger: Danger
    scope: EmergencyScope
    at: datetime
    until: datetime
    stopped_at: datetime | None  # by somebody else than who asked
    reviewed_at: datetime | None
    verdict: EmergencyVerdict | None


def _build(found: Brought) -> tuple[Opened, ...]:
    return tuple(_row(a, *(a.__dict__["review_said"] or (None, None))) for a in found.of(EmergencyAccess))


def _row(a: EmergencyAccess, at: str | None, verdict: str | None) -> Opened:
    said: dict[str, str] = a.__dict__
    return Opened(
        a.pk, said["asker"] or "", said["office"] or "", a.danger, a.scope, a.opened_at, a.ended_at or a.until,
        a.ended_at if a.ended_by else None, datetime.fromisoformat(at) if at else None, EmergencyVerdict(verdict) if verdict else None,
    )  # fmt: skip


def _tell(_head: CaseSummary, rows: tuple[Opened, ...]) -> Iterator[Moment]:
    for a in rows:
        text = words(_(a.danger.label), _(a.scope.label), _("until %(at)s") % {"at": when.moment(a.until)})
        by, read = words(a.who, a.office), _("See what was read")
        yield Moment(a.at, "late", _("Emergency access"), text, by, url_name="cases:emergency_review", url_id=a.id, link=read)
        if a.stopped_at:
            yield Moment(a.stopped_at, "plain", _("Emergency access ended before its time"))
        if a.reviewed_at and a.verdict:
            yield Moment(a.reviewed_at, "plain", _("Emergency access reviewed: %(how)s") % {"how": _(a.verdict.label)})


SECTION = Section(
    "emergencies", _build, tells=_tell,
    brings=(
        Branch(EmergencyAccess, order="{row}.opened_at desc, {row}.id", also={"asker": ASKER, "office": OFFICE, "review_said": REVIEW}),
    ),
)  # fmt: skip
