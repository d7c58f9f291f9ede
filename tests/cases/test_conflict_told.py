"""A privacy officer, who sees no case, says for which account the case of a reference does not exist, and learns of no case by it."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jejaring.access.actor import VISITOR
from jejaring.access.purposes import Purpose
from jejaring.access.roles import Role
from jejaring.audit.models import Event
from jejaring.cases import actions, queries
from jejaring.cases.models import Case, ConflictOfInterest, ConflictTold, TeamMember
from jejaring.cases.rules.conflicts import case_reference
from jejaring.directory import actions as directory
from jejaring.directory.queries import actor_for
from jejaring.guard.context import acting_as
from jejaring.kernel.ids import reference, uuid7
from jejaring.kernel.verdict import Refused
from jejaring.notices.models import Notice
from tests.cases.urgent import refused
from tests.cast import LONG_AGO, Cast
from tests.screens import signed_in

PAGE = "/cases/conflicts/"
NOBODYS = reference("K", 2026, 9999)
WHY = "Saudara kandung, menurut kepala UPTD"


def tell(cast: Cast, known_by: str, account: str = "manager", who: str = "privacy", **other: Any) -> None:
    """Say it as the page does."""
    facts: dict[str, Any] = {"wish": "declare", "kind": "kin", "reason": WHY}
    with acting_as(cast.actors[who], Purpose.AUDIT):
        actions.tell_conflict(by=cast.actors[who], reference=known_by, account=account, **(facts | other))


def sees(cast: Cast, who: str, case: Case) -> bool:
    with acting_as(cast.actors[who], "case_work"):
        return Case.objects.filter(pk=case.pk).exists()


def second_officer(cast: Cast) -> None:
    """Another privacy officer."""
    with acting_as(VISITOR, Purpose.ADMINISTRATION):
        user = directory.add_user(by=VISITOR, username="privacy2", display_name="PDP kedua", password="kata sandi contoh")
        directory.add_membership(by=VISITOR, user=user, desk=cast.desks["office"], role=Role.PRIVACY, valid_from=LONG_AGO)
        cast.actors["privacy2"] = actor_for(user.pk)


# the rule


@pytest.mark.parametrize("text", ["", "K-26-0417", "K-26-0417-A1", "L-26-0001-X", "1571014107950001", "0812 7400 1188"])
def test_a_case_is_named_by_its_whole_reference_alone(text: str) -> None:
    with pytest.raises(Refused):
        case_reference(text)
    assert case_reference(f" {NOBODYS.lower()} ") == NOBODYS


# declared


def test_what_she_declares_holds_at_once_and_the_account_leaves_the_team(cast: Cast, case: Case) -> None:
    before = sees(cast, "manager", case)
    tell(cast, case.reference)

    assert before
    assert not sees(cast, "manager", case)
    assert sees(cast, "companion", case)
    with acting_as(cast.supervisor, "test"):
        row = ConflictOfInterest.objects.get()
        assert (row.case_id, row.user, row.kind, row.by) == (case.pk, cast.manager.id, "kin", cast.privacy.id)
        assert not TeamMember.objects.filter(case_id=case.pk, user=cast.manager.id, until=None).exists()


def test_the_heads_of_the_desk_are_told_and_the_account_is_not(cast: Cast, case: Case) -> None:
    tell(cast, case.reference)
    with acting_as(cast.supervisor, "test"):
        assert list(Notice.objects.filter(kind="conflict_changed").values_list("to_user", "subject_id")) == [(cast.supervisor.id, case.pk)]
    for who in ("manager", "privacy", "companion"):
        with acting_as(cast.actors[who], "test"):
            assert not Notice.objects.filter(kind="conflict_changed").exists(), who


def test_the_supervisor_of_the_case_finds_it_with_its_author(cast: Cast, case: Case) -> None:
    tell(cast, case.reference)
    page = signed_in(cast.supervisor).get(f"/cases/{case.pk}/conflicts/").content.decode()

    assert "Petugas manager" in page
    assert "Petugas privacy" in page


def test_declared_twice_it_is_one(cast: Cast, case: Case) -> None:
    tell(cast, case.reference)
    tell(cast, case.reference, reason="Sekali lagi")
    with acting_as(cast.supervisor, "test"):
        assert ConflictOfInterest.objects.count() == 1
    with acting_as(cast.privacy, "test"):
        assert ConflictTold.objects.count() == 2


# ended


def test_she_ends_what_a_supervisor_declared_and_the_account_does_not_come_back_onto_the_team(cast: Cast, case: Case) -> None:
    with acting_as(cast.supervisor, "test"):
        actions.declare_conflict(by=cast.supervisor, case_id=case.pk, account="manager", kind="kin", reason="Saudara terlapor")
    tell(cast, case.reference, wish="end", kind="")

    with acting_as(cast.supervisor, "test"):
        row = ConflictOfInterest.objects.get()
        assert row.ended_by == cast.privacy.id
    assert not sees(cast, "manager", case)
    with acting_as(cast.supervisor, "test"):
        actions.assign(by=cast.supervisor, case_id=case.pk, manager=cast.manager.id, companion=cast.companion.id)
    assert sees(cast, "manager", case)


def test_nobody_ends_what_one_declared_oneself_but_another_does(cast: Cast, case: Case) -> None:
    second_officer(cast)
    tell(cast, case.reference)
    tell(cast, case.reference, wish="end", kind="")
    with acting_as(cast.supervisor, "test"):
        assert ConflictOfInterest.objects.filter(ended_at=None).exists()
    tell(cast, case.reference, wish="end", kind="", who="privacy2")
    with acting_as(cast.supervisor, "test"):
        assert not ConflictOfInterest.objects.filter(ended_at=None).exists()


# what she learns


@pytest.mark.parametrize("wish", [{"wish": "declare", "kind": "kin"}, {"wish": "end"}])
def test_page_statements_and_log_are_the_same_whether_or_not_there_is_such_a_case(
    cast: Cast, case: Case, wish: dict[str, str]
) -> None:
    browser, answers = signed_in(cast.privacy), []
    browser.get(PAGE)
    for asked in (case.reference, NOBODYS):
        form = {"reference": asked, "account": "companion", "reason": WHY, "submission": str(uuid7()), **wish}
        with CaptureQueriesContext(connection) as statements:
            sent = browser.post(PAGE, form)
        page = browser.get(PAGE).content.decode()
        newest = page.split("<p><b>")[1].replace(asked, "").partition("small quiet")[0]
        with acting_as(cast.privacy, Purpose.AUDIT):
            logged = list(Event.objects.filter(act="conflict_told").order_by("at").values_list("case_id", "detail", "fields"))
        said = page.partition('class="notice')[2].partition("</p>")[0]
        answers.append((sent.status_code, sent["Location"], len(statements), said, newest, logged[-1]))

    assert answers[0] == answers[1]
    assert "Sudah tercatat" in answers[0][3]
    assert answers[0][5][0] is None


def test_she_sees_nothing_of_the_case_by_it(cast: Cast, case: Case) -> None:
    tell(cast, case.reference)
    with acting_as(cast.privacy, Purpose.AUDIT):
        assert not Case.objects.exists()
        assert not ConflictOfInterest.objects.exists()
        assert [r.reference for r in queries.conflicts_told(cast.privacy)] == [case.reference]
        assert not Event.objects.filter(case_id=case.pk, actor=cast.privacy.id).exists()


def test_a_case_of_her_own_conflict_is_none_and_what_others_said_of_it_is_not_there(cast: Cast, case: Case) -> None:
    second_officer(cast)
    tell(cast, case.reference, account="privacy", who="privacy2")
    tell(cast, case.reference, account="companion", who="privacy2")
    tell(cast, case.reference, account="manager")

    assert sees(cast, "manager", case)
    assert not sees(cast, "companion", case)
    with acting_as(cast.privacy, Purpose.AUDIT):
        assert queries.conflicts_told(cast.privacy) == []
    with acting_as(cast.actors["privacy2"], Purpose.AUDIT):
        assert len(queries.conflicts_told(cast.actors["privacy2"])) == 3


# refused


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"known_by": "K-26-04"}, "reference"), ({"account": "nobody"}, "account"), ({"account": "privacy"}, "account"),
        ({"kind": ""}, "kind"), ({"reason": " "}, "reason"),
    ],
)  # fmt: skip
def test_what_is_lacking_is_refused_at_its_field_and_nothing_is_written(
    cast: Cast, case: Case, changed: dict[str, str], field: str
) -> None:
    with pytest.raises(Refused) as found:
        tell(cast, **({"known_by": case.reference} | changed))

    assert found.value.field == field
    with acting_as(cast.privacy, "test"):
        assert not ConflictTold.objects.exists()


@pytest.mark.parametrize("who", ["supervisor", "admin", "police", "chair", "duty"])
def test_nobody_else_says_it_nor_reads_it(cast: Cast, case: Case, who: str) -> None:
    tell(cast, NOBODYS)
    with pytest.raises(Refused):
        tell(cast, case.reference, who=who)
    assert signed_in(cast.actors[who]).get(PAGE).status_code == 403
    with acting_as(cast.actors[who], Purpose.AUDIT):
        assert not ConflictTold.objects.exists()


TELL = """insert into cases_conflicttold (id, domain, reference, "user", wish, kind, "by", desk, at)
    values (uuidv7(), uuidv7(), %s, %s, 'declare', 'kin', %s, %s, now())"""


def test_raw_sql_says_it_for_nobody_else_and_takes_nothing_back(cast: Cast, case: Case) -> None:
    me, other = cast.privacy, cast.supervisor
    refused(other, Purpose.AUDIT, TELL, [case.reference, cast.manager.id, other.id, other.desk], "row-level")
    refused(me, Purpose.AUDIT, TELL, [case.reference, cast.manager.id, other.id, me.desk], "row-level")
    refused(me, Purpose.AUDIT, TELL, [case.reference, me.id, me.id, me.desk], "row-level")
    tell(cast, case.reference)
    refused(me, Purpose.AUDIT, "update cases_conflicttold set reference = %s", [NOBODYS], "permission denied")
    refused(me, Purpose.AUDIT, "delete from cases_conflicttold", [], "permission denied")
