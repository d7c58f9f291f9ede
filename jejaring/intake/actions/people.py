"""Who a report is about, where it names or describes several people: found in a raid, handed over by the police."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.commitments import actions as commitments
from jejaring.directory.actions import sent_before
from jejaring.guard.rows import change, insert
from jejaring.intake import permissions, queries, rules
from jejaring.intake.actions.grip import locked, risk_of
from jejaring.intake.models import FoundPerson, Report
from jejaring.intake.queries import ReportView
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require

SAID = ("sex", "age", "minor", "nationality", "interpreter", "injured", "name", "language")
TOO_MANY = _("A report lists 50 people at most. Take a second report for the others.")


@transaction.atomic
def list_people(
    *, by: Actor, report_id: UUID, version: int, people: Sequence[Mapping[str, Any]], submission: UUID | None = None
) -> Report:
    """Write down the people of a report: rows with an `id` are corrected, others added, `taken_back` ones stay without counting.

    A row says what is known: sex, age (years) or minor, nationality, interpreter with language, injured, name. The number of victims
    becomes the number of rows, and the first row says of whom the list speaks while the report says nothing else. Refused once the report
    is decided, where somebody else was first (`version`), and for more than 50.
    """
    require(permissions.may_receive(by))
    if sent_before(by=by, submission=submission):
        return get_object_or_404(Report, pk=report_id)
    row = locked(report_id, version)
    require(permissions.may_list_people(by, row.state))
    stored = {p.pk: p for p in FoundPerson.objects.filter(report=row)}
    if len(people) > rules.MOST_PEOPLE:
        raise Refused(TOO_MANY)
    _write(row, people, stored)
    listed = list(FoundPerson.objects.filter(report=row, taken_back=False).order_by("position", "pk"))
    _count(row, listed)
    audit.record("report_people_listed", "report", row.pk, detail=str(len(listed)))
    return row


def reveal_names(*, by: Actor, report_id: UUID, reason: str) -> ReportView:
    """Open the names of a report of the own desk once, for a reason of a short list; who, when and why is in the log."""
    require(permissions.may_reveal_names(by))
    view = queries.report_for(by, report_id)
    audit.record("revealed", "report", report_id, detail=reason)
    return view


def _write(row: Report, people: Sequence[Mapping[str, Any]], stored: Mapping[UUID, FoundPerson]) -> None:
    fresh = []
    for position, said in enumerate(people, 1):
        facts = {name: said[name] for name in SAID if name in said} | {"taken_back": bool(said.get("taken_back"))}
        known = stored.get(said["id"]) if said.get("id") else None
        if known is None:
            fresh.append(FoundPerson(domain=row.domain, report=row, desk=row.desk_id, position=position, **facts))
            continue
        for name, value in facts.items():
            setattr(known, name, value)
        known.position = position
        known.save(force_update=True)
    insert(*(person for person in fresh if not person.taken_back))


def _count(row: Report, listed: Sequence[FoundPerson]) -> None:
    """The report's own words on its victims follow the list, and so do its promises."""
    row.victim_count = len(listed) or 1
    if listed and len(listed) > 1:
        row.victim_sex, row.victim_age = listed[0].sex, listed[0].age
    row.version += 1
    change(row, "victim_count", "victim_sex", "victim_age", "version")
    commitments.describe(subject_id=row.pk, risk=risk_of(row), sex=row.victim_sex, age=row.victim_age, area=row.area, kind="")
