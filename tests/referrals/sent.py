"""Referrals for the tests, sent and answered with the real actions."""

import json
from datetime import timedelta
from typing import Any

from jejaring.access.actor import Actor
from jejaring.cases.models import Case
from jejaring.commitments.models import Commitment
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now, standing_at
from jejaring.referrals import actions
from jejaring.referrals.models import Packet, Referral
from jejaring.vault import actions as vault
from tests.cast import Cast

TO_POLICE = {"purpose": "law_enforcement", "services": ("law_enforcement",), "basis": "vital_interest"}
TO_SOCIAL = {"purpose": "social", "services": ("social_rehabilitation", "shelter"), "basis": "public_task"}
TO_REGION = {"purpose": "transfer", "services": ("case_management",), "basis": "vital_interest"}


def send(cast: Cast, case: Any, to: str = "police", *, by: Actor | None = None, **changes: Any) -> Referral:
    """A referral by the case manager to one of the desks of the cast."""
    facts = {"police": TO_POLICE, "social": TO_SOCIAL, "letters": TO_REGION}.get(to, {})
    words = {"basis_reason": "Terancam", "request": "Mohon ditangani"}
    actor = by or cast.manager
    with acting_as(actor, "test"):
        case_id = case.pk if isinstance(case, Case) else case
        return actions.send(by=actor, case_id=case_id, to_desk=cast.desk_id(to), **{**words, **facts, **changes})


def act(cast: Cast, who: str, name: str, row: Referral, **facts: Any) -> Referral:
    """An act on a referral as it stands now."""
    actor = cast.actors[who]
    with acting_as(actor, "test"):
        version = Referral.objects.get(pk=row.pk).version
        done: Referral = getattr(actions, name)(by=actor, referral_id=row.pk, version=version, **facts)
    return done


def acknowledge(cast: Cast, row: Referral, *, hours: float = 0) -> None:
    """The office on the other side has called: written down by the manager, `hours` from now."""
    at = now() + timedelta(hours=hours)
    with standing_at(at):
        act(cast, "manager", "acknowledge_letter", row, how="phone", office="UPTD PPA Muaro Contoh", at=at)


def carried(cast: Cast, row: Referral, by: Actor | None = None) -> dict[str, Any]:
    """What the packet carries, opened as somebody."""
    actor = by or cast.manager
    with acting_as(actor, "test"):
        return {f["name"]: f["value"] for f in json.loads(vault.read(Packet.objects.get(referral_id=row.pk), "content"))}


def owed(actor: Actor, subject: Any) -> dict[str, str]:
    """The promises on a referral or case as a desk sees them: kind to state."""
    with acting_as(actor, "test"):
        return dict(Commitment.objects.filter(subject_id=subject).values_list("key", "state"))
