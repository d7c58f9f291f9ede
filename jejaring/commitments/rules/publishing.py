"""What may be published as a version of a rule. Everything that could go wrong later is refused here, never at run time."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from jejaring.commitments.rules.ladders import BEFORE_DUE, NOT_A_LADDER, Rung, read_rungs
from jejaring.commitments.rules.terms import Terms
from jejaring.commitments.states import WINDOWS, Addressee, ClockKind, CountsFrom, RuleKey
from jejaring.kernel.clock import midnight
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import YES, Verdict

MARGIN = timedelta(minutes=10)
MOST_HOURS, MOST_DAYS, MOST_STEPS, FARTHEST = 2 * 366 * 24, 260, 12, 1000
NO_WORKING_DAY = _("A desk has no working day that can be read, so a working clock could never run there. Mend its opening hours first.")
FROM_INCIDENT = _("What counts from the incident runs by the wall clock: the body does not wait for office hours.")
AT_EVERY_HOUR = frozenset({
    RuleKey.FIRST_RESPONSE, RuleKey.SAFE_CONTACT, RuleKey.POLICE_REPORT, RuleKey.TEMPORARY_PROTECTION, RuleKey.WITNESS_PROTECTION,
    RuleKey.CONSENT_WITHDRAWAL,
})  # fmt: skip
PAIRED: Mapping[RuleKey, RuleKey] = {
    RuleKey.COMPLAINT_PERIOD: RuleKey.COMPLAINT_PERIOD_ABROAD,
    RuleKey.COMPLAINT_PERIOD_ABROAD: RuleKey.COMPLAINT_PERIOD,
}
Problems = dict[str, str]


def problems(
    terms: Terms, *, earlier: Sequence[Terms], today: date, reachable: Collection[Addressee], never_open: Sequence[str] = (),
    paired: Sequence[Terms] = (),
) -> Problems:  # fmt: skip
    """What stands against publishing these terms: field to sentence; empty when nothing does.

    `earlier` are the published versions of the same rule; `reachable` the addressees behind whom somebody works; `never_open` the names of
    open desks whose calendar has no working day; `paired` the versions of the rule that it must not contradict. Yesterday's promises are
    never moved: a version begins today at the earliest, and after the one before it.
    """
    found = _clock(terms, never_open) | _beginning(terms) | _amounts(terms) | _abroad(terms, paired)
    return found | _dates(terms, earlier, today) | _ladders(terms, reachable)


def _clock(t: Terms, never_open: Sequence[str]) -> Problems:
    if t.clock == ClockKind.WALL:
        return {}
    if t.counts_from == CountsFrom.INCIDENT:
        return {"clock": FROM_INCIDENT}
    if t.key in AT_EVERY_HOUR:
        return {"clock": _("Danger, safe hours and what the law gives in hours run by the wall clock, also while the desk is closed.")}
    return {"clock": NO_WORKING_DAY} if never_open else {}


def _beginning(t: Terms) -> Problems:
    """Only what happened has an incident to count from, and nothing else moves the end of such a window."""
    if t.key in WINDOWS and t.counts_from != CountsFrom.INCIDENT:
        return {"counts_from": _("This window counts from the incident: counted from the promise it would end later than it does.")}
    if t.key not in WINDOWS and t.counts_from == CountsFrom.INCIDENT:
        return {"counts_from": _("This promise knows no incident to count from.")}
    return {}


def _amounts(t: Terms) -> Problems:
    amounts, days = (t.high, t.medium, t.low), t.clock == ClockKind.WORKING_DAYS
    if any(a <= 0 for a in amounts):
        return {"high": _("A promise needs time: an amount of nothing can never be kept.")}
    if any(a > (MOST_DAYS if days else MOST_HOURS) for a in amounts):
        return {"low": _("More than two years: this could not be called a promise.")}
    if not t.high <= t.medium <= t.low:
        return {"high": _("More risk is never later: high at most medium, medium at most low.")}
    if days and any(a != int(a) for a in amounts):
        return {"high": _("Working days are whole days.")}
    return {}


def _abroad(t: Terms, paired: Sequence[Terms]) -> Problems:
    """Whoever was abroad never has less time for a complaint than somebody at home (UU 1/2023 article 29)."""
    beside = [p for p in paired if not p.withdrawn_on and (p.valid_until is None or p.valid_until >= t.valid_from)]
    pairs = [(p, t) if t.key == RuleKey.COMPLAINT_PERIOD_ABROAD else (t, p) for p in beside]
    for risk in ("high", "medium", "low"):
        if any(home.amount(risk) > abroad.amount(risk) for home, abroad in pairs):
            return {risk: _("Somebody abroad never has less time for a complaint than somebody at home.")}
    return {}


def _dates(t: Terms, earlier: Sequence[Terms], today: date) -> Problems:
    if t.valid_from < today:
        return {"valid_from": _("A rule is never changed for the past: choose today or a later day.")}
    if t.valid_until is not None and t.valid_until < t.valid_from:
        return {"valid_until": _("The last day lies before the first one.")}
    newest = max((e.valid_from for e in earlier if not e.withdrawn_on), default=None)
    if newest is not None and t.valid_from <= newest:
        return {"valid_from": _("Another version begins on that day or later: two versions would be in force at once.")}
    return {}


def _ladders(t: Terms, reachable: Collection[Addressee]) -> Problems:
    found: Problems = {}
    for field in ("steps", "steps_trafficking"):
        text = getattr(t, field)
        if (field == "steps" or text) and (said := _ladder(text, reachable)):
            found[field] = said
    return found


def _ladder(text: str, reachable: Collection[Addressee]) -> str:
    try:
        rungs = read_rungs(text)
    except ValueError:
        return _("These steps cannot be read. Write, for example: 50 desk; 100 head; 200 secretary.")
    checks = (
        (len(rungs) > MOST_STEPS or any(r.percent > FARTHEST for r in rungs), _("At most twelve steps, up to ten times the given time.")),
        (len({r.name for r in rungs}) < len(rungs), _("The same step stands twice.")),
        (not _quiet_before(rungs), _("Before the due moment only the desk and its head are reminded.")),
        (not _climbs(rungs), NOT_A_LADDER),
        (any(r.to not in reachable for r in rungs), _("Nobody works behind one of these steps: add the people first.")),
    )
    return next((said for wrong, said in checks if wrong), "")


def _quiet_before(rungs: Sequence[Rung]) -> bool:
    return all(r.percent >= 100 or r.to in BEFORE_DUE for r in rungs)


def _climbs(rungs: Sequence[Rung]) -> bool:
    return any(r.percent >= 100 and r.to != Addressee.DESK for r in rungs)


def may_be_withdrawn(terms: Terms, versions: Sequence[Terms], moment: datetime) -> Verdict:
    """A version is taken back only before it begins, so that no promise was ever made under it; the newest one first.

    Another process may hold the versions of a minute ago, hence some minutes before its first day (Asia/Jakarta).
    """
    if terms.withdrawn_on:
        return Verdict(False, _("It was taken back already."))
    if moment > midnight(terms.valid_from) - MARGIN:
        return Verdict(False, _("It has begun, or begins within minutes: promises stand under it. Publish another version instead."))
    if any(v.version > terms.version and not v.withdrawn_on for v in versions):
        return Verdict(False, _("Another version comes after it: take that one back first."))
    return YES


def day_before(day: date) -> date:
    """The last day of the version that another one follows."""
    return day - timedelta(days=1)
