"""Until when medical help is possible after an incident, as the rules of the promises say it."""

from datetime import date, datetime
from typing import Protocol

from jejaring.commitments import queries as commitments
from jejaring.commitments.states import RuleKey
from jejaring.intake import rules
from jejaring.intake.states import MedicalLimit
from jejaring.kernel.clock import now
from jejaring.reference import queries as reference


class Told(Protocol):
    """What the limits ask about a report."""

    @property
    def channel(self) -> str: ...
    @property
    def incident_at(self) -> datetime | None: ...
    @property
    def incident_on(self) -> date | None: ...
    @property
    def incident_precision(self) -> str: ...


def medical_limits(told: Told) -> list[tuple[MedicalLimit, datetime | None]]:
    """Each kind of medical help with its end; nothing where it is not known from when it counts, or long past. The rules are at hand."""
    asks_hour = any(row.kind == "incident" for row in reference.channel_fields(told.channel))
    since = rules.counted_from(told.incident_at, told.incident_on, told.incident_precision, asks_hour=asks_hour)
    return rules.medical_limits(since, now(), _hours)


def _hours(key: RuleKey) -> float:
    return commitments.terms(key).amount("high")
