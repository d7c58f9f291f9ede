"""What a report carries over into the case, so that nothing is typed twice."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext

from jejaring.access.actor import Actor
from jejaring.cases.actions import Brought, NewParty
from jejaring.cases.states import PartyRole
from jejaring.intake import queries as intake
from jejaring.intake.models import Report
from jejaring.intake.queries import PersonView
from jejaring.intake.states import Answer
from jejaring.kernel.clock import WIB
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused
from jejaring.triage import rules

INJURED = _("Was injured when found.")


def found_victims(by: Actor, report: Report, chosen: Sequence[UUID]) -> list[NewParty]:
    """The chosen people of a report as victims, each with what the list says; opened, and logged. None chosen: none.

    Raises Refused at `people` where somebody chosen is not on the list.
    """
    if not chosen:
        return []
    listed = {p.id: p for p in intake.people_for(by, report.pk)}
    if set(chosen) - set(listed):
        raise Refused(rules.NOBODY_CHOSEN, "people")
    return [_victim(p) for p in listed.values() if p.id in set(chosen)]


def _victim(p: PersonView) -> NewParty:
    return NewParty(
        PartyRole.VICTIM, sex=p.sex, age=p.age, minor=p.minor, name=p.name, nationality=p.nationality or "idn", language=p.language,
        needs=("interpreter",) if p.interpreter else (), note=gettext(INJURED) if p.injured == Answer.YES else "",
    )  # fmt: skip


def refuse_found_respondents(report: Report, respondents: Sequence[NewParty]) -> None:
    """Nobody of a raid or a hand-over of several is made a respondent by the same stroke: only unknown ones may be added."""
    if intake.takes_people(report.channel, 1) and any(party.known for party in respondents):
        raise Refused(rules.FOUND_ARE_VICTIMS, "respondent_count")


def brought_by(report: Report) -> Brought | None:
    """The police report and the services given elsewhere, as far as the channel's questions were answered."""
    said = intake.answers_of(report)
    arrived = report.received_at.astimezone(WIB).date()
    if not said.get("lp_number") and not said.get("services_given"):
        return None
    police = said.get("lp_number", "")
    return Brought(
        police_number=police, police_reported_on=(_day(said.get("lp_date")) or arrived) if police else None,
        services=tuple(filter(None, said.get("services_given", "").split(","))),
        services_until=_day(said.get("letter_date")) or arrived, services_by=_named(said),
    )  # fmt: skip


def _named(said: Mapping[str, str]) -> str:
    """Who gave the services, with the number of the letter that tells of them: whoever helps next can ask for it."""
    return " · ".join(said[name] for name in ("from_unit", "letter_number") if said.get(name))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
