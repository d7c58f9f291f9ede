"""Emergency access: whoever stands before somebody in danger opens a case that is not theirs, for hours, and answers for it."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.shortcuts import get_object_or_404

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases import permissions
from jejaring.cases.actions.grip import earlier
from jejaring.cases.models import EmergencyAccess, EmergencyReview, EmergencySuspension
from jejaring.cases.queries import emergency as reading
from jejaring.cases.queries.emergency import Found, Reviewer
from jejaring.cases.rules import emergency as rules
from jejaring.cases.states import Danger, EmergencyScope, EmergencyVerdict, SuspensionCause
from jejaring.commitments import actions as commitments
from jejaring.commitments.actions import About
from jejaring.commitments.states import RuleKey
from jejaring.directory import actions as directory
from jejaring.directory import queries as offices
from jejaring.guard.rows import insert
from jejaring.kernel.clock import now, today
from jejaring.kernel.ids import NIL, uuid7
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require
from jejaring.notices import actions as notices
from jejaring.notices.actions import Word
from jejaring.notices.states import NoticeKind
from jejaring.vault import actions as vault
from jejaring.vault.models import GENERAL

ALONE = _(
    "No head of another organisation could review it, so nothing is opened. Call the unit's number, and ask the administrator to name one."
)  # fmt: skip


def open_emergency(
    *, by: Actor, known_by: str, danger: Danger | str, reason: str, password: str, submission: UUID | None = None
) -> UUID | None:
    """Open a case for four hours to whoever stands before somebody in danger: the access, or None where no case was found.

    The case is named by its whole reference, NIK or telephone number; the password is asked for in this very act. An officer of the
    organisation that leads the case reads its file, one of another organisation its safety card, with keys lent for as long. A head of
    another organisation is told at once and reviews it within 3x24 hours (guard/sql/54). What found nothing stays on record; a case of
    one's own conflict is not found. Call it outside of a savepoint: a wrong password counts although it is refused.
    """
    require(permissions.may_ask_emergency(by))
    wanted = rules.sought(known_by)
    if not (said := rules.reads_as_reason(reason)):
        raise Refused(said.reason, "reason")
    directory.confirm_password(by=by, password=password)  # from here on one question of an account at a time
    _ask_once_more(by)
    if reading.reviewer(NIL) is None:
        raise Refused(ALONE)
    pk = uuid7()
    if (first := earlier(by, submission, pk)) is not None:
        return reading.of_case(first)
    found = reading.find(wanted)
    if found is None:
        _missed(by, pk, Danger(danger), reason)
        return None
    if reading.sees_already(by, found.case_id):
        raise Refused(_("This case is yours already: it stands in your list of cases."), "known_by")
    return reading.running_for(by, found.case_id) or _grant(by, pk, found, Danger(danger), reason)


def _ask_once_more(by: Actor) -> None:
    """The right does not rest, and the ration is not used up; that somebody asked beyond it stays on record."""
    require(reading.may_ask_now(by))
    if not (verdict := rules.may_ask_again(reading.asked_today(by))):
        audit.record("ration_spent", "emergency", NIL, detail="emergency")
        raise Refused(verdict.reason)


def _missed(by: Actor, pk: UUID, danger: Danger, reason: str) -> None:
    """Nothing was found: that somebody asked stays on record."""
    moment = now()
    row = EmergencyAccess(
        id=pk, domain=pk, user=by.id, desk=by.desk, organisation=by.organisation, danger=danger, reason=reason, scope=EmergencyScope.CARD,
        on_shift=reading.on_shift(by), day=today(), opened_at=moment, until=moment,
    )  # fmt: skip
    insert(*vault.new_domain(pk, by.organisation, classes=(GENERAL,)), row)
    audit.record("emergency_missed", "emergency", pk, detail=danger)


def _grant(by: Actor, pk: UUID, found: Found, danger: Danger, reason: str) -> UUID:
    """Write the access, lend the keys, open the review, tell the reviewers and the team."""
    reviewer, moment = reading.reviewer(found.case_id), now()
    if reviewer is None:
        raise Refused(ALONE)
    scope = EmergencyScope.FILE if found.organisation == by.organisation else EmergencyScope.CARD
    promised = commitments.promise(
        RuleKey.EMERGENCY_REVIEW, by=by, about=About("emergency", pk), desk_id=reviewer.desk, owed_to_desk_id=by.desk
    )
    row = EmergencyAccess(
        id=pk, domain=pk, case_id=found.case_id, user=by.id, desk=by.desk, organisation=by.organisation, danger=danger, reason=reason,
        scope=scope, on_shift=reading.on_shift(by), day=today(), opened_at=moment, until=moment + rules.LASTS,
        reviewing_desk=reviewer.desk, review_by=rules.review_moment(promised.due_at, moment),
    )  # fmt: skip
    readers = {found.organisation, offices.desk(reviewer.desk).organisation_id, *reading.privacy_organisations()} - {by.organisation}
    insert(*vault.new_domain(pk, by.organisation, classes=(GENERAL,)))
    insert(*(wrap for each in sorted(readers) for wrap in vault.wraps_for(pk, each, classes=(GENERAL,))), row)
    audit.record("emergency_opened", "emergency", pk, case_id=found.case_id, detail=danger)
    if scope == EmergencyScope.CARD:
        vault.borrow(pk, row.until)
    notices.tell_all(_announced(pk, reviewer, found), from_desk=by.desk)
    return pk


def _announced(pk: UUID, reviewer: Reviewer, found: Found) -> list[Word]:
    """The heads who review it, and who works on the case or heads its desk: that it happened, not one word of what."""
    ours = dict.fromkeys((*reading.team_of(pk), *offices.supervisors_of(found.desk)), found.desk)
    told = ours | dict.fromkeys(reviewer.heads, reviewer.desk)
    return [Word(desk, NoticeKind.EMERGENCY_OPENED, "emergency", pk, to_user=user) for user, desk in sorted(told.items())]


def end_emergency(*, by: Actor, access_id: UUID) -> None:
    """Whoever opened it is done: it ends now, and the lent keys go back. Http404 for another's, and for one that has ended."""
    rows = EmergencyAccess.objects.select_for_update().filter(user=by.id, desk=by.desk, ended_at=None, until__gt=now(), case__isnull=False)
    row = get_object_or_404(rows, pk=access_id)
    row.ended_at = now()
    row.save(update_fields=["ended_at"])
    with connection.cursor() as cursor:
        cursor.execute("select return_wraps(%s)", [row.pk])
    audit.record("emergency_ended", "emergency", row.pk, case_id=row.case_id)


def stop_emergency(*, by: Actor, access_id: UUID, reason: str) -> None:
    """The desk that reviews a running access, or a supervisor of the desk that leads the case, ends it now, with a reason.

    The asker's next statement finds the case closed, and the lent keys are gone (guard/sql/58). The asker is told, the heads who review it,
    and who heads the desk of the case. Its review stays to be done. Raises Refused; Http404 for whoever does not see the access.
    """
    row = get_object_or_404(EmergencyAccess, pk=access_id, case__isnull=False)
    require(permissions.may_stop_emergency(by, row, leads=reading.leads(by, row.case_id)))
    if not reason.strip():
        raise Refused(_("Say in a sentence why."), "reason")
    box = vault.seal(row, EmergencyAccess._meta.get_field("ended_reason"), reason)
    with connection.cursor() as cursor:
        cursor.execute("select stop_emergency(%s, %s)", [row.pk, box])
        lead: UUID | None = cursor.fetchone()[0]
    if lead is None:  # meanwhile
        raise Refused(_("It has ended already."))
    audit.record("emergency_stopped", "emergency", row.pk, case_id=row.case_id)
    told = {row.user: row.desk, **dict.fromkeys(offices.supervisors_of(lead), lead)}
    if row.reviewing_desk:
        told |= dict.fromkeys(offices.supervisors_of(row.reviewing_desk), row.reviewing_desk)
    words = [Word(desk, NoticeKind.EMERGENCY_STOPPED, "emergency", row.pk, to_user=user) for user, desk in sorted(told.items())]
    notices.tell_all([w for w in words if w.to_user != by.id], from_desk=by.desk)


def review_emergency(*, by: Actor, access_id: UUID, verdict: EmergencyVerdict | str, reason: str) -> None:
    """A head of another organisation says, once and with a reason, whether an access was justified. If not, the right of whoever asked
    rests from now on; whatever that account has open ends with it, and the lent keys. Raises Refused for everybody else, Http404 for
    whoever does not see it."""
    row = get_object_or_404(EmergencyAccess.objects.select_related("review"), pk=access_id, case__isnull=False)
    require(permissions.may_review_emergency(by, row))
    if not reason.strip():
        raise Refused(_("Say in a sentence why."), "reason")
    found = EmergencyVerdict(verdict)
    ends = found == EmergencyVerdict.UNJUSTIFIED and row.ended_at is None and row.until > now()
    insert(EmergencyReview(domain=row.domain, access=row, verdict=found, reason=reason, by=by.id, desk=by.desk, at=now()))
    commitments.keep(RuleKey.EMERGENCY_REVIEW, subject_id=row.pk, by=by, act="review_emergency")
    audit.record("emergency_reviewed", "emergency", row.pk, case_id=row.case_id, detail=found)
    told = Word(row.desk, NoticeKind.EMERGENCY_DECIDED, "emergency", row.pk, to_user=row.user)
    notices.tell_all([told], from_desk=by.desk)
    if ends:  # by the database, with the verdict
        audit.record("emergency_stopped", "emergency", row.pk, case_id=row.case_id, detail=found)
    if found == EmergencyVerdict.UNJUSTIFIED:
        _suspend(row.pk, row.case_id, row.user, row.desk, SuspensionCause.UNJUSTIFIED, by)


def _suspend(
    access: UUID, case_id: UUID | None, user: UUID, desk: UUID, cause: SuspensionCause, by: Actor, also: Iterable[Word] = ()
) -> None:  # fmt: skip
    """The right rests, the account goes on. Whoever lost it is told, and who heads that desk."""
    pk = uuid7()
    insert(EmergencySuspension(id=pk, domain=pk, user=user, access_id=access, cause=cause, by=by.id, at=now()))
    audit.record("emergency_suspended", "emergency", access, case_id=case_id, detail=cause)
    told = dict.fromkeys((user, *offices.supervisors_of(desk)))
    words = [Word(desk, NoticeKind.EMERGENCY_SUSPENDED, "emergency", access, to_user=each) for each in told]
    notices.tell_all([*words, *also], from_desk=by.desk if by.desk != NIL else None)


def suspend_unreviewed(*, by: Actor) -> int:
    """What nobody reviewed within 3x24 hours: the right of whoever asked rests, and the heads who did not review it are told, and the head
    of their agency (a vertical body is written to by the ladder of the promise). How many. The policies need no job: they know the moment.
    """
    overdue = reading.unreviewed()
    for row in overdue:
        late = [Word(row.reviewing, NoticeKind.EMERGENCY_SUSPENDED, "emergency", row.access, to_user=h) for h in _heads(row.reviewing)]
        _suspend(row.access, row.case_id, row.user, row.desk, SuspensionCause.UNREVIEWED, by, also=late)
    return len(overdue)


def _heads(desk: UUID) -> list[UUID | None]:
    """Who heads a desk; the desk itself where nobody does."""
    return [*offices.supervisors_of(desk)] or [None]


def restore_right(*, by: Actor, suspension_id: UUID, reason: str) -> None:
    """The privacy officer or the administrator gives the right back, with a reason, never to oneself. It is told and logged."""
    row = get_object_or_404(EmergencySuspension.objects.select_for_update(), pk=suspension_id, lifted_at=None)
    require(permissions.may_restore_emergency(by, row.user))
    if not reason.strip():
        raise Refused(_("Say in a sentence why."), "reason")
    vault.make_domain(row.domain, by.organisation, classes=(GENERAL,))
    row.lifted_at, row.lifted_by, row.lifted_reason = now(), by.id, reason
    row.save(update_fields=["lifted_at", "lifted_by", "lifted_reason"])
    audit.record("emergency_restored", "user", row.user, detail=row.cause)
    desks = offices.desks_of(row.user)
    words = [Word(d.id, NoticeKind.EMERGENCY_RESTORED, "emergency", row.access_id, to_user=row.user) for d in desks]
    notices.tell_all(words, from_desk=by.desk)
