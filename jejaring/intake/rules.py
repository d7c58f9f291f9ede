"""What a report may say, how dangerous it sounds, what keeps its first promise. Plain Python."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from jejaring.commitments.states import RuleKey
from jejaring.intake.states import MedicalLimit, ReporterKind, ReportPart, ResponseKind
from jejaring.kernel.clock import WIB, midnight
from jejaring.kernel.labels import gettext_noop as _

STORY_LIMIT = 20_000  # characters
TOO_LONG = _("The story is longer than 20,000 characters. Nothing was cut; please shorten it, the rest can be added afterwards.")
CONTRADICTING_SIGNS = _("This contradicts the danger signs or itself: take one of them back.")
NO_ANSWER_ON_SIGNS = _("Tick what applies, or below that there is none or that it could not be asked.")
NOTHING_TO_KEEP = _("There is nothing to keep yet: write at least one word.")
NO_CHANNEL = _("Say by which channel contact was made or tried.")
ACT_AHEAD = _("The act lies between the moment the report came in and now.")
OLDEST = 120  # years
EARLIEST = date(1930, 1, 1)
MOST_VICTIMS = 500
CONTACTS = (ResponseKind.SAFE_CONTACT, ResponseKind.ATTEMPT)


MEDICAL_RULES: Mapping[MedicalLimit, RuleKey | None] = {  # whose published hours count from the incident; none: as early as possible
    MedicalLimit.TRACES: None,
    MedicalLimit.PROPHYLAXIS: RuleKey.PROPHYLAXIS,
    MedicalLimit.CONTRACEPTION: RuleKey.EMERGENCY_CONTRACEPTION,
}
WRITING = timedelta(hours=12)  # the longest shift
SHOWN_FOR = timedelta(days=7)  # how long a report still shows limits that have passed
MOST_PEOPLE = 50  # found persons of one report
ANOTHER_DAY = _("The moment of the incident and the day below contradict each other.")
IN_THE_FUTURE = _("This date lies in the future.")
NO_HASH = _("A fingerprint (hash) has 32, 40 or 64 digits 0-9 and a-f. The picture itself is never asked for and never sent here.")
NO_ADDRESS = _("Write addresses or account names only. The picture itself is never asked for and never sent here.")


def detail_problem(kind: str, value: Any, now: datetime) -> str:
    """What of an answer to a channel's question cannot be; "" where it can. Moments have a zone."""
    if kind in ("moment", "incident") and isinstance(value, datetime) and value > now:
        return IN_THE_FUTURE
    if kind == "date" and isinstance(value, date) and value > now.astimezone(WIB).date():
        return IN_THE_FUTURE
    if kind == "hash" and value and any(not re.fullmatch(r"[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}", one) for one in value.lower().split()):
        return NO_HASH
    if kind == "address" and value and (re.search(r"\bdata:|base64", value, re.I) or any(len(one) > 500 for one in value.split())):
        return NO_ADDRESS
    return ""


def counted_from(incident_at: datetime | None, incident_on: date | None, precision: str, *, asks_hour: bool) -> datetime | None:
    """From when the limits of medical help count: the hour, else the beginning of the day where the channel asks for the hour.

    A day alone is read cautiously: what it says is never later than the truth.
    """
    if incident_at is None and asks_hour and incident_on and precision == "day":
        return midnight(incident_on)
    return incident_at


def medical_limits(since: datetime | None, now: datetime, hours: Callable[[RuleKey], float]) -> list[tuple[MedicalLimit, datetime | None]]:
    """Until when each kind of medical help is possible, while that is worth saying; nothing where nobody knows from when it counts.

    `hours` are those of the published rule, so that the screen and the promise of the case say the same.
    """
    if since is None or now - since > SHOWN_FOR:
        return []
    return [(limit, since + timedelta(hours=hours(key)) if key else None) for limit, key in MEDICAL_RULES.items()]


def report_risk(signs: Iterable[str], critical: Collection[str]) -> str:
    """The risk that a report's clock runs under before triage: one critical sign makes it high, else it is medium."""
    return "high" if any(sign in critical for sign in signs) else "medium"


def problems(
    *, received_at: datetime, incident_on: date | None, victim_age: int | None, victim_count: int, now: datetime,
    incident_at: datetime | None = None, incident_precision: str = "day",
) -> dict[str, str]:  # fmt: skip
    """What in a report cannot be true, by field. Dates and moments mean Asia/Jakarta; a planned event is no incident."""
    found: dict[str, str] = {}
    if received_at > now:
        found["received_at"] = _("A report cannot have come in later than now.")
    if incident_on and incident_on > now.astimezone(WIB).date():
        found["incident_on"] = _(
            "A report cannot be about tomorrow. A planned wedding or departure is not an incident: tick its danger sign"
            " and tell it in the story."
        )
    elif incident_on and incident_on < EARLIEST:
        found["incident_on"] = _("This lies too far back to be meant.")
    if incident_at and incident_on and incident_precision == "day" and incident_at.astimezone(WIB).date() != incident_on:
        found["incident_at"] = ANOTHER_DAY
    if incident_at and incident_at > now:
        found["incident_at"] = IN_THE_FUTURE
    if victim_age is not None and not 0 <= victim_age <= OLDEST:
        found["victim_age"] = _("An age lies between 0 and 120.")
    if not 0 <= victim_count <= MOST_VICTIMS:
        found["victim_count"] = _("A number of persons lies between 0 and 500.")
    return found


def lacking(*, narrative: str, reporter_kind: str, channel: str, limits_read: bool, limits_not_read_reason: str) -> dict[str, str]:
    """What a report cannot be received without, by field; a draft may lack all of it."""
    found: dict[str, str] = {}
    if not limits_read and not limits_not_read_reason:
        found["limits_read"] = _("Read out the limits and tick this, or say below why it was not possible.")
    if not narrative.strip():
        found["narrative"] = _("Write down what was told, be it one sentence.")
    if not reporter_kind:
        found["reporter_kind"] = _("Say who reports.")
    if not channel:
        found["channel"] = _("Say how the report came in.")
    return found


def still_writes(*, by: UUID, recorded_by: UUID, recorded_at: datetime, draft: bool, now: datetime) -> bool:
    """Whether somebody is still writing this report down: it is the own one, and a draft yet or not older than a shift. The names that one
    has just been told stay on one's own form; everybody else, and later oneself, says first what they are needed for."""
    return by == recorded_by and (draft or now - recorded_at < WRITING)


def missing(known: Mapping[str, Any]) -> tuple[ReportPart, ...]:
    """Which parts a report still lacks. Keys: danger_signs, no_danger_asked, has_contact, reporter_kind,
    survivor_awareness, victim_sex, victim_age, area, incident_precision."""
    third_party = known["reporter_kind"] != ReporterKind.VICTIM
    there = {
        ReportPart.DANGER: bool(known["danger_signs"]) or known["no_danger_asked"],
        ReportPart.CONTACT: known["has_contact"],
        ReportPart.AWARENESS: bool(known["survivor_awareness"]) or not third_party,
        ReportPart.VICTIM_SEX: known["victim_sex"] != "unknown",
        ReportPart.VICTIM_AGE: known["victim_age"] is not None,
        ReportPart.AREA: bool(known["area"]),
        ReportPart.INCIDENT: known["incident_precision"] != "unknown",
    }
    return tuple(part for part in ReportPart if not there[part])


def keeps_first_response(kind: ResponseKind, risk: str) -> bool:
    """A safety action, a safe contact or a safe attempt keeps the first response; advice alone does where the risk is not high."""
    return kind != ResponseKind.ADVICE or risk != "high"
