"""What a victim is owed by the law: examinations, notices of progress, rights explained, no punishment for what was forced."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases import permissions
from jejaring.cases.actions.grip import about, earlier, hold
from jejaring.cases.actions.law import victim_of
from jejaring.cases.models import Examination, ForcedOffence, Participant, ProgressNotice, RightsExplained
from jejaring.cases.queries import law as reading
from jejaring.cases.rules import law, windows
from jejaring.cases.states import ExaminationKind, Payer
from jejaring.commitments import actions as commitments
from jejaring.commitments.states import RuleKey
from jejaring.guard.rows import insert
from jejaring.kernel.clock import now, today
from jejaring.kernel.ids import uuid7
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require
from jejaring.people.actions import LOST

ORDER = (("letter_on", _("This lies before the incident.")), ("examined_on", _("The examination cannot lie before the letter.")),
         ("received_on", _("The result cannot come before the examination.")))  # fmt: skip


def not_ahead(**days: date | None) -> None:
    """Refused at the first day that has not come yet."""
    for field, day in days.items():
        if day and day > today():
            raise Refused(law.FUTURE, field)


def _in_order(floor: date | None, days: Sequence[date | None]) -> None:
    """Letter, examination and result follow one another, none of them before the incident."""
    not_ahead(**{field: day for (field, _why), day in zip(ORDER, days, strict=True)})
    for (field, why), day in zip(ORDER, days, strict=True):
        if day and floor and day < floor:
            raise Refused(why, field)
        floor = day or floor


def request_examination(
    *, by: Actor, case_id: UUID, kind: ExaminationKind | str, letter_number: str, letter_on: date, victim_id: UUID | None = None,
    investigator: str = "", desk: UUID | None = None, payer: Payer | str = Payer.UNKNOWN, submission: UUID | None = None,
) -> UUID:  # fmt: skip
    """Write down an investigator's letter that asks for an examination (visum): number, day, who examines, who pays."""
    pk = uuid7()
    if known := earlier(by, submission, pk):
        return known
    case = hold(by, case_id)
    require(permissions.may_record_law(by, case))
    _in_order(reading.earliest_incident(case_id), (letter_on, None, None))
    insert(
        Examination(
            id=pk, domain=case.domain, case_id=case_id, victim_id=victim_of(case, victim_id), kind=ExaminationKind(kind),
            letter_number=letter_number, letter_on=letter_on, investigator=investigator, desk_id=desk, payer=Payer(payer), by=by.id,
            at=now(),
        )
    )  # fmt: skip
    audit.record("examination_requested", "examination", pk, case_id=case_id, detail=str(kind))
    return pk


def update_examination(
    *, by: Actor, case_id: UUID, examination_id: UUID, version: int, examined_on: date | None = None, received_on: date | None = None,
    result: str = "", payer: Payer | str = Payer.UNKNOWN, cost: int | None = None, desk: UUID | None = None,
) -> None:  # fmt: skip
    """Write down when somebody was examined, that the result came, and who pays how much (whole rupiah).

    That the body was examined keeps TRACES.
    """
    case = hold(by, case_id)
    require(permissions.may_record_law(by, case))
    row = get_object_or_404(Examination, pk=examination_id, case_id=case_id)
    if row.version != version:
        raise Refused(LOST)
    _in_order(None, (row.letter_on, examined_on, received_on))
    if result.strip() and not received_on:
        raise Refused(_("Say when the result was received."), "received_on")
    if cost is not None and cost < 0:
        raise Refused(_("Give an amount in whole rupiah, above zero."), "cost")
    row.examined_on, row.received_on, row.result, row.cost = examined_on, received_on, result, cost
    row.payer, row.desk_id, row.version = Payer(payer), desk or row.desk_id, version + 1
    row.save(force_update=True)
    if examined_on and row.kind == ExaminationKind.PHYSICAL:
        commitments.keep(RuleKey.TRACES, subject_id=case_id, by=by, act="update_examination")
    audit.record("examination_updated", "examination", row.pk, case_id=case_id)


def log_progress(
    *, by: Actor, case_id: UUID, number: str, dated: date, content: str = "", given_on: date | None = None, submission: UUID | None = None
) -> UUID:  # fmt: skip
    """Write down a notice of progress (SP2HP) from the police. Keeps PROGRESS_NOTICE and opens the next one while it is investigated."""
    pk = uuid7()
    if known := earlier(by, submission, pk):
        return known
    case = hold(by, case_id)
    require(permissions.may_record_law(by, case))
    _given_after(dated, given_on)
    not_ahead(dated=dated)
    insert(
        ProgressNotice(
            id=pk, domain=case.domain, case_id=case_id, number=number, dated=dated, content=content, given_on=given_on, by=by.id, at=now()
        )
    )
    commitments.keep(RuleKey.PROGRESS_NOTICE, RuleKey.STOP_NOTICE, subject_id=case_id, by=by, act="log_progress")
    if any(law.is_investigated(steps) for steps in reading.steps_of_case(case_id).values()):
        commitments.promise(RuleKey.PROGRESS_NOTICE, by=by, about=about(case))
    audit.record("progress_notice_logged", "progress_notice", pk, case_id=case_id)
    return pk


def give_progress(*, by: Actor, case_id: UUID, notice_id: UUID, given_on: date) -> None:
    """Write down when the victim was given a notice of progress."""
    require(permissions.may_record_law(by, hold(by, case_id)))
    row = get_object_or_404(ProgressNotice.objects.defer("number", "content"), pk=notice_id, case_id=case_id)
    _given_after(row.dated, given_on)
    ProgressNotice.objects.filter(pk=row.pk).update(given_on=given_on)
    audit.record("progress_notice_given", "progress_notice", row.pk, case_id=case_id)


def _given_after(dated: date, given_on: date | None) -> None:
    not_ahead(given_on=given_on)
    if given_on and given_on < dated:
        raise Refused(_("It cannot be given before its own date."), "given_on")


def explain_rights(
    *, by: Actor, case_id: UUID, rights: Sequence[str], explained_on: date, victim_id: UUID | None = None, language: str = "indonesian",
    interpreter: bool = False, note: str = "", submission: UUID | None = None,
) -> UUID:  # fmt: skip
    """Write down which rights a victim was told of, when and in which language, by whoever writes it down.

    To explain the care for a pregnancy after rape, or the period for a complaint, keeps the promise to do so in time.
    """
    pk = uuid7()
    if known := earlier(by, submission, pk):
        return known
    case = hold(by, case_id)
    require(permissions.may_record_law(by, case))
    if not rights:
        raise Refused(_("Choose the rights that were explained."), "rights")
    not_ahead(explained_on=explained_on)
    insert(
        RightsExplained(
            id=pk, domain=case.domain, case_id=case_id, victim_id=victim_of(case, victim_id), rights=list(rights),
            explained_on=explained_on, explained_by=by.id, language=language, interpreter=interpreter, note=note, by=by.id, at=now(),
        )
    )  # fmt: skip
    if keys := windows.kept_by_rights(rights):
        commitments.keep(*keys, subject_id=case_id, by=by, act="explain_rights")
    audit.record("rights_explained", "rights", pk, case_id=case_id, detail=str(len(rights)))
    return pk


def record_forced_offence(
    *, by: Actor, case_id: UUID, offence: str, coercion: str, victim_id: UUID | None = None, submission: UUID | None = None
) -> UUID:  # fmt: skip
    """Write down an offence that a victim was forced into: never punished (UU 21/2007 article 18), and it makes no respondent."""
    pk = uuid7()
    if known := earlier(by, submission, pk):
        return known
    case = hold(by, case_id)
    require(permissions.may_record_law(by, case))
    victim, texts = victim_of(case, victim_id), {"offence": offence, "coercion": coercion}
    for field, text in texts.items():
        if not text.strip():
            raise Refused(_("Please write something."), field)
    insert(ForcedOffence(id=pk, domain=case.domain, case_id=case_id, victim_id=victim, by=by.id, at=now(), **texts))
    marked: dict[str, Any] = {"coerced": True}
    Participant.objects.filter(pk=victim).update(**marked)
    audit.record("forced_offence_recorded", "forced_offence", pk, case_id=case_id)
    return pk


