"""The numbers that the national register gave."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from jejaring.access.actor import Actor
from jejaring.access.roles import Permission as P
from jejaring.audit import actions as audit
from jejaring.cases.actions.grip import change, hold
from jejaring.cases.models import Participant
from jejaring.cases.states import PartyRole
from jejaring.kernel.verdict import require


def note_register_numbers(*, by: Actor, case_id: UUID, party_id: UUID, case_number: str, number: str) -> None:
    """Note the numbers of a case and of a victim in the national register (SIMFONI PPA), whatever the state of the case."""
    require(by.may(P.WORK_CASE))
    case = hold(by, case_id)
    row = get_object_or_404(Participant, pk=party_id, case_id=case.id, role=PartyRole.VICTIM)
    Participant.objects.filter(pk=row.pk).update(simfoni_number=number)
    change(case_id, simfoni_number=case_number)
    audit.record("register_numbers", "participant", party_id, case_id=case_id)
