"""Sending a referral: a packet of its own key, a basis, an expiry, a clock; by letter where the desk does not use the system."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases import queries as cases
from jejaring.cases.queries import CaseSummary
from jejaring.commitments import actions as commitments
from jejaring.commitments import queries as promises
from jejaring.commitments.actions import About
from jejaring.commitments.states import RuleKey
from jejaring.directory import queries as directory
from jejaring.directory.actions import once
from jejaring.directory.queries import DeskRow
from jejaring.directory.states import DeskKind
from jejaring.guard.numbers import next_reference
from jejaring.guard.rows import insert
from jejaring.kernel.clock import now
from jejaring.kernel.ids import uuid7
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require
from jejaring.notices import actions as notices
from jejaring.notices.states import NoticeKind
from jejaring.people import actions as people
from jejaring.referrals import permissions, queries, rules
from jejaring.referrals.actions.bases import basis_for
from jejaring.referrals.actions.papers import take_along
from jejaring.referrals.models import Letter, Packet, Referral, ReferralEvent
from jejaring.referrals.states import Handover, ReferralAct, ReferralPurpose
from jejaring.vault import actions as vault
from jejaring.vault.models import GENERAL, IDENTITY

CHANGED = _("The file has changed since you looked at what leaves. Please look again; nothing was sent.")


def about(row: Referral) -> About:
    """What a promise on a referral is about: the clear codes that it carries."""
    service = row.services[0] if row.services else ""
    return About("referral", row.pk, row.case_id, row.reference, row.risk, row.sex, row.age, row.area, row.kind, service)


def new_event(row: Referral, by: Actor, act: ReferralAct, *, note: str = "", service: str = "", reason: str = "") -> ReferralEvent:
    """One more moment of a referral, to be inserted."""
    words = {"service": service, "reason": reason, "note": note}
    return ReferralEvent(domain=row.domain, referral=row, act=act, at=now(), by=by.id, desk=by.desk, **words)


@transaction.atomic
def send(
    *, by: Actor, case_id: UUID, to_desk: UUID, purpose: ReferralPurpose | str, services: Sequence[str] = (), basis: str,
    basis_reason: str, request: str, consent_by: str = "", risk: str = "", expires_days: int = rules.DEFAULT_DAYS,
    handover: Handover | str = "", left_out: Sequence[str] = (), papers: Sequence[UUID] = (), seen: str = "",
    submission: UUID | None = None,
) -> Referral:  # fmt: skip
    """One desk asks another for something for the people of a case; what leaves is frozen, and the receiver's access expires.

    Where the receiver uses the system it owes an answer; else a numbered letter waits for its acknowledgement, owed by the sender.
    A transfer, or a referral to the body that is responsible (`handover`), keeps the promise to hand over; no other referral does.
    `seen` is the digest of the preview that the sender looked at: if the file says something else by now, nothing is sent. `left_out`
    are names of fields, `papers` those papers of the case that go along. Raises Refused with the field, ObjectDoesNotExist for a case
    that the actor does not see. The same submission sent twice gives the first referral back.
    """
    pk = uuid7()
    if submission and (first := once(by=by, submission=submission, subject_id=pk)) != pk:
        return Referral.objects.get(pk=first)
    case, desk = cases.summary(by, case_id), directory.desk(to_desk)
    purpose = ReferralPurpose(purpose)
    handover = Handover(handover or rules.handover_of(purpose))
    require(permissions.may_send(by, case.state))
    refusals = rules.problems(
        queries.facts_for(by, case, desk), purpose=purpose, handover=handover, basis=basis, giver=consent_by, services=services,
        days=expires_days,
    )  # fmt: skip
    for field, reason in refusals.items():
        raise Refused(reason, field)
    for name in left_out:
        require(rules.may_leave_out(name))
    texts = {"basis_reason": basis_reason, "request": request}
    check_texts(texts)
    everything = queries.chosen_facts(by, case_id, purpose)
    if seen and seen != rules.fingerprint(everything):
        raise Refused(CHANGED)
    said: dict[str, Any] = {"purpose": purpose, "basis": basis, "moment": now(), "days": expires_days}
    sharing = basis_for(by, case, desk, giver=consent_by, reason=basis_reason, **said)
    row = _referral(pk, by, case, desk, handover=handover, services=list(services), risk=risk or case.risk, texts=texts, **said,
                    consent_by=sharing.consent_by, until=sharing.until, sharing=sharing)  # fmt: skip
    seal(row, by, desk, [(name, value) for name, value in everything if name not in left_out])
    take_along(row, by, case, papers)
    owe(row, by, desk)
    if desk.kind == DeskKind.PROTECTION:
        _match(row, by, case, {name for name, _value in everything if name not in left_out})
    audit.record("referral_sent", "referral", pk, case_id=case_id, detail=f"{purpose},{basis}")
    return row


def _match(row: Referral, by: Actor, case: CaseSummary, leaving: Collection[str]) -> None:
    """What left is compared by the receiving unit's own database after it has left; the sender gets no answer (design: matching)."""
    carried = [name.removeprefix("victim_") for name in leaving if name.startswith("victim_")]
    people.match_sent(by=by, referral_id=row.pk, person_ids=[v.person_id for v in case.victims if v.person_id], carried=carried)


def check_texts(texts: Mapping[str, str]) -> None:
    """Refused at the field that says nothing."""
    for field, text in texts.items():
        if not text.strip():
            raise Refused(_("Say in your own words why, and what is asked."), field)


def _referral(
    pk: UUID, by: Actor, case: CaseSummary, desk: DeskRow, *, moment: datetime, days: int, until: datetime, texts: Mapping[str, str],
    **plain: Any,
) -> Referral:  # fmt: skip
    """The referral's row under a new key domain of its own, which the receiver's organisation holds until the access expires, at the
    latest when the basis does."""
    first = case.victims[0] if case.victims else None
    until = min(moment + timedelta(days=days), until)
    keys = vault.new_domain(pk, by.organisation, classes=(GENERAL, IDENTITY))
    if desk.uses_system and desk.organisation_id != by.organisation:
        keys += vault.wraps_for(pk, desk.organisation_id, classes=(GENERAL, IDENTITY), expires_at=until)
    row = Referral(
        id=pk, domain=pk, reference=next_reference("referral"), case_id=case.id, report_id=case.opened_from, from_desk_id=by.desk,
        to_desk_id=desk.id, sex=first.sex if first else "unknown", age=first.age if first else None, area=case.area, kind=case.kind,
        sent_at=moment, sent_by=by.id, expires_at=until, recorded_at=moment, **texts, **plain,
    )  # fmt: skip
    insert(*keys, row)
    return row


def seal(row: Referral, by: Actor, desk: DeskRow, fields: Sequence[tuple[str, Any]]) -> None:
    """The packet, frozen from now on; and the letter for a desk without the system."""
    content = json.dumps([{"name": name, "value": value} for name, value in fields], ensure_ascii=False)
    packet = Packet(domain=row.domain, referral=row, field_names=[name for name, _value in fields], content=content)
    by_hand = [] if desk.uses_system else [Letter(referral=row, number=next_reference("letter"), written_at=row.sent_at)]
    insert(packet, *by_hand, new_event(row, by, ReferralAct.SENT))


def owe(row: Referral, by: Actor, desk: DeskRow) -> None:
    """The answer that is owed from now on, by whom, and word to the desk. It is due before a wedding or a departure known of the case."""
    before = promises.must_not_miss(row.case_id) if row.case_id and row.risk == "high" else None
    if desk.uses_system:
        commitments.promise(
            RuleKey.REFERRAL_ANSWER, by=by, about=about(row), desk_id=desk.id, owed_to_desk_id=by.desk, before=before
        )  # fmt: skip
        notices.tell(desk_id=desk.id, kind=NoticeKind.REFERRAL_RECEIVED, subject_kind="referral", subject_id=row.pk, from_desk=by.desk)
    else:
        commitments.promise(RuleKey.LETTER_ACKNOWLEDGEMENT, by=by, about=about(row), before=before)
    if row.case_id and "witness_protection" in row.services:
        commitments.keep(RuleKey.WITNESS_PROTECTION, subject_id=row.case_id, by=by, act="send_referral")
    if row.case_id and rules.keeps_hand_over(row.handover):
        commitments.keep(RuleKey.HAND_OVER, subject_id=row.case_id, by=by, act="send_referral")
