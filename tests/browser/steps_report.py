"""Steps of a story that happen before there is a case: a report is taken, answered, decided."""

import re
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from jejaring.kernel.clock import WIB, now
from tests.browser.person import Person

LISTS = ("manager", "companion", "region", "relation")
TYPED = ("victim_age", "victim_count", "respondent_count", "lowered_reason", "join_reference")


@dataclass(frozen=True, slots=True)
class Told:
    """A report as it comes in: the five fields, and whether the survivor knows."""

    story: str
    who: str
    channel: str
    signs: tuple[str, ...] = ()
    knows: str = ""


def closed_window() -> tuple[str, str]:
    """Two hours of the day that begin in three to four hours: closed at whatever hour the test runs."""
    opens = now().astimezone(WIB) + timedelta(hours=4)
    return f"{opens:%H}.00", f"{opens + timedelta(hours=2):%H}.00"


def begins(hour: str) -> re.Pattern[str]:
    """How the desk says when a contact may begin: today or, late in the evening, tomorrow."""
    return re.compile(rf"(mulai|besok) {re.escape(hour)}")


def given_a_new_report_being_filled_in(officer: Person, told: Told) -> Person:
    """The limits are read out, the danger is asked, the story is typed; nothing is sent yet."""
    officer.opens("/reports/new/").sees("Bacakan dahulu").ticks("limits_read")
    if told.signs:
        officer.ticks("danger_signs", *told.signs)
    else:
        officer.ticks("danger_answer", "none")
    officer.writes("narrative", told.story).ticks("reporter_kind", told.who).chooses("channel", told.channel)
    return officer.ticks("survivor_awareness", told.knows) if told.knows else officer


def given_a_report(officer: Person, told: Told) -> str:
    """A report that was taken; the path of its page."""
    given_a_new_report_being_filled_in(officer, told).submits()
    assert re.fullmatch(r"/reports/[0-9a-f-]{36}/", officer.path), officer.path
    return officer.path


def when_it_is_decided(
    officer: Person, report: str, *, kind: str, outcome: str, reason: str = "Sesuai laporan.", **more: str | UUID
) -> Person:
    """The page of triage is filled in and sent. `more`: the other fields; several ticks of one field with spaces between them."""
    officer.opens(report.replace("/reports/", "/triage/"))
    return filled_in(officer, kind=kind, outcomes=outcome, **more).writes("reason", reason).submits()


def filled_in(officer: Person, **fields: str | UUID) -> Person:
    """Fields of triage by their names."""
    for name, value in fields.items():
        if name in LISTS:
            officer.chooses(name, value)
        elif name in TYPED:
            officer.writes(name, str(value))
        else:
            officer.ticks(name, *str(value).split())
    return officer
