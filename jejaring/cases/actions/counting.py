"""What follows when an incident is told otherwise: promises that count from it, or that its forms opened, are moved, opened or ended."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jejaring.access.actor import Actor
from jejaring.cases import rules
from jejaring.cases.actions.grip import CORRECTED, CORRECTING, about
from jejaring.cases.actions.windows import Moments, following, known_of, told_of
from jejaring.cases.models import Document, Incident, IncidentForm
from jejaring.cases.queries.planning import needs
from jejaring.cases.queries.standing import CaseSummary
from jejaring.cases.rules import windows
from jejaring.cases.rules.windows import Told
from jejaring.cases.rules.wordings import wordings
from jejaring.cases.states import DocumentOrigin, NeedState
from jejaring.commitments import actions as commitments
from jejaring.commitments.models import Commitment
from jejaring.commitments.states import WINDOWS, CommitmentState, RuleKey


@dataclass(frozen=True, slots=True)
class _Telling:
    """An incident as it is told today, as far as promises follow from it."""

    id: UUID
    sub_forms: tuple[str, ...]
    sexual: bool
    abroad: bool
    moments: Moments


def follow_correction(by: Actor, before: CaseSummary, case: CaseSummary, corrected: UUID) -> None:
    """After an incident of a case was corrected and its categories were computed anew: each promise that depends on what happened stands
    as if this had been told at first. What was kept or ended stays; nothing is promised whose time has passed."""
    told = sorted(_tellings(case), key=lambda telling: telling.id != corrected)
    _recount(by, case, told)
    commitments.cancel_each(*_groundless(before, case, told), case_id=case.id, by=by, act=CORRECTING, reason=CORRECTED)
    _owe(by, case, told)
    _ask_the_right_court(by, before, case)
    if "trafficking" in case.categories and "trafficking" not in before.categories:
        _owe_rehabilitation(by, case)


def _tellings(case: CaseSummary) -> list[_Telling]:
    """The incidents of a case as they hold. The case's kind says what the first one was, as when the case was opened. Two statements."""
    forms: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for incident_id, form, sub in IncidentForm.objects.filter(case_id=case.id).values_list("incident_id", "form", "sub_form"):
        forms[incident_id].append((form, sub))
    rows = wordings(Incident.objects.filter(case_id=case.id).defer("narrative", "reason"))
    return [
        _Telling(
            row.pk, tuple(sub for _form, sub in forms[row.pk]),
            rules.is_sexual(case.kind if earlier[-1].recorded_at == case.recorded_at else "", forms[row.pk]), row.learned_abroad,
            windows.moments_of(None, row.happened_on, row.precision),
        ) for row, earlier in ((chain[0], chain) for chain in rows)
    ]  # fmt: skip


def _recount(by: Actor, case: CaseSummary, told: Iterable[_Telling]) -> None:
    """The open windows count from what is told now, or end."""
    grounds: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for t in told:
        says = Told(t.sexual, t.sub_forms, case.categories, case.victims, abroad=t.abroad)
        for key in windows.from_incident(says):
            grounds[key] += [t.moments] if t.moments else []
    running = Commitment.objects.filter(subject_id=case.id, key__in=WINDOWS, state=CommitmentState.OPEN)
    for pk, kind in list(running.values_list("pk", "key")):
        commitments.recount(commitment_id=pk, by=by, moments=grounds[kind], act=CORRECTING, reason=CORRECTED)


def _groundless(before: CaseSummary, case: CaseSummary, told: list[_Telling]) -> list[RuleKey]:
    """The kinds of promises that the forms opened and that nothing of the case asks for any more."""
    gone = [RuleKey.POLICE_REPORT] if before.is_sexual and not case.is_sexual else []
    if windows.ONLINE in {sub for _form, sub in before.forms} and not any(windows.ONLINE in t.sub_forms for t in told):
        noted = Document.objects.filter(case_id=case.id, origin=DocumentOrigin.ONLINE, removed_at=None).exists()
        gone += [] if noted else [RuleKey.TAKEDOWN]
    return gone + ([RuleKey.REHABILITATION] if "trafficking" in before.categories and "trafficking" not in case.categories else [])


def _owe(by: Actor, case: CaseSummary, told: Iterable[_Telling]) -> None:
    """The windows that are told now, still open, and that nothing has opened yet."""
    wanted: dict[RuleKey, Moments] = {}
    for t in told:
        says = told_of(case, t.sub_forms, sexual=t.sexual, abroad=t.abroad)
        for key in following(says, case.risk, t.moments):
            wanted.setdefault(key, t.moments)
    known = known_of(case.id, wanted)
    for key, moments in wanted.items():
        if key not in known:
            happened = moments[0] if moments and key in WINDOWS else None
            commitments.promise(key, by=by, about=about(case), happened=happened)


def _ask_the_right_court(by: Actor, before: CaseSummary, case: CaseSummary) -> None:
    """Whom the protection of a court is asked of depends on whether it happened in a household: an open request becomes the other one,
    counted from the same day."""
    right, wrong = windows.court_order(case.categories), windows.court_order(before.categories)
    if right == wrong:
        return
    for row in list(Commitment.objects.filter(subject_id=case.id, key=wrong, state=CommitmentState.OPEN)):
        commitments.cancel(wrong, subject_id=case.id, by=by, act=CORRECTING, reason=CORRECTED)
        commitments.promise(right, by=by, about=about(case), start=row.started_at)


def _owe_rehabilitation(by: Actor, case: CaseSummary) -> None:
    """After trafficking the needs of the plan that wait run their seven days, each once."""
    waiting = [n for n in needs(case) if n.state == NeedState.NEEDED and windows.runs_seven_days(case.categories, n.service)]
    known = Commitment.objects.filter(subject_id__in=[n.id for n in waiting], key=RuleKey.REHABILITATION).exclude(ended_by_act=CORRECTING)
    owed = set(known.values_list("subject_id", flat=True)) if waiting else set()
    subjects = [about(case, kind_of="service", subject_id=n.id, service=n.service) for n in waiting if n.id not in owed]
    commitments.promise_each(RuleKey.REHABILITATION, by=by, abouts=subjects)
