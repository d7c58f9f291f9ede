"""The promises that follow from what happened: windows that count from the incident, and content that is online."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from jejaring.access.actor import Actor
from jejaring.cases.actions.grip import CORRECTING, about
from jejaring.cases.models import ServiceFact
from jejaring.cases.queries.standing import CaseSummary
from jejaring.cases.rules import windows
from jejaring.cases.rules.windows import Told
from jejaring.cases.states import ServiceFactKind
from jejaring.commitments import actions as commitments
from jejaring.commitments import queries as promises
from jejaring.commitments.models import Commitment
from jejaring.commitments.states import CommitmentState, RuleKey

Moments = tuple[datetime, datetime] | None


def following(told: Told, risk: str, moments: Moments) -> Iterable[RuleKey]:
    """The kinds of promises that follow from what is told: windows that may still be open, and the request to take content down."""
    if moments:
        yield from (key for key in windows.from_incident(told) if promises.still_open(key, risk, moments[1]))
    if windows.is_online(told):
        yield RuleKey.TAKEDOWN


def told_of(case: CaseSummary, sub_forms: Iterable[str], *, sexual: bool, abroad: bool) -> Told:
    """What an incident says beside what is known of its case: services that were given or not wanted, the police. One statement."""
    met = ServiceFact.objects.filter(case_id=case.id, kind__in=(ServiceFactKind.GIVEN, ServiceFactKind.REFUSED))
    given = set(met.values_list("service", flat=True))
    return Told(sexual, set(sub_forms), case.categories, case.victims, given=given, police_known=case.police_known, abroad=abroad)


def known_of(case_id: UUID, wanted: Collection[RuleKey]) -> set[str]:
    """Which of these kinds a case has or had; what a correction ended counts as never promised. One statement, none for nothing.

    A complaint that was made, or the right to it explained, answers both of its periods.
    """
    if not wanted:
        return set()
    rows = Commitment.objects.filter(case_id=case_id, key__in={*wanted, *windows.COMPLAINT}).exclude(ended_by_act=CORRECTING)
    found = list(rows.values_list("key", "state"))
    answered = any(key in windows.COMPLAINT and state in (CommitmentState.KEPT, CommitmentState.WAIVED) for key, state in found)
    return {key for key, _state in found} | set(windows.COMPLAINT if answered else ())


def owe_windows(by: Actor, case: CaseSummary, sub_forms: Iterable[str], moments: Moments, *, sexual: bool, abroad: bool) -> None:
    """After another incident was told: the windows that it opens and that no earlier one has opened. Two statements, a third for some."""
    wanted = list(following(told_of(case, sub_forms, sexual=sexual, abroad=abroad), case.risk, moments))
    known = known_of(case.id, wanted)
    if new := [key for key in wanted if key not in known]:
        commitments.promise_all(by=by, about=about(case), wanted=dict.fromkeys(new), happened=moments[0] if moments else None)


def owe_takedown(by: Actor, case: CaseSummary) -> None:
    """Something is online: it is asked to be taken down (UU 12/2022 article 46). Once at a time."""
    running: dict[str, UUID | str] = {"case_id": case.id, "key": RuleKey.TAKEDOWN, "state": CommitmentState.OPEN}
    if not Commitment.objects.filter(**running).exists():
        commitments.promise(RuleKey.TAKEDOWN, by=by, about=about(case))
