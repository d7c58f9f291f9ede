"""What follows from the steps of the law: which step may come now, where a track stands, when the watch may end, what is still to be paid.

The unit is told of steps late and not of all of them: gaps are allowed, contradictions are not. Plain Python.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, TypeVar

from jejaring.cases.states import Diversion, ProcedureLaw, TrackKind, TrackState
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import YES, Verdict

NEW_PROCEDURE = date(2026, 1, 2)  # UU 20/2025 in force, with the Criminal Code
OLD, NEW = ProcedureLaw.KUHAP_1981, ProcedureLaw.UU_20_2025
FUTURE = _("This date lies in the future.")
FARTHEST = timedelta(days=730)  # a next date beyond is a slip of the pen

STAGES = (
    "not_reported", "police_report", "preliminary_enquiry", "investigation", "notice_to_prosecutor", "suspect_named", "arrest",
    "detention", "probation_report", "diversion_talks", "file_to_prosecutor", "file_returned", "file_complete", "handed_over",
    "prosecution", "trial", "judgment", "appeal", "cassation", "final_judgment", "judicial_review", "sentence_executed", "resumed",
)  # fmt: skip
EXITS = ("investigation_stopped", "diversion", "restorative_justice", "complaint_withdrawn", "moved_to_other_region")
COURT_STAGES = ("filed", "hearing", "decided", "appealed", "final", "withdrawn")
REPEATED = frozenset(
    {"arrest", "detention", "file_to_prosecutor", "file_returned", "trial", "diversion_talks", "resumed", "hearing", *EXITS}
)
FOR_A_CHILD = frozenset({"probation_report", "diversion_talks", "diversion"})
NEEDS_REASON = frozenset({"file_returned", "resumed", "withdrawn", *EXITS})
NEEDS_RESULT = frozenset({"judgment", "decided"})
MAY_HAVE_RESULT = NEEDS_RESULT | {"appeal", "cassation", "judicial_review", "final_judgment", "appealed", "final"}
HEARINGS = frozenset({"prosecution", "trial", "judgment", "appeal", "filed", "hearing", "decided"})  # what comes next is a hearing
OF_A_SEPARATION = frozenset({"divorce", "maintenance", "custody", "shared_property"})
INVESTIGATED = ("police_report", "preliminary_enquiry", "investigation", "notice_to_prosecutor", "suspect_named", "file_to_prosecutor")

# What comes before a stage wherever both are known. Under the old procedure the notice to the prosecutor could come any time before the
# file was complete; the new one puts it before the file goes to the prosecutor.
_AFTER: Mapping[str, tuple[str, ...]] = {
    "preliminary_enquiry": ("police_report",), "investigation": ("preliminary_enquiry", "police_report"),
    "notice_to_prosecutor": ("investigation",), "suspect_named": ("investigation",), "arrest": ("police_report",),
    "detention": ("police_report",), "probation_report": ("police_report",), "diversion_talks": ("police_report",),
    "file_to_prosecutor": ("suspect_named",), "file_returned": ("suspect_named",),
    "file_complete": ("file_to_prosecutor", "file_returned"), "handed_over": ("file_complete",), "prosecution": ("handed_over",),
    "trial": ("prosecution",), "judgment": ("trial", "prosecution", "probation_report", "diversion_talks"), "appeal": ("judgment",),
    "cassation": ("judgment", "appeal"), "final_judgment": ("judgment", "appeal", "cassation"), "judicial_review": ("final_judgment",),
    "sentence_executed": ("final_judgment",), "hearing": ("filed",), "decided": ("filed", "hearing"), "appealed": ("decided",),
    "final": ("decided", "appealed"), "withdrawn": ("filed",), "police_report": ("not_reported",),
}  # fmt: skip
_BEFORE_NOTICE = frozenset(
    {"not_reported", "police_report", "preliminary_enquiry", "investigation", "suspect_named", "arrest", "detention", "probation_report"}
)
MAY_CLAIM = frozenset({"trafficking", "sexual_violence"})  # whose victims have restitution by law
_BY_LAW: Mapping[ProcedureLaw, Mapping[str, tuple[str, ...]]] = {
    OLD: {"file_complete": ("notice_to_prosecutor",)},
    NEW: {"file_to_prosecutor": ("notice_to_prosecutor",)},
}
# What must be known before a stage can be: one of them, on the same day or earlier.
_REPORT = ("police_report", _("Record the police report first."))
_CHARGE = ("prosecution", _("There is no charge yet: record the indictment first."))
_JUDGMENT = ("judgment", _("There is no judgment yet: record it first."))
_FINAL = ("final_judgment", _("The judgment is not final yet: record that first."))
_FILED = ("filed", _("Record first when it was filed."))
_DECISION = ("decided", _("There is no decision yet: record it first."))
_NEEDS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys((*STAGES[2:], *EXITS), _REPORT),
    **dict.fromkeys(("trial", "judgment"), _CHARGE),
    **dict.fromkeys(("appeal", "cassation", "final_judgment"), _JUDGMENT),
    **dict.fromkeys(("judicial_review", "sentence_executed"), _FINAL),
    **dict.fromkeys(("hearing", "decided", "withdrawn"), _FILED),
    **dict.fromkeys(("appealed", "final"), _DECISION),
    "file_returned": ("file_to_prosecutor", _("Record first when the file went to the prosecutor.")),
}

PROTECTION_ORDERS = frozenset({"protection_order", "restraint_order"})  # matters of list "court_matter": UU 23/2004, UU 12/2022

# Articles whose threat is seven years or more: no diversion (UU 11/2012 article 7); the lengths are to be verified.
SEVEN_YEARS = frozenset({
    "uu_21_2007_2", "uu_21_2007_4", "uu_12_2022_6b", "uu_12_2022_6c", "uu_12_2022_11", "uu_12_2022_12", "uu_12_2022_13",
    "uu_23_2004_44_2", "uu_23_2004_46", "uu_35_2014_81", "uu_35_2014_82", "uu_35_2014_76i", "kuhp_285", "kuhp_289", "uu_1_2023_455",
    "uu_1_2023_473",
})  # fmt: skip
BELOW_SEVEN = frozenset({
    "uu_12_2022_5", "uu_12_2022_6a", "uu_12_2022_14", "uu_23_2004_44_1", "uu_23_2004_45", "uu_23_2004_49", "uu_35_2014_80", "kuhp_351",
    "uu_1_2023_466", "ite_27", "ite_27b",
})  # fmt: skip


_ARTICLES: Mapping[str, tuple[str, ...]] = {  # by the category of the case
    "trafficking": ("uu_21_2007_2", "uu_21_2007_4", "uu_1_2023_455"),
    "sexual_violence": (
        "uu_12_2022_5", "uu_12_2022_6a", "uu_12_2022_6b", "uu_12_2022_6c", "uu_12_2022_11", "uu_12_2022_12", "uu_12_2022_13",
        "uu_12_2022_14", "kuhp_285", "kuhp_289", "uu_1_2023_473",
    ),
    "online_violence": ("uu_12_2022_14", "ite_27", "ite_27b"),
    "domestic_violence": ("uu_23_2004_44_1", "uu_23_2004_44_2", "uu_23_2004_45", "uu_23_2004_46", "uu_23_2004_49"),
    "violence_against_children": ("uu_35_2014_80", "uu_35_2014_81", "uu_35_2014_82", "uu_35_2014_76i"),
    "violence_against_women": ("kuhp_351", "uu_1_2023_466"),
    "violence_against_men": ("kuhp_351", "uu_1_2023_466"),
}  # fmt: skip


class Step(Protocol):
    """What the rules ask about a recorded step."""

    @property
    def stage(self) -> str: ...
    @property
    def happened_on(self) -> date: ...
    @property
    def articles(self) -> Sequence[str]: ...
    @property
    def next_on(self) -> date | None: ...


Some = TypeVar("Some", bound=Step)


@dataclass(frozen=True, slots=True)
class NewStep:
    """A step that somebody wants to record."""

    stage: str
    happened_on: date
    reason: str = ""
    result: str = ""
    days: int | None = None
    next_on: date | None = None
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Around:
    """What the rules ask about the track: whose it is, since when, and the present day."""

    today: date
    kind: TrackKind = TrackKind.CRIMINAL
    child: bool = False
    incident_on: date | None = None  # the earliest day on which it can have begun


def law_of(day: date) -> ProcedureLaw:
    """The procedure in force on a day."""
    return NEW if day >= NEW_PROCEDURE else OLD


def stages_of(kind: TrackKind, child: bool) -> tuple[str, ...]:
    """The stages and exits that a track can have, in their order; those for a child only with a child."""
    if kind != TrackKind.CRIMINAL:
        return COURT_STAGES
    return tuple(s for s in (*STAGES, *EXITS) if child or s not in FOR_A_CHILD)


def _predecessors(law: ProcedureLaw) -> dict[str, frozenset[str]]:
    """Everything that comes before each stage, directly or through others."""
    direct = {s: {*_AFTER.get(s, ()), *_BY_LAW[law].get(s, ())} for s in (*STAGES, *COURT_STAGES)}
    found: dict[str, frozenset[str]] = {}

    def walk(stage: str) -> frozenset[str]:
        if stage not in found:
            found[stage] = frozenset(direct[stage]).union(*(walk(s) for s in direct[stage]))
        return found[stage]

    for stage in direct:
        walk(stage)
    return found


BEFORE: Mapping[ProcedureLaw, Mapping[str, frozenset[str]]] = {law: _predecessors(law) for law in ProcedureLaw}


def comes_before(one: str, other: str, law: ProcedureLaw = NEW) -> bool:
    """Whether a stage is never later than another under a law. Exits and resumptions have no fixed place."""
    return one in BEFORE[law].get(other, frozenset())


def in_order(steps: Iterable[Some]) -> list[Some]:
    """Steps by day, those of one day in the order of the procedure."""
    place = {s: n for n, s in enumerate((*STAGES[:-1], *COURT_STAGES, *EXITS, "resumed"))}
    return sorted(steps, key=lambda s: (s.happened_on, place.get(s.stage, len(place))))


def problems(new: NewStep, known: Sequence[Step], around: Around) -> dict[str, str]:
    """Why a step cannot be recorded, by the field that says it; empty when it can. `known` are the track's valid steps."""
    found: dict[str, str] = {}
    for field, reason in (
        ("stage", _stage_problem(new, known, around)),
        ("happened_on", _day_problem(new, known, around)),
        ("next_on", _next_problem(new, around)),
        ("note", _("Give the reason.") if new.stage in NEEDS_REASON and not new.reason.strip() else ""),
        ("days", _("Give the number of days.") if new.stage == "file_returned" and not new.days else ""),
        ("result", _("Give the result.") if new.stage in NEEDS_RESULT and not new.result else ""),
    ):
        if reason:
            found[field] = reason
    return found


def _stage_problem(new: NewStep, known: Sequence[Step], around: Around) -> str:
    if new.stage not in stages_of(around.kind, True):
        return _("Choose one of the stages.")
    names = {s.stage for s in known}
    needed, words = _NEEDS.get(new.stage, ("", ""))
    excluded = new.stage in ("diversion", "diversion_talks") and diversion(True, (*articles(known), *new.articles)) == Diversion.EXCLUDED
    reasons = (
        (new.stage in FOR_A_CHILD and not around.child, _("This is for a respondent under eighteen.")),
        (excluded, _("The article charged threatens seven years or more: no diversion (UU 11/2012).")),
        (new.stage not in REPEATED and new.stage in names, _("This step is recorded already. Correct the earlier entry instead.")),
        (new.stage == "not_reported" and names, _("Other steps are recorded already.")),
        (needed and needed not in names, words),
        (new.stage in EXITS and state_of(known) == TrackState.FINAL, _("The judgment is final already.")),
        (new.stage == "resumed" and state_of(known) != TrackState.EXITED, _("The track has not ended: nothing to resume.")),
    )
    return next((reason for holds, reason in reasons if holds), "")


def _day_problem(new: NewStep, known: Sequence[Step], around: Around) -> str:
    day, law, end = new.happened_on, law_of(new.happened_on), _end_of(known)
    needed = [s.happened_on for s in known if s.stage == _NEEDS.get(new.stage, ("",))[0]]
    early = [s for s in known if comes_before(s.stage, new.stage, law) and s.happened_on > day]
    late = [s for s in known if comes_before(new.stage, s.stage, law_of(s.happened_on)) and s.happened_on < day]
    reasons = (
        (day > around.today, FUTURE),
        (around.incident_on and day < around.incident_on, _("This lies before the incident.")),
        (early or (needed and day < min(needed)), _("This would lie before a step that comes first. Compare the dates.")),
        (late, _("A later step is recorded with an earlier date. Compare the dates.")),
        (end and day > end and new.stage != "resumed", _("The track ended before this day. Record first that it goes on.")),
    )
    return next((reason for holds, reason in reasons if holds), "")


def _next_problem(new: NewStep, around: Around) -> str:
    if new.next_on is None:
        return ""
    if new.next_on < around.today or new.next_on < new.happened_on:
        return _("The next date has passed already. Check the year; what happened on that day is a step of its own.")
    if new.next_on - around.today > FARTHEST:
        return _("This lies more than two years ahead. Check the year.")
    return ""


def _end_of(known: Sequence[Step]) -> date | None:
    """The day on which a track left the path, unless it went on."""
    for step in reversed(in_order(known)):
        if step.stage == "resumed":
            return None
        if step.stage in (*EXITS, "withdrawn"):
            return step.happened_on
    return None


def state_of(known: Sequence[Step]) -> TrackState:
    """Where a track stands by its valid steps."""
    if not known:
        return TrackState.EMPTY
    names = {s.stage for s in known}
    if _end_of(known):
        return TrackState.EXITED
    if names & {"final_judgment", "sentence_executed", "final"}:
        return TrackState.FINAL
    return TrackState.NOT_REPORTED if names == {"not_reported"} else TrackState.RUNNING


def is_over(state: TrackState) -> bool:
    """Whether nothing of a track is left to watch."""
    return state in (TrackState.FINAL, TrackState.EXITED, TrackState.NOT_REPORTED)


def unnoticed(known: Sequence[Step]) -> bool:
    """Whether it is investigated, and nothing tells yet that the prosecutor was notified (SPDP)."""
    names = {s.stage for s in known}
    return "investigation" in names and names <= _BEFORE_NOTICE and state_of(known) == TrackState.RUNNING


def just_stopped(known: Sequence[Step]) -> bool:
    """Whether a track ended by a stop of the investigation, of which prosecutor and victim are to be told."""
    ended = [s for s in in_order(known) if s.stage in (*EXITS, "resumed")]
    return bool(ended) and ended[-1].stage == "investigation_stopped"


def may_stop_watching(criminal: Iterable[TrackState]) -> Verdict:
    """The watch on the law ends when every criminal track of the case is final or has left the path."""
    if all(is_over(state) for state in criminal):
        return YES
    return Verdict(False, _("A criminal track still runs. The watch ends when every track is final or has ended."))


def is_watched_to_the_end(criminal: Collection[TrackState], respondents: int) -> bool:
    """Whether the watch ends by itself: every respondent has a track, and every track is over."""
    return bool(criminal) and len(criminal) >= respondents and all(is_over(state) for state in criminal)


def articles(known: Iterable[Step]) -> tuple[str, ...]:
    """The articles that hold: those of the latest step that names any."""
    named = [tuple(s.articles) for s in in_order(known) if s.articles]
    return named[-1] if named else ()


def articles_for(categories: Collection[str], named: Collection[str] = ()) -> tuple[str, ...]:
    """The articles that fit a case of these categories, with those that were named already and "another"; all where none fits."""
    fitting = {article for category in categories for article in _ARTICLES.get(category, ())} | set(named)
    every = (*sorted(SEVEN_YEARS | BELOW_SEVEN), "other")
    return tuple(a for a in every if a in fitting or a == "other") if fitting else every


def raises_danger(matter: str, categories: Collection[str]) -> bool:
    """Whether danger is to be scored again: after violence at home, when a separation and what is fought over then come to a court."""
    return matter in OF_A_SEPARATION and "domestic_violence" in categories


def diversion(child: bool, charged: Collection[str]) -> Diversion:
    """A child's diversion must be sought where an article threatens less than seven years (UU 11/2012 article 7; to be verified)."""
    if not child:
        return Diversion.NOT_A_CHILD
    if set(charged) & BELOW_SEVEN:
        return Diversion.SOUGHT
    return Diversion.EXCLUDED if charged and set(charged) <= SEVEN_YEARS else Diversion.ASK_ARTICLE


def objection(stage: str, sexual: bool, child: bool) -> str:
    """What is to be said against an exit that the law does not foresee (a message id); empty where nothing is."""
    if stage in ("restorative_justice", "complaint_withdrawn") and sexual and not child:
        return _("Sexual violence by an adult is not settled outside the court (UU 12/2022). Raise it with the investigator and LPSK.")
    return ""


def rests_on(stage: str, others: Iterable[Step]) -> bool:
    """Whether other steps need this one and have no second one like it: then it cannot be taken away."""
    names = {s.stage for s in others}
    return stage not in names and any(_NEEDS.get(name, ("",))[0] == stage for name in names)


def next_of(known: Sequence[Some]) -> Some | None:
    """The step that names the next date, as long as the track runs and nothing has happened on or after that date."""
    if is_over(state_of(known)):
        return None
    last = max((s.happened_on for s in known), default=date.min)
    found: Some | None = None
    for step in in_order(known):
        if step.next_on and step.next_on > last:
            found = step
        elif step.stage in ("judgment", "decided"):  # pronounced before the day that was named
            found = None
    return found


def is_investigated(known: Sequence[Step]) -> bool:
    """Whether the police owe notices of progress: reported, and not yet before the court."""
    names = {s.stage for s in known}
    return bool(names & set(INVESTIGATED)) and not names & {"prosecution", "trial", "judgment"} and not is_over(state_of(known))


def open_return(known: Sequence[Some]) -> Some | None:
    """The last return of the file to the police that nobody answered yet."""
    last = [s for s in in_order(known) if s.stage in ("file_to_prosecutor", "file_returned", "file_complete", "handed_over", *EXITS)]
    return last[-1] if last and last[-1].stage == "file_returned" else None
