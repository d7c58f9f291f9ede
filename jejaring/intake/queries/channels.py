"""What a report says because of its channel, and the people whom it names or describes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.intake.models import FoundPerson, Report, ReportDetail
from jejaring.intake.states import Answer
from jejaring.people.queries import words_for
from jejaring.people.states import Sex
from jejaring.reference import queries as reference
from jejaring.reference.queries import ChannelField
from jejaring.ui import when
from jejaring.ui.labels import label
from jejaring.vault import actions as vault


@dataclass(frozen=True, slots=True)
class DetailView:
    """An answer to a channel's question, opened."""

    field: str
    label: str
    words: str
    value: str  # as it is stored


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody of several whom a report names or describes; the name is empty where names were not asked for."""

    id: UUID
    number: int
    sex: Sex
    age: int | None
    minor: bool | None
    nationality: str
    interpreter: bool
    injured: Answer | str
    name: str
    language: str
    has_name: bool  # whether one was ever written down

    @property
    def who(self) -> str:
        """Sex and age without a name."""
        return words_for(self.sex, self.age, self.minor)

    @property
    def facts(self) -> str:
        """Nationality, need of an interpreter, injury: what is known of it."""
        interpreter = _("needs an interpreter (%(language)s)") % {"language": self.language} if self.language else _("needs an interpreter")
        injured = {Answer.YES: _("injured"), Answer.NO: _("not injured")}.get(Answer(self.injured), "") if self.injured else ""
        country = reference.label("nationality", self.nationality) if self.nationality else ""
        return " · ".join(part for part in (country, interpreter if self.interpreter else "", injured) if part)

    @property
    def words(self) -> str:
        """All of it in one line, without a name."""
        return " · ".join(part for part in (self.who, self.facts) if part)


def people_for(actor: Actor, report_id: UUID) -> list[PersonView]:
    """The people of a report of the actor's desk with their names, and that is logged. Two statements; nobody for another's report."""
    rows = FoundPerson.objects.filter(report_id=report_id, desk=actor.desk, taken_back=False).order_by("position", "pk")
    found = people_of(rows, names=True)
    if found:
        audit.record("read", "report", report_id, fields=["people"])
    return found


def answers_of(report: Report) -> dict[str, str]:
    """What a report answered to its channel's questions, by field as it is stored. One statement; the act that asks is logged itself."""
    return {row.field: vault.read(row, "value") for row in ReportDetail.objects.filter(report=report)}


def fields_of(channel: str) -> tuple[ChannelField, ...]:
    """The questions of a channel and those of every channel. No statement."""
    return (*reference.channel_fields(channel), *reference.channel_fields("*"))


def takes_people(channel: str, count: int) -> bool:
    """Whether a report lists several people one by one. No statement."""
    return count > 1 or any(row.kind == "people" for row in reference.channel_fields(channel))


def details_of(channel: str, rows: Iterable[ReportDetail]) -> list[DetailView]:
    """The answers of a report, opened, in the order of the channel's questions; those of an earlier channel follow. No statement."""
    stored = {row.field: vault.read(row, "value") for row in rows}
    known = {row.field: row for row in fields_of(channel)}
    order = [*(name for name in known if name in stored), *(name for name in stored if name not in known)]
    return [DetailView(name, *_said(known.get(name), name, stored[name]), stored[name]) for name in order if stored[name]]


def _said(row: ChannelField | None, name: str, value: str) -> tuple[str, str]:
    """The question and the answer in words; a question that nobody asks any more is told by its code."""
    return (row.label, in_words(row, value)) if row else (name, value)


def in_words(row: ChannelField, value: str) -> str:
    """A stored answer as people read it."""
    if row.kind == "date":
        return when.day(date.fromisoformat(value))
    if row.kind in ("moment", "incident"):
        return when.moment(datetime.fromisoformat(value))
    if row.kind == "yesno":
        return label(Answer(value))
    if row.kind in ("choice", "checks"):
        return ", ".join(reference.labels(row.list, value.split(",")))
    return value


def people_of(rows: Iterable[FoundPerson], *, names: bool) -> list[PersonView]:
    """The people of a report, numbered; sealed fields are opened, names only where asked for. No statement."""
    found: list[Any] = list(rows)
    return [
        PersonView(
            p.pk, n, p.sex, p.age, p.minor, p.nationality, p.interpreter, p.injured, vault.read(p, "name") if names else "",
            vault.read(p, "language"), p.name is not None,
        )
        for n, p in enumerate(found, 1)
    ]  # fmt: skip
