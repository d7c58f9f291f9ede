"""A conflict of interest is declared: from the same transaction on, the case does not exist for that account."""

from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases import permissions
from jejaring.cases.models import ConflictOfInterest, TeamMember
from jejaring.cases.queries import summary
from jejaring.cases.states import ConflictKind
from jejaring.directory.models import User
from jejaring.guard.rows import insert
from jejaring.kernel.clock import now
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require


@transaction.atomic
def declare_conflict(*, by: Actor, case_id: UUID, account: str, kind: ConflictKind | str, reason: str) -> ConflictOfInterest:
    """A supervisor says that an account, of whatever agency, is a party to the case or kin of one. It leaves the team, if it was there.

    Lists, counts, search, hints, promises, notices, referrals, exports and the log lose the case for that account (guard/sql/56). The
    account is not told. Declared twice it is one. Raises Refused at the field; Http404 for a case that the actor does not see.
    """
    case = summary(by, case_id)
    require(permissions.may_declare_conflict(by))
    user = User.objects.filter(username__iexact=account.strip()).values_list("pk", flat=True).first()
    if user is None:
        raise Refused(_("There is no account of this user name."), "account")
    if user == by.id:
        raise Refused(_("Another supervisor has to declare it for you. Leave the case to them now."), "account")
    if not reason.strip():
        raise Refused(_("Say in a sentence what the account has to do with the case."), "reason")
    known = ConflictOfInterest.objects.filter(case_id=case.id, user=user, ended_at=None).first()
    if known:
        return known
    TeamMember.objects.filter(case_id=case.id, user=user, until=None).update(until=now())
    row = ConflictOfInterest(
        domain=case.domain, case_id=case.id, user=user, kind=ConflictKind(kind), reason=reason, by=by.id, at=now()
    )  # fmt: skip
    insert(row)
    audit.record("conflict_declared", "case", case.id, case_id=case.id, detail=row.kind)
    return row


@transaction.atomic
def lift_conflict(*, by: Actor, case_id: UUID, conflict_id: UUID) -> None:
    """It was declared by mistake: another supervisor than who declared it says so. The account does not come back onto the team."""
    case = summary(by, case_id)
    require(permissions.may_declare_conflict(by))
    row = get_object_or_404(ConflictOfInterest.objects.select_for_update(), pk=conflict_id, case_id=case.id, ended_at=None)
    if row.by == by.id:
        raise Refused(_("Who declared a conflict does not lift it: another supervisor does."))
    row.ended_at, row.ended_by = now(), by.id
    row.save(update_fields=["ended_at", "ended_by"])
    audit.record("conflict_lifted", "case", case.id, case_id=case.id)
