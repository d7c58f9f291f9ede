"""Rules and their steps in words, in the language of the screen. No statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext

from jejaring.commitments.rules import Rung, Terms, read_rungs
from jejaring.commitments.states import Addressee, ClockKind, CommitmentAct
from jejaring.kernel.labels import gettext_noop as _
from jejaring.reference import queries as reference
from jejaring.ui.numbers import number

SHARES: Mapping[int, str] = {  # of the given time
    25: _("at a quarter of the time"), 50: _("at half of the time"), 75: _("at three quarters of the time"), 100: _("when due"),
    150: _("after one and a half times the time"), 200: _("after twice the time"), 300: _("after three times the time"),
    400: _("after four times the time"),
}  # fmt: skip
LISTS: Mapping[str, str] = {  # the code list of the reason of an act
    CommitmentAct.PAUSED: "waits_for", CommitmentAct.MOVED: "extension_reason", CommitmentAct.WAIVER_ASKED: "waiver_reason",
    CommitmentAct.WAIVED: "waiver_reason", CommitmentAct.WAIVER_DECLINED: "waiver_reason",
}  # fmt: skip
OTHER_REASONS: Mapping[str, str] = {
    "risk_changed": _("The risk has changed"), "supervisor_ground": _("A supervisor's written ground"),
    "incident_corrected": _("What happened was corrected"),
    "letter": _("A letter is drafted: the city does not order this body"),
}  # fmt: skip


def amount_words(amount: float, clock: ClockKind) -> str:
    """An amount of time as a person says it: 15 minutes, 6 hours, 3 days, 4 open hours, 3 working days."""
    if clock == ClockKind.WORKING_DAYS:
        return ngettext("%(n)s working day", "%(n)s working days", int(amount)) % {"n": int(amount)}
    minutes = round(amount * 60)
    if minutes < 60 or minutes % 60:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": number(minutes)}
    hours = minutes // 60
    if clock == ClockKind.WORKING_HOURS:
        return ngettext("%(n)s open hour", "%(n)s open hours", hours) % {"n": number(hours)}
    if hours >= 48 and hours % 24 == 0:
        return ngettext("%(n)s day", "%(n)s days", hours // 24) % {"n": number(hours // 24)}
    return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": number(hours)}


def share_words(rung: Rung) -> str:
    """When a step comes: a share of the given time."""
    if rung.percent in SHARES:
        return gettext(SHARES[rung.percent])
    return gettext("at %(n)s per cent of the time") % {"n": number(rung.percent)}


def steps_in_words(text: str) -> list[str]:
    """The steps around a due moment: "at half of the time: the desk that owes it". Raises ValueError where they cannot be read."""
    return [f"{share_words(rung)}: {_lower(gettext(rung.to.label))}" for rung in read_rungs(text)]


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def reason_words(act: str, code: str) -> str:
    """The reason of an act in the life of a promise: of its code list, whom a step went to, or what another act said."""
    if not code:
        return ""
    if code in OTHER_REASONS:
        return gettext(OTHER_REASONS[code])
    if act in (CommitmentAct.REMINDED, CommitmentAct.ESCALATED):
        return gettext(Addressee(code).label) if code in set(Addressee) else code
    return reference.label(LISTS[act], code) if act in LISTS else code


@dataclass(frozen=True, slots=True)
class TermsInWords:
    """One version of a rule as people read it."""

    version: int
    high: str
    medium: str
    low: str
    clock: str
    counts_from: str
    steps: list[str]
    steps_trafficking: list[str]
    basis: str
    article: str
    note: str  # what is to be verified
    verified: bool
    valid_from: date
    valid_until: date | None
    withdrawn_on: date | None
    withdrawn_reason: str


def told_terms(terms: Terms) -> TermsInWords:
    """A version in words; its legal basis as it was in force when the version began."""
    high, medium, low = (amount_words(a, terms.clock) for a in (terms.high, terms.medium, terms.low))
    basis = reference.legal_basis(terms.legal_basis, on=terms.valid_from)
    said = (basis.title, basis.article, basis.note) if basis else ("", "", "")
    return TermsInWords(
        terms.version, high, medium, low, gettext(terms.clock.label), gettext(terms.counts_from.label), steps_in_words(terms.steps),
        steps_in_words(terms.steps_trafficking), *said, terms.verified, terms.valid_from, terms.valid_until,
        terms.withdrawn_on, terms.withdrawn_reason,
    )  # fmt: skip
