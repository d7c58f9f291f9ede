"""Reports as an officer takes them, and decisions on them, with the real actions."""

from typing import Any

from jejaring.access.actor import Actor
from jejaring.cases.models import Case
from jejaring.commitments.models import Commitment
from jejaring.guard.context import acting_as
from jejaring.intake import actions as intake
from jejaring.intake.models import Report
from jejaring.triage import actions
from jejaring.triage.actions import Decision
from jejaring.triage.models import Outcome
from tests.cast import Cast

NEIGHBOUR = {
    "channel": "hotline", "reporter_kind": "other", "reporter_name": "Tetangga Rahasia", "survivor_awareness": "not_yet_reached",
    "narrative": "Tetangga saya dipukuli suaminya, jangan sebut nama saya", "victim_sex": "female", "victim_age": 31,
}  # fmt: skip
HERSELF = {
    "channel": "whatsapp", "reporter_kind": "victim", "reporter_name": "Bunga Contoh", "reporter_contact": "0812-7400-1188",
    "narrative": "saya 17 thn, ditawarin kerja kafe, KTP ditahan", "victim_sex": "female", "victim_age": 17, "area": "15.71.07",
}  # fmt: skip
CALLER = {
    "channel": "hotline", "reporter_kind": "family", "narrative": "Istri saya pergi bersama anak. Pernahkah ia melapor di sini?",
    "no_danger_asked": True, "survivor_awareness": "does_not_know",
}  # fmt: skip
AUNT = {
    "channel": "hotline", "reporter_kind": "family", "reporter_name": "Bibi Rahasia", "survivor_awareness": "not_yet_reached",
    "narrative": "Ponakan saya umur 15 mau dinikahkan minggu depan", "victim_sex": "female", "victim_age": 15,
    "danger_signs": ("imminent_wedding",),
}  # fmt: skip


def report(cast: Cast, facts: dict[str, Any] = HERSELF, **changes: Any) -> Report:
    """A report taken by the officer on duty."""
    with acting_as(cast.duty, "test"):
        return intake.receive_report(by=cast.duty, limits_read=True, **(facts | changes))


def decide(cast: Cast, told: Report, *, by: Actor | None = None, **changes: Any) -> Decision:
    """A decision on it: a case of trafficking, high risk, ours; keyword arguments of `decide` change it."""
    facts: dict[str, Any] = {
        "kind": "trafficking", "forms": ("trafficking", "sexual"), "risk": "high", "jurisdiction": "own", "reason": "Cukup jelas",
        "outcomes": ("open_case",), "manager": cast.manager.id, "companion": cast.companion.id, "version": told.version,
    }  # fmt: skip
    actor = by or cast.duty
    with acting_as(actor, "test"):
        return actions.decide(by=actor, report_id=told.pk, **(facts | changes))


def proposed(cast: Cast, named: str = "", **told_with: Any) -> tuple[Report, Any, Any]:
    """A report that is proposed to join a case (or what a reference names): the report, the case's id, the outcome's."""
    case_id = decide(cast, report(cast)).case_id
    with acting_as(cast.manager, "test"):
        named = named or Case.objects.get(pk=case_id).reference
    told = report(cast, **told_with)
    decide(cast, told, outcomes=("join_case",), manager=None, companion=None, join_reference=named)
    with acting_as(cast.duty, "test"):
        return told, case_id, Outcome.objects.get(report_id=told.pk).pk


def owed(cast: Cast, subject: Any) -> dict[str, str]:
    """The promises on a report or case of the unit: kind to state."""
    with acting_as(cast.duty, "test"):
        return dict(Commitment.objects.filter(subject_id=subject).values_list("key", "state"))
