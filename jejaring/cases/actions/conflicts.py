"""A conflict of interest is declared: from the same transaction on, the case does not exist for that account."""

from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404

from jejaring.access.actor import Actor
from jejaring.access.roles import Role
from jejaring.audit import actions as audit
from jejaring.cases import permissions
from jejaring.cases.actions.grip import earlier
from jejaring.cases.models import ConflictOfInterest, ConflictTold, TeamMember
from jejaring.cases.queries import summary
from jejaring.cases.rules.conflicts import case_reference
from jejaring.cases.states import ConflictKind, ConflictWish
from jejaring.directory import queries as offices
from jejaring.directory.models import User
from jejaring.guard.rows import insert
from jejaring.kernel.clock import now
from jejaring.kernel.ids import uuid7
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require
from jejaring.vault import actions as vault
from jejaring.vault.models import GENERAL


@transaction.atomic
def declare_conflict(*, by: Actor, case_id: UUID, account: str, kind: ConflictKind | str, reason: str) -> ConflictOfInterest:
    """A supervisor says that an account, of whatever agency, is a party to the case or kin of one. It leaves the team, if it was there.

    Lists, counts, search, hints, promises, notices, referrals, exports and the log lose the case for that account (guard/sql/56). The
    account is not told. Declared twice it is one. Raises Refused at the field; Http404 for a case that the actor does not see.
    """
    case = summary(by, case_id)
    require(permissions.may_declare_conflict(by))
    user = _account(account)
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


def _account(name: str) -> UUID:
    user: UUID | None = User.objects.filter(username__iexact=name.strip()).values_list("pk", flat=True).first()
    if user is None:
        raise Refused(_("There is no account of this user name."), "account")
    return user


def tell_conflict(
    *, by: Actor, reference: str, account: str, wish: ConflictWish | str, kind: ConflictKind | str = "", reason: str,
    submission: UUID | None = None,
) -> UUID:  # fmt: skip
    """A privacy officer, who sees no case, says for which account the case of a reference does not exist, or that this was a mistake.

    It is written down and answered alike whether or not there is such a case; the database does the rest in the same statement
    (guard/sql/60): the account leaves the team, and who heads the desk of the case is told. Whoever declared a conflict does not end it.
    Returns what was written. Raises Refused at the field.
    """
    require(permissions.may_tell_conflict(by))
    spelled, user, wish = case_reference(reference), _account(account), ConflictWish(wish)
    if user == by.id:
        raise Refused(_("Another privacy officer or a supervisor has to declare it for you."), "account")
    if wish == ConflictWish.DECLARE and not kind:
        raise Refused(_("Say what the account has to do with the case."), "kind")
    if not reason.strip():
        raise Refused(_("Say in a sentence why."), "reason")
    pk = uuid7()
    if known := earlier(by, submission, pk):
        return known
    readers = offices.organisations_with(Role.PRIVACY) - {by.organisation}
    insert(*vault.new_domain(pk, by.organisation, classes=(GENERAL,)))
    insert(*(wrap for each in sorted(readers) for wrap in vault.wraps_for(pk, each, classes=(GENERAL,))))
    insert(ConflictTold(
        id=pk, domain=pk, reference=spelled, user=user, wish=wish, kind=kind if wish == ConflictWish.DECLARE else "", reason=reason,
        by=by.id, desk=by.desk, at=now(),
    ))  # fmt: skip
    audit.record("conflict_told", "conflict", pk, detail=wish)
    return pk


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
