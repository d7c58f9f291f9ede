"""Is somebody perhaps known? Asked by the unit about what is stored, rationed and logged; and saying that two registrations are one."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import connection
from django.shortcuts import get_object_or_404

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.guard.rows import insert
from jejaring.kernel.clock import WIB, now, today
from jejaring.kernel.ids import uuid7
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, Spent, require
from jejaring.people import permissions, rules
from jejaring.people.actions.registering import renew_tokens
from jejaring.people.models import KnownQuestion, Person, PersonLink
from jejaring.people.queries import asked_today, ration, tokens_of
from jejaring.people.states import LinkReason, LinkState, MatchKind, SubjectKind, UndoReason
from jejaring.vault import actions as vault

MATCHED = {"name": "name", "phone": "phone", "nik": "nik", "birth_date": "birth"}


def ask_known(*, by: Actor, subject_kind: str, subject_id: UUID, case_id: UUID | None = None) -> None:
    """Ask whether a stored report, person or referral is perhaps somebody known; `queries.known` then answers for the rest of the day.

    The caller has checked that the actor sees the subject. The same question again on the same day (Asia/Jakarta) costs nothing. Raises
    Refused for other desks than the unit's own, Spent where the account or its desk has used up the day's questions: that is logged after
    the act was undone.
    """
    require(permissions.may_ask_known(by))
    if (subject_kind, subject_id) in asked_today(by):
        return
    asked = ration(hold=True)
    if not (verdict := rules.may_ask_again(asked)):
        raise Spent(verdict.reason, "desk" if asked.desks >= rules.DESK_QUESTIONS else "account")
    renew_tokens()
    row = KnownQuestion(
        id=uuid7(), by=by.id, desk=by.desk, subject_kind=SubjectKind(subject_kind), subject_id=subject_id, day=today(), at=now()
    )  # fmt: skip
    insert(row)
    audit.record("known_asked", subject_kind, subject_id, case_id=case_id)


def match_sent(*, by: Actor, referral_id: UUID, person_ids: Collection[UUID], carried: Collection[str]) -> None:
    """Compare the people of a referral that has been sent with those of the desk that receives it. The sender learns nothing.

    `carried` names what the packet says of them: name, phone, nik, birth_date. The hint is for the protection unit that received it.
    One statement for the people, one for each of them.
    """
    rows = Person.objects.filter(pk__in=person_ids)
    vault.preload(person_ids)
    for row in rows:
        said: dict[str, Any] = {as_: vault.read(row, name) for name, as_ in MATCHED.items() if name in carried}
        found = tokens_of(rules.match_values(**said, age=row.age, years=rules.NEAR_YEARS, today=row.recorded_at.astimezone(WIB).date()))
        words = len({t for kind, t in found if kind == MatchKind.WORD}) // len(rules.NEAR_YEARS)
        with connection.cursor() as cursor:
            given: list[Any] = [referral_id, [k.value for k, _t in found], [t for _k, t in found], words, now()]
            cursor.execute("select hint_after_sending(%s, %s::text[], %s::bytea[], %s, %s)", given)


def link(*, by: Actor, person_id: UUID, same_as_id: UUID, reason: str) -> UUID:
    """Two registrations are one person from now on in every count of persons; the rows stay two. Returns the link.

    Http404 unless the actor sees both; Refused where they are linked already. The log names the link alone, so that neither file's log
    leads to the other.
    """
    require(permissions.may_link(by))
    pair = sorted((person_id, same_as_id))
    found = {p.pk: p for p in Person.objects.select_for_update().filter(pk__in=pair).order_by("pk")}
    one, other = (found[pk] if pk in found else get_object_or_404(Person, pk=pk) for pk in pair)
    if one.pk == other.pk:
        raise Refused(_("Choose two different people."))
    if PersonLink.objects.filter(person=one, same_as=other, state=LinkState.SAME).exists():
        raise Refused(_("These two are linked already."))
    row = PersonLink(
        id=uuid7(), person=one, same_as=other, organisation=by.organisation, by=by.id, at=now(), reason=LinkReason(reason),
        case_id=one.case_id, same_as_case_id=other.case_id,
    )  # fmt: skip
    insert(row)
    audit.record("persons_linked", "link", row.pk, detail=row.reason)
    return row.pk


def unlink(*, by: Actor, link_id: UUID, reason: str) -> None:
    """A link is taken back: the two count as two again. Who linked and who undid it stays with the link, nothing in either file.

    Http404 unless the actor sees both files; Refused where it is undone already.
    """
    require(permissions.may_link(by))
    row = get_object_or_404(PersonLink.objects.select_for_update(), pk=link_id)
    if row.state != LinkState.SAME:
        raise Refused(_("This link was undone already."))
    row.state, row.undone_by, row.undone_at, row.undone_reason = LinkState.UNDONE, by.id, now(), UndoReason(reason)
    row.save(update_fields=["state", "undone_by", "undone_at", "undone_reason"], force_update=True)
    audit.record("link_undone", "link", row.pk, detail=row.undone_reason)
