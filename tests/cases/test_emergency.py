"""Emergency access: timed, reasoned, stepped up, announced, reviewed; enforced by query, policy and key."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import Http404

from jejaring.access.actor import VISITOR
from jejaring.access.purposes import Purpose
from jejaring.access.roles import Role
from jejaring.cases import actions, queries
from jejaring.cases.models import Case, EmergencyAccess, EmergencySuspension
from jejaring.cases.rules import emergency as rules
from jejaring.desk.queries.emergency import emergency_page
from jejaring.directory import actions as directory
from jejaring.directory.models import SignInAttempt
from jejaring.directory.queries import actor_for
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now, standing_at
from jejaring.kernel.ids import reference
from jejaring.kernel.verdict import Refused
from jejaring.vault import actions as vault
from jejaring.vault.actions import KeyMissing
from jejaring.vault.models import Wrap
from tests.cases.urgent import PASSWORD, REASON, ask, opened, planned, refused, review, seen
from tests.cast import LONG_AGO, Cast

pytestmark = pytest.mark.usefixtures("in_english")

NOBODYS = reference("K", 2026, 9999)


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case of the unit with a safety plan; a head at the police; passwords."""
    return planned(cast)


# asking


def test_an_officer_of_the_leading_organisation_reads_the_file_for_four_hours_and_then_no_more(cast: Cast, case: Case) -> None:
    before = seen(cast.duty, case.pk)
    access = opened(cast.duty, case)
    during = seen(cast.duty, case.pk)
    with acting_as(cast.duty, Purpose.EMERGENCY):
        page = emergency_page(cast.duty, access)
    with standing_at(now() + timedelta(hours=4, seconds=1)):
        after = seen(cast.duty, case.pk)
        with acting_as(cast.duty, Purpose.EMERGENCY), pytest.raises(Http404):
            emergency_page(cast.duty, access)

    assert (before, after) == (0, 0)
    assert during > 5
    assert page.file
    assert page.file.plans[0].texts[0][1] == "Perekrut tahu rumahnya"


def test_it_opens_nothing_on_the_pages_of_any_other_purpose(cast: Cast, case: Case) -> None:
    opened(cast.duty, case)

    assert [seen(cast.duty, case.pk, p) for p in ("case_work", "desk", "referral", "supervision", "test")] == [0] * 5


def test_an_officer_of_another_organisation_gets_the_safety_card_and_not_one_row_of_the_case(cast: Cast, case: Case) -> None:
    access = opened(cast.police, case)
    with acting_as(cast.police, Purpose.EMERGENCY):
        page = emergency_page(cast.police, access)
        with pytest.raises(Http404):
            queries.case_for(cast.police, case.pk)

    assert seen(cast.police, case.pk) == 0
    assert page.file is None
    assert page.card
    assert page.card.plans[0].texts == [("Threats", "Perekrut tahu rumahnya")]
    assert page.card.manager == "Petugas manager"


def test_the_keys_of_another_organisation_are_lent_for_as_long_and_no_longer(cast: Cast, case: Case) -> None:
    access = opened(cast.police, case)

    def wraps() -> set[str]:
        with acting_as(cast.police, Purpose.EMERGENCY):
            return set(Wrap.objects.filter(domain=case.domain).values_list("key_class", flat=True))

    lent = wraps()
    with standing_at(now() + timedelta(hours=4, seconds=1)):
        late = wraps()
    with acting_as(cast.police, Purpose.EMERGENCY):
        actions.end_emergency(by=cast.police, access_id=access)

    assert lent == {"general", "identity"}
    assert late == set()
    assert wraps() == set()
    with acting_as(VISITOR, "test"), connection.cursor() as cursor:
        cursor.execute("select count(*) from vault_wrap where domain = %s", [case.domain])  # under its own policy: nobody's
        assert cursor.fetchone() == (0,)


def test_a_colleague_of_the_same_police_desk_reads_nothing_with_the_lent_key(cast: Cast, case: Case) -> None:
    opened(cast.police, case)
    with acting_as(cast.head, Purpose.EMERGENCY), connection.cursor() as cursor:
        cursor.execute("select count(*) from card_plans(%s)", [case.pk])
        assert cursor.fetchone() == (0,)
        assert not Case.objects.filter(pk=case.pk).exists()


def test_two_of_one_organisation_borrow_and_the_first_to_end_leaves_the_key_to_the_other(cast: Cast, case: Case) -> None:
    with acting_as(VISITOR, Purpose.ADMINISTRATION):
        user = directory.add_user(by=VISITOR, username="second", display_name="Petugas kedua", password=PASSWORD)
        directory.add_membership(by=VISITOR, user=user, desk=cast.desks["police"], role=Role.PARTNER, valid_from=LONG_AGO)
        second = actor_for(user.pk)
    first = opened(cast.police, case)
    with standing_at(now() + timedelta(hours=1)):
        other = opened(second, case)
        with acting_as(cast.police, Purpose.EMERGENCY):
            actions.end_emergency(by=cast.police, access_id=first)
        with acting_as(second, Purpose.EMERGENCY):
            assert emergency_page(second, other).card
    with standing_at(now() + timedelta(hours=4, minutes=30)), acting_as(second, Purpose.EMERGENCY):
        card = emergency_page(second, other).card
        assert card
        assert card.plans[0].texts


def test_done_is_done_at_once(cast: Cast, case: Case) -> None:
    access = opened(cast.duty, case)
    with acting_as(cast.duty, Purpose.EMERGENCY):
        actions.end_emergency(by=cast.duty, access_id=access)
        with pytest.raises(Http404):
            actions.end_emergency(by=cast.duty, access_id=access)

    assert seen(cast.duty, case.pk) == 0


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"password": "salah"}, "password"), ({"reason": "gawat"}, "reason"), ({"known_by": "K-26-04"}, "known_by"),
        ({"known_by": ""}, "known_by"),
    ],
)
def test_without_password_reason_or_a_whole_number_nothing_is_opened(cast: Cast, case: Case, changed: dict[str, str], field: str) -> None:
    known_by = changed.pop("known_by", case.reference)
    with pytest.raises(Refused) as refused:
        ask(cast.duty, known_by, **changed)

    assert refused.value.field == field
    with acting_as(cast.privacy, "test"):
        assert not EmergencyAccess.objects.exists()


def test_a_wrong_password_is_counted_and_the_eleventh_waits(cast: Cast, case: Case) -> None:
    with acting_as(cast.duty, Purpose.EMERGENCY):
        for _n in range(10):
            with pytest.raises(Refused):
                actions.open_emergency(by=cast.duty, known_by=case.reference, danger="life", reason=REASON, password="salah")
        assert SignInAttempt.objects.count() == 10
        with pytest.raises(Refused, match="quarter of an hour"):
            actions.open_emergency(by=cast.duty, known_by=case.reference, danger="life", reason=REASON, password=PASSWORD)


def test_a_case_is_found_by_reference_nik_or_telephone_number_and_never_in_part(cast: Cast, case: Case) -> None:
    found = [ask(cast.police, known) for known in (case.reference.lower(), "0812 1111-2222")]
    missed = [ask(cast.police, known) for known in ("0812-1111-222", NOBODYS)]

    assert found[0]
    assert found[0] == found[1]  # one access to one case at a time
    assert missed == [None, None]


def test_what_found_nothing_is_on_record_and_the_sixth_question_of_a_day_is_refused(cast: Cast, case: Case) -> None:
    for _n in range(rules.A_DAY):
        assert ask(cast.police, NOBODYS) is None
    with pytest.raises(Refused, match="five times"):
        ask(cast.police, case.reference)
    with acting_as(cast.privacy, Purpose.AUDIT):
        rows, _older = queries.emergencies(cast.privacy)
        assert [row.found for row in rows] == [False] * rules.A_DAY
    with standing_at(now() + timedelta(days=1)):
        assert ask(cast.police, case.reference)


def test_whoever_works_on_the_case_needs_no_emergency(cast: Cast, case: Case) -> None:
    with pytest.raises(Refused, match="yours already"):
        ask(cast.companion, case.reference)


@pytest.mark.parametrize("who", ["secretary", "chair", "statistician", "privacy", "admin", "therapist", "head"])
def test_roles_that_stand_before_nobody_do_not_ask(cast: Cast, case: Case, who: str) -> None:
    with pytest.raises(Refused):
        ask(cast.actors[who], case.reference)


def test_for_a_declared_conflict_the_case_is_not_there_and_a_running_access_ends(cast: Cast, case: Case) -> None:
    access = opened(cast.duty, case)
    with acting_as(cast.supervisor, "test"):
        for name in ("duty", "police"):
            actions.declare_conflict(by=cast.supervisor, case_id=case.pk, account=name, kind="kin", reason="Saudara terlapor")

    assert seen(cast.duty, case.pk) == 0
    assert ask(cast.police, case.reference) is None
    with acting_as(cast.duty, Purpose.EMERGENCY), pytest.raises(Http404):
        emergency_page(cast.duty, access)
    with acting_as(cast.duty, Purpose.SUPERVISION), pytest.raises(Http404):
        queries.emergency_for(cast.duty, access)


# the database alone


INSERT = """insert into cases_emergencyaccess (id, domain, case_id, "user", desk, organisation, danger, scope, day, opened_at, until,
    reviewing_desk, review_by) values (uuidv7(), uuidv7(), %(case)s, %(user)s, %(desk)s, %(organisation)s, 'life', 'file', current_date,
    now(), %(until)s, %(reviewing)s, %(review_by)s)"""
REVIEW = """insert into cases_emergencyreview (id, domain, access_id, verdict, "by", desk, at)
    values (uuidv7(), uuidv7(), %s, 'justified', %s, %s, now())"""


def test_raw_sql_writes_no_access_that_is_longer_unreviewed_or_somebody_elses(cast: Cast, case: Case) -> None:
    good: dict[str, Any] = {
        "case": case.pk, "user": cast.duty.id, "desk": cast.duty.desk, "organisation": cast.duty.organisation,
        "until": now() + timedelta(hours=3), "reviewing": cast.desk_id("police"), "review_by": now() + timedelta(hours=70),
    }  # fmt: skip
    bad: tuple[dict[str, Any], ...] = (
        {"until": now() + timedelta(hours=5)}, {"reviewing": cast.desk_id("unit")}, {"reviewing": cast.desk_id("social")},
        {"user": cast.manager.id}, {"review_by": now() + timedelta(days=9)},
    )  # fmt: skip
    tries = [(Purpose.EMERGENCY, good | changed) for changed in bad] + [("case_work", good)]
    for purpose, values in tries:
        refused(cast.duty, purpose, INSERT, values, "row-level")
    with acting_as(cast.duty, Purpose.EMERGENCY), connection.cursor() as cursor:
        cursor.execute(INSERT, good)
        assert cursor.rowcount == 1


def test_raw_sql_neither_lengthens_an_access_nor_reviews_ones_own_nor_lifts_ones_suspension(cast: Cast, case: Case) -> None:
    access = opened(cast.duty, case)
    refused(cast.duty, Purpose.EMERGENCY, "update cases_emergencyaccess set until = until + interval '1 hour'", (), "permission")
    for actor in (cast.duty, cast.manager, cast.police):
        refused(actor, Purpose.SUPERVISION, REVIEW, (access, actor.id, actor.desk), "row-level")
    review(cast.head, access, "unjustified")
    lift = "update cases_emergencysuspension set lifted_at = now(), lifted_by = %s"
    refused(cast.duty, Purpose.ADMINISTRATION, lift, [cast.manager.id], "row-level")
    with acting_as(cast.social, Purpose.CLOCK):
        assert not EmergencySuspension.objects.exists()


@pytest.mark.parametrize(
    "sql",
    ["update cases_case set risk = 'low'", "update people_person set age = 1", "update cases_incident set replaced_by_id = id",
     "insert into people_knownquestion default values"],
)  # fmt: skip
def test_under_the_purpose_not_one_row_of_the_case_is_written(cast: Cast, case: Case, sql: str) -> None:
    opened(cast.duty, case)
    refused(cast.duty, Purpose.EMERGENCY, sql, (), "reads alone")


def test_the_database_finds_no_case_in_other_purposes_and_lends_no_key_without_a_running_access(cast: Cast, case: Case) -> None:
    refused(cast.police, "case_work", "select * from emergency_case(%s, '{}')", [case.reference], "no emergency access")
    access = opened(cast.police, case)
    with acting_as(cast.police, Purpose.EMERGENCY), connection.cursor() as cursor:
        actions.end_emergency(by=cast.police, access_id=access)
        cursor.execute("select count(*) from lent_wraps(%s)", [access])
        assert cursor.fetchone() == (0,)
    refused(cast.police, Purpose.EMERGENCY, "select borrow_wraps(%s, '{}', '{}', '{}', '{}')", [access], "no running access")


def test_nothing_is_opened_where_no_head_of_another_organisation_could_review(cast: Cast, case: Case) -> None:
    with acting_as(VISITOR, Purpose.ADMINISTRATION), connection.cursor() as cursor:
        cursor.execute("update directory_membership set valid_until = '2025-01-01' where role in ('head', 'privacy')")
    with pytest.raises(Refused, match="No head"):
        ask(cast.duty, NOBODYS)
    with pytest.raises(Refused, match="No head"):
        ask(cast.duty, case.reference)


def test_without_the_key_the_reason_stays_sealed(cast: Cast, case: Case) -> None:
    access = opened(cast.police, case)
    with acting_as(cast.supervisor, "test"):
        row = EmergencyAccess.objects.get(pk=access)
        assert vault.read(row, "reason") == REASON
    with acting_as(cast.social, "test"), pytest.raises(KeyMissing):
        vault.read(row, "reason")
