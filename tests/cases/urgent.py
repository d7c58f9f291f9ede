"""Emergency accesses for the tests: who knows a password, who heads a partner desk, and an access opened with the real action."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction

from jejaring.access.actor import VISITOR, Actor
from jejaring.access.purposes import Purpose
from jejaring.access.roles import Role
from jejaring.cases import actions
from jejaring.cases.actions import safety
from jejaring.cases.models import Case
from jejaring.directory import actions as directory
from jejaring.directory.models import User
from jejaring.directory.queries import actor_for
from jejaring.guard.context import acting_as
from tests.cases import files
from tests.cast import LONG_AGO, Cast

PASSWORD = "kata sandi contoh"
OF_CASE = (  # the rows of a team are open to its own desk anyway
    "cases_case.id", "cases_participant.case_id", "cases_incident.case_id", "cases_safetyplan.case_id", "people_person.case_id",
    "people_safecontact.case_id", "cases_relation.case_id",
)  # fmt: skip
REASON = "Suaminya di depan pintu membawa parang"


def prepare(cast: Cast, *askers: str) -> None:
    """A head of the police desk who reviews, and a password for those who will ask."""
    with acting_as(VISITOR, Purpose.ADMINISTRATION):
        head = directory.add_user(by=VISITOR, username="head", display_name="Kanit PPA Contoh", password=PASSWORD)
        directory.add_membership(by=VISITOR, user=head, desk=cast.desks["police"], role=Role.HEAD, valid_from=LONG_AGO)
        cast.actors["head"] = actor_for(head.pk)
    know_the_password(cast, *askers)


def know_the_password(cast: Cast, *names: str) -> None:
    """These of the cast have a password."""
    with acting_as(VISITOR, Purpose.ADMINISTRATION):
        for name in names:
            user = User.objects.get(pk=cast.actors[name].id)
            user.set_password(PASSWORD)
            user.save(update_fields=["password"])


def ask(actor: Actor, known_by: str, **other: Any) -> UUID | None:
    """Ask as the page does."""
    facts: dict[str, Any] = {"danger": "life", "reason": REASON, "password": PASSWORD}
    with acting_as(actor, Purpose.EMERGENCY):
        return actions.open_emergency(by=actor, known_by=known_by, **(facts | other))


def opened(actor: Actor, case: Case, **other: Any) -> UUID:
    """An access to a case by its reference."""
    access = ask(actor, case.reference, **other)
    assert access
    return access


def review(actor: Actor, access: UUID, verdict: str = "justified") -> None:
    """Say whether it was justified."""
    with acting_as(actor, Purpose.SUPERVISION):
        actions.review_emergency(by=actor, access_id=access, verdict=verdict, reason="Dilihat dari bahayanya saat itu")


def planned(cast: Cast) -> Case:
    """A girl recruited online, of the unit, with a safety plan."""
    prepare(cast, "duty", "police", "companion", "stranger")
    found = files.open_file(cast)
    with acting_as(cast.manager, "test"):
        safety.write_safety_plan(by=cast.manager, case_id=found.pk, threats="Perekrut tahu rumahnya", written_with=True)
    return found


def seen(actor: Actor, case_id: UUID, purpose: str = Purpose.EMERGENCY) -> int:
    """How many rows of the case raw SQL finds, as this actor."""
    found = 0
    with acting_as(actor, purpose), connection.cursor() as cursor:
        for place in OF_CASE:
            table, column = place.split(".")
            cursor.execute(f"select count(*) from {table} where {column} = %s", [case_id])
            found += cursor.fetchone()[0]
    return found


def refused(actor: Actor, purpose: str, sql: str, values: Sequence[Any] | Mapping[str, Any], words: str) -> None:
    """The database refuses a statement of this actor with these words."""
    with acting_as(actor, purpose), pytest.raises((ProgrammingError, InternalError), match=words), transaction.atomic():
        _run(sql, values)


def _run(sql: str, values: Sequence[Any] | Mapping[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
