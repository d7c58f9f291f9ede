"""The safety card of an open case, for the officer on shift: safe contact, risk, plan, the manager's number. Every card is logged."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import Http404
from django.utils.translation import gettext as _

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases.models import SafetyPlan
from jejaring.desk.queries.promises import risk
from jejaring.directory import queries as directory
from jejaring.kernel.labels import gettext_noop
from jejaring.people.models import SafeContact
from jejaring.people.queries import ContactView, newest_contact, words_for
from jejaring.reference import queries as reference
from jejaring.vault import actions as vault

# What helps in the night. What to take along, the children and the devices stay in the file.
SHOWN = {
    "threats": gettext_noop("Threats"), "signals": gettext_noop("Signals"), "at_night": gettext_noop("At night"),
    "safe_places": gettext_noop("Safe places"), "trusted": gettext_noop("Trusted persons"),
}  # fmt: skip
COLUMNS = ("id", "reference", "risk", "kind", "area", "sex", "age", "minor", "manager", "desk")


@dataclass(frozen=True, slots=True)
class CardRow:
    """An open case of the desk in clear codes."""

    id: UUID
    reference: str
    risk: str
    title: str
    about: str
    high: bool
    manager_id: UUID | None
    desk: UUID  # that leads the case


@dataclass(frozen=True, slots=True)
class PlanCard:
    """What of a safety plan helps in the night."""

    at: Any
    texts: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Card:
    """One card, opened."""

    row: CardRow
    contact: ContactView | None
    plans: list[PlanCard]
    manager: str
    number: str


def _rows(wanted: str) -> list[CardRow]:
    with connection.cursor() as cursor:
        cursor.execute("select * from safety_cards(%s)", [wanted])
        return [_row(dict(zip(COLUMNS, values, strict=True))) for values in cursor.fetchall()]


def _row(c: dict[str, Any]) -> CardRow:
    kind = reference.label("category", c["kind"]) if c["kind"] else ""
    title = " · ".join(part for part in (words_for(c["sex"], c["age"], c["minor"]), kind) if part)
    area = reference.area_name(c["area"]) if c["area"] else ""
    about = " · ".join(part for part in (area, risk(c["risk"]), c["reference"]) if part)
    return CardRow(c["id"], c["reference"], risk(c["risk"]), title, about, c["risk"] == "high", c["manager"], c["desk"])


def cards(actor: Actor, *, query: str = "") -> list[CardRow]:
    """The open cases of the desk, the riskiest first, without a name; found by a part of the reference. One statement."""
    return _rows(query.strip().upper())


def card(actor: Actor, case_id: UUID) -> Card:
    """One card, opened and logged. Http404 for whatever is no open case of the desk. Five statements at most."""
    row = next((r for r in _rows("") if r.id == case_id), None)
    if row is None:
        raise Http404
    contacts = list(SafeContact.objects.raw("select * from card_contact(%s)", [case_id]))
    plans = list(SafetyPlan.objects.raw("select * from card_plans(%s)", [case_id]))
    audit.record("safety_card", "case", case_id, case_id=case_id, fields=["contact", *(SHOWN if plans else ())])
    name, number = whom_to_call(row.manager_id, row.desk)
    return Card(row, newest_contact(contacts), [plan_card(p) for p in plans], name, number)


def whom_to_call(manager: UUID | None, desk: UUID) -> tuple[str, str]:
    """The case manager's name and number; without one the desk's own number. One statement."""
    return directory.reached_at(manager, desk) if manager else ("", directory.desk(desk).phone)


def plan_card(plan: SafetyPlan) -> PlanCard:
    """What of a plan helps in the night, opened; the page logs the read. No statement where the key is at hand."""
    texts = [(_(words), vault.read(plan, name)) for name, words in SHOWN.items()]
    return PlanCard(plan.at, [(words, text) for words, text in texts if text])
