"""Emergency access: timed, reasoned, stepped up, announced, reviewed; enforced by query, policy and key."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import Http404

from jejaring.access.purposes import Purpose
from jejaring.cases import actions, jobs, queries
from jejaring.cases.models import Case, EmergencyAccess, EmergencySuspension
from jejaring.commitments.jobs import tick
from jejaring.commitments.models import Commitment, StepTaken
from jejaring.desk.queries.emergency import emergency_identity, emergency_page
from jejaring.directory.models import User
from jejaring.directory.queries import actor_for
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now, standing_at
from jejaring.kernel.verdict import Refused
from jejaring.notices.models import Notice
from tests.cases.urgent import REASON, ask, opened, planned, review, seen
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case of the unit with a safety plan; a head at the police; passwords."""
    return planned(cast)


def test_a_head_of_another_organisation_and_the_team_are_told_at_once_without_a_word_of_content(cast: Cast, case: Case) -> None:
    access = opened(cast.duty, case)
    told = set()
    for actor in cast.actors.values():
        with acting_as(actor, "test"):
            told |= set(Notice.objects.filter(kind="emergency_opened").values_list("to_user", "subject_id"))

    assert told == {(who, access) for who in (cast.head.id, cast.manager.id, cast.companion.id, cast.supervisor.id)}
    with acting_as(cast.head, "test"):
        promise = Commitment.objects.get(key="emergency_review")
    assert (promise.desk_id, promise.case_id, promise.reference, promise.about_sex) == (cast.head.desk, None, "", "")
    assert promise.due_at - promise.started_at == timedelta(hours=72)


def test_what_another_organisation_opens_is_reviewed_by_the_desk_that_leads_the_case(cast: Cast, case: Case) -> None:
    access = opened(cast.police, case)
    with acting_as(cast.supervisor, "test"):
        assert EmergencyAccess.objects.get(pk=access).reviewing_desk == cast.desk_id("unit")
    with pytest.raises(Refused, match="Another desk"):
        review(cast.privacy, access)
    review(cast.supervisor, access)


def test_a_head_with_a_conflict_is_not_asked(cast: Cast, case: Case) -> None:
    with acting_as(cast.supervisor, "test"):
        actions.declare_conflict(by=cast.supervisor, case_id=case.pk, account="head", kind="kin", reason="Saudara terlapor")
    access = opened(cast.duty, case)
    with acting_as(cast.privacy, "test"):
        assert EmergencyAccess.objects.get(pk=access).reviewing_desk == cast.desk_id("office")


def test_the_reviewer_sees_reason_acts_and_kinds_of_fields_and_no_content(cast: Cast, case: Case) -> None:
    access = opened(cast.duty, case)
    with acting_as(cast.duty, Purpose.EMERGENCY):
        emergency_page(cast.duty, access)
        person = case.participants.get(role="victim").person_id
        _row, _lead, who = emergency_identity(cast.duty, access, person)
    for reader in (cast.head, cast.manager, cast.privacy, cast.duty):
        with acting_as(reader, Purpose.SUPERVISION):
            found = queries.emergency_for(reader, access)
        assert found.reason == REASON
        assert [r.act for r in found.reads][:1] == ["Read"]
        assert "safety plan" in found.reads[0].fields
        assert "Showed a name" in [r.act for r in found.reads]
        assert who.name == "Bunga Contoh"
        assert "Bunga" not in str(found)
    for stranger in (cast.police, cast.social, cast.stranger, cast.admin):
        with acting_as(stranger, Purpose.SUPERVISION), pytest.raises(Http404):
            queries.emergency_for(stranger, access)


def test_every_read_under_it_is_in_the_log_with_its_purpose(cast: Cast, case: Case) -> None:
    access = opened(cast.duty, case)
    with acting_as(cast.duty, Purpose.EMERGENCY):
        emergency_page(cast.duty, access)
    with acting_as(cast.privacy, "audit"), connection.cursor() as cursor:
        cursor.execute("select act, purpose from audit_event where actor = %s and case_id = %s order by at", [cast.duty.id, case.pk])
        found = [row for row in cursor.fetchall() if row[1] == "emergency"]

    assert found == [("emergency_opened", "emergency"), ("read", "emergency")]


def test_the_team_reads_it_on_the_timeline(cast: Cast, case: Case) -> None:
    access = opened(cast.duty, case)
    review(cast.head, access)
    with acting_as(cast.manager, "case_work"):
        told = [(m.title, m.url_id) for m in queries.moments(cast.manager, case.pk) if "mergency" in m.title]

    assert told == [("Emergency access reviewed: Justified", None), ("Emergency access", access)]


def test_justified_keeps_the_promise_and_the_right(cast: Cast, case: Case) -> None:
    access = opened(cast.duty, case)
    review(cast.head, access)

    with acting_as(cast.head, "test"):
        assert Commitment.objects.get(key="emergency_review").state == "kept"
    with pytest.raises(Refused, match="already"):
        review(cast.head, access)
    with standing_at(now() + timedelta(hours=80)):
        assert jobs.suspend() == 0
        assert ask(cast.duty, case.reference)


def test_not_justified_suspends_the_right_ends_what_runs_and_is_told(cast: Cast, case: Case) -> None:
    access = opened(cast.duty, case)
    review(cast.head, access, "unjustified")

    assert seen(cast.duty, case.pk) == 0
    with pytest.raises(Refused, match="rests"):
        ask(cast.duty, case.reference)
    with acting_as(cast.duty, "test"):
        kinds = set(Notice.objects.filter(to_user=cast.duty.id).values_list("kind", flat=True))
    assert {"emergency_decided", "emergency_suspended"} <= kinds


def test_unreviewed_after_three_days_the_right_rests_at_that_moment_and_the_account_works(cast: Cast, case: Case) -> None:
    opened(cast.duty, case)
    start = now()
    with standing_at(start + timedelta(hours=71)):
        assert jobs.suspend() == 0
    with standing_at(start + timedelta(hours=72, minutes=1)):
        with pytest.raises(Refused, match="rests"):  # before any job has run
            ask(cast.duty, case.reference)
        assert (jobs.suspend(), jobs.suspend()) == (1, 0)
        tick()
        with acting_as(cast.head, "test"):
            assert Notice.objects.filter(to_user=cast.head.id, kind="emergency_suspended").count() == 1
            assert set(StepTaken.objects.values_list("step", flat=True)) == {"25 desk", "75 head", "100 agency"}
        assert actor_for(cast.duty.id) == cast.duty
        assert User.objects.get(pk=cast.duty.id).is_active


def test_the_privacy_officer_gives_the_right_back_with_a_reason_and_nobody_to_oneself(cast: Cast, case: Case) -> None:
    review(cast.head, opened(cast.duty, case), "unjustified")
    with acting_as(cast.duty, Purpose.ADMINISTRATION), pytest.raises(Refused):
        actions.restore_right(by=cast.duty, suspension_id=EmergencySuspension.objects.get().pk, reason="x")
    with acting_as(cast.privacy, Purpose.ADMINISTRATION):
        row = EmergencySuspension.objects.get()
        with pytest.raises(Refused):
            actions.restore_right(by=cast.privacy, suspension_id=row.pk, reason=" ")
        actions.restore_right(by=cast.privacy, suspension_id=row.pk, reason="Sudah dibicarakan dengan kepala UPTD")

    assert ask(cast.duty, case.reference)
