"""Emergency access: for how long, how often, under which words, and how a case is named. Plain Python.

The hours of an access and the ration are ours: no law sets them. The review within 3x24 hours is a promise (`commitments`), its time the
city's. The database holds the upper bounds as well (guard/sql/54_emergency.sql).
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from jejaring.kernel.identifiers import normal_phone, parse_nik
from jejaring.kernel.ids import whole_reference
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import YES, Refused, Verdict

LASTS = timedelta(hours=4)
REVIEW_WITHIN = timedelta(hours=72)  # at the latest, also where a city's rule says later
A_DAY = 5  # questions of one account, those that found nothing as well
REASON_MINIMUM = 20  # characters


@dataclass(frozen=True, slots=True)
class Sought:
    """What is known exactly of a case: one of the three."""

    reference: str = ""
    nik: str = ""
    phone: str = ""


def sought(text: str) -> Sought:
    """Read a whole reference, NIK or telephone number. Refused where it can be none of them, which says nothing about any case."""
    if reference := whole_reference(text):
        return Sought(reference=reference)
    if nik := parse_nik(text):
        return Sought(nik=nik.digits)
    if not re.search(r"[A-Za-z]", text) and normal_phone(text):
        return Sought(phone=text)
    raise Refused(_("This is no whole reference (such as K-26-0417-X), NIK or telephone number. Check each sign."), "known_by")


def reads_as_reason(text: str) -> Verdict:
    """A reason says in a sentence what is happening: whoever reviews was not there."""
    if len(text.strip()) >= REASON_MINIMUM:
        return YES
    return Verdict(False, _("Say in a sentence what is happening: somebody who was not there will judge by it."))


def may_ask_again(asked_today: int) -> Verdict:
    """So many questions a day, found or not, so that nobody tries numbers out."""
    if asked_today < A_DAY:
        return YES
    return Verdict(False, _("You have asked five times today. Call the unit's number; its officer on shift sees the safety card."))


def review_moment(due_at: datetime, opened_at: datetime) -> datetime:
    """When the review is due at the latest: as the promise says, and never after 3x24 hours."""
    return min(due_at, opened_at + REVIEW_WITHIN)
