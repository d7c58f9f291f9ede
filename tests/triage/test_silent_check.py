"""S05: after a request for information the unit looks for whom the caller asked about. Whoever typed learns nothing, by any way."""

import difflib
import re
from typing import Any

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from jejaring.audit.models import Event
from jejaring.cases import actions as cases
from jejaring.cases.actions import NewParty
from jejaring.cases.models import Case
from jejaring.commitments.models import Commitment, CommitmentEvent
from jejaring.config import context
from jejaring.directory.queries import names
from jejaring.guard.context import acting_as
from jejaring.intake.models import Report
from jejaring.kernel.clock import now, standing_at
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused
from jejaring.notices.models import Notice
from jejaring.triage import actions
from jejaring.triage.models import SilentCheck
from jejaring.ui import keeping
from jejaring.vault import actions as vault
from tests.cases import files
from tests.cast import Cast
from tests.screens import signed_in
from tests.triage.told import CALLER, decide, report

pytestmark = pytest.mark.django_db
HER_NUMBER, HIS_NUMBER, NOBODYS = "0812-5550-7788", "0813 4444 1212", "0899-0000-0001"
HER_NIK = "1571076503950001"
MOMENT = now()
OF_THE_TEST = ("SAVEPOINT", "RELEASE")


@pytest.fixture
def case(cast: Cast) -> Case:
    """She is known here with her number and card, he with his number."""
    wife = NewParty("victim", "female", 31, name="Ibu Contoh Rekaan", phone=HER_NUMBER, nik=HER_NIK, birth_date="1995-03-25")
    husband = NewParty("respondent", "male", 40, name="Suami Rekaan", phone=HIS_NUMBER, relation="spouse")
    return files.wife_hit(cast, parties=(wife, husband))


def asked(cast: Cast) -> Report:
    """His call, decided as a request for information."""
    told = report(cast, CALLER)
    decide(cast, told, kind="information_only", forms=(), risk="", outcomes=("advise",), manager=None, companion=None)
    return told


def check(cast: Cast, told: Report, *sought: str, by: str = "duty", **rest: Any) -> None:
    actor = cast.actors[by]
    with acting_as(actor, "test"):
        actions.check_silently(by=actor, report_id=told.pk, sought=sought, **rest)


def alerts(cast: Cast, who: str) -> list[tuple[str, Any]]:
    """The notices about a safety plan that somebody sees, and the promises to look at one."""
    with acting_as(cast.actors[who], "test"):
        seen = [("notice", pk) for pk in Notice.objects.filter(kind="safety_plan").values_list("subject_id", flat=True)]
        return seen + [("promise", pk) for pk in Commitment.objects.filter(key="safety_review").values_list("case_id", flat=True)]


@pytest.mark.parametrize("sought", [(HER_NUMBER,), (NOBODYS, HER_NIK), ("+62 813-4444-1212", ""), ("1571.0765.0395.0001",)])
def test_the_manager_of_the_case_is_told_and_owes_a_look_at_the_safety_plan(cast: Cast, case: Case, sought: tuple[str, ...]) -> None:
    check(cast, asked(cast), *sought)

    assert alerts(cast, "manager") == [("notice", case.pk), ("promise", case.pk)]
    with acting_as(cast.manager, "test"):
        owed = Commitment.objects.get(key="safety_review")
        assert (owed.subject_id, owed.reference, owed.risk, owed.about_sex, owed.about_age) == (
            case.pk,
            case.reference,
            "medium",
            "female",
            31,
        )
        assert round((owed.due_at - owed.started_at).total_seconds() / 3600) == 24
        assert CommitmentEvent.objects.filter(commitment=owed, act="opened").count() == 1
    with acting_as(cast.supervisor, "test"):
        entry = Event.objects.get(act="safety_alert")
        assert (entry.case_id, entry.subject_kind, entry.detail, bool(entry.leaf)) == (case.pk, "case", "", True)


def test_nobody_else_at_the_desk_sees_notice_or_promise(cast: Cast, case: Case) -> None:
    check(cast, asked(cast), HER_NUMBER)

    assert alerts(cast, "duty") == []
    assert alerts(cast, "stranger") == []
    assert alerts(cast, "companion") == [("promise", case.pk)], "the team sees the promise, the notice is the manager's"
    assert alerts(cast, "supervisor") == [("promise", case.pk)]


def test_no_mail_to_the_desk_gives_it_away(cast: Cast, case: Case) -> None:
    check(cast, asked(cast), HER_NUMBER)

    with acting_as(cast.duty, "test"), connection.cursor() as cursor:
        cursor.execute("select * from desks_with_news()")
        told = cursor.fetchall()
    with acting_as(cast.manager, "test"):
        others = Notice.objects.exclude(kind="safety_plan").filter(mailed_at=None).exists()
        assert Notice.objects.get(kind="safety_plan").mailed_at
    assert bool(told) == others, "only what there was before"


@pytest.mark.parametrize("sought", [(NOBODYS,), ("0812-5550-778",), ("1571076503950002",)])
def test_what_is_not_exactly_the_same_alerts_nobody(cast: Cast, case: Case, sought: tuple[str, ...]) -> None:
    check(cast, asked(cast), *sought)

    assert alerts(cast, "manager") == []
    with acting_as(cast.supervisor, "test"):
        assert not Event.objects.filter(act="safety_alert").exists()


def test_cases_of_other_units_and_closed_ones_stay_unasked(cast: Cast) -> None:
    wife = NewParty("victim", "female", 31, name="Ibu Contoh", phone=HER_NUMBER)
    files.wife_hit(cast, by="stranger", manager=cast.stranger.id, companion=None, parties=(wife,))
    over = files.wife_hit(cast, parties=(wife,))
    with acting_as(cast.supervisor, "test"):
        Case.objects.filter(pk=over.pk).update(state="closed", closed_at=now())
    check(cast, asked(cast), HER_NUMBER)

    assert alerts(cast, "stranger") == []
    assert alerts(cast, "supervisor") == []


def test_two_calls_about_one_case_make_one_promise_and_two_notices(cast: Cast, case: Case) -> None:
    for _call in range(2):
        check(cast, asked(cast), HER_NUMBER)

    assert alerts(cast, "manager") == [("notice", case.pk)] * 2 + [("promise", case.pk)]


def test_without_a_manager_the_supervisors_are_told(cast: Cast, case: Case) -> None:
    with acting_as(cast.supervisor, "test"):
        case.team.filter(role="manager").update(until=now())
    check(cast, asked(cast), HER_NUMBER)

    assert ("notice", case.pk) in alerts(cast, "supervisor")
    assert alerts(cast, "duty") == []


def test_reviewing_or_assessing_the_case_keeps_the_promise(cast: Cast, case: Case) -> None:
    check(cast, asked(cast), HER_NUMBER)
    with acting_as(cast.manager, "test"):
        cases.review(by=cast.manager, case_id=case.pk, text="Rencana keselamatan ditinjau")
        assert Commitment.objects.get(key="safety_review").state == "kept"


def test_the_check_is_made_once_and_only_after_a_request_for_information(cast: Cast) -> None:
    told, submission = asked(cast), uuid7()
    for _click in range(2):
        check(cast, told, NOBODYS, submission=submission)
    with pytest.raises(Refused, match="already"):
        check(cast, told, HER_NUMBER)

    other = report(cast)
    with pytest.raises(Refused, match="request for information"):
        check(cast, other, HER_NUMBER)
    decide(cast, other)
    with pytest.raises(Refused, match="request for information"):
        check(cast, other, HER_NUMBER)


@pytest.mark.parametrize(
    ("sought", "field"),
    [((), "first"), (("", " "), "first"), (("siti", ""), "first"), ((NOBODYS, "Jl. Sudirman"), "second"), ((NOBODYS,) * 3, "first")],
)
def test_what_is_no_identifier_is_refused_at_its_field(cast: Cast, sought: tuple[str, ...], field: str) -> None:
    told = asked(cast)
    with pytest.raises(Refused) as refused:
        check(cast, told, *sought)

    assert refused.value.field == field
    with acting_as(cast.duty, "test"):
        assert not SilentCheck.objects.exists()


def forget_what_is_kept_for_a_minute() -> None:
    """So that the end of a minute between two requests adds a statement to none of them alone."""
    vault._newest.clear()
    context._demo.clear()
    keeping._pieces.clear()
    names._names.clear()


def test_the_answer_costs_the_same_statements_and_the_same_time(cast: Cast, case: Case) -> None:
    browser, asked_of_the_database, seconds, answers = signed_in(cast.duty), [], [], []
    for sought in (NOBODYS, HER_NUMBER):
        told = asked(cast)
        browser.get(f"/triage/{told.pk}/silent/")
        forget_what_is_kept_for_a_minute()
        with CaptureQueriesContext(connection) as captured:
            answer = browser.post(f"/triage/{told.pk}/silent/", {"first": sought, "second": "", "submission": str(uuid7())})
        seconds += [float(q["time"]) for q in captured if "silent_check(" in q["sql"]]
        asked_of_the_database.append(len([q for q in captured if not q["sql"].startswith(OF_THE_TEST)]))
        answers.append((answer.status_code, answer["Location"].replace(str(told.pk), "ID")))

    assert alerts(cast, "manager")
    assert answers == [(302, "/triage/ID/")] * 2
    assert asked_of_the_database[0] == asked_of_the_database[1]
    assert min(seconds) >= 0.25
    assert abs(seconds[0] - seconds[1]) < 0.1, seconds


def test_no_page_of_the_officer_differs_whether_she_is_known_or_not(cast: Cast, case: Case) -> None:
    browser, screens = signed_in(cast.duty), []
    for sought in (NOBODYS, HER_NUMBER):
        with standing_at(MOMENT), transaction.atomic():
            told = asked(cast)
            browser.post(f"/triage/{told.pk}/silent/", {"first": sought, "submission": str(uuid7())})
            pages = [browser.get(path) for path in (f"/triage/{told.pk}/", f"/reports/{told.pk}/", "/", "/?all=1", "/reports/")]
            screens.append([plain(page, told) for page in pages])
            transaction.set_rollback(True)

    for one, other in zip(*screens, strict=True):
        found = list(
            difflib.unified_diff(sorted(one.split(">")), sorted(other.split(">")), n=0)
        )  # two promises due at once stand in any order
        assert not found, "\n".join(found)
    assert "Sudah dilakukan" in screens[1][0]
    assert not any("keselamatan sebuah kasus" in text for text in screens[1])


def plain(page: Any, told: Report) -> str:
    """A page without what differs between any two reports."""
    text = page.content.decode().replace(str(told.pk), "ID").replace(told.reference, "REF")
    return re.sub(r"\s+|<time.*?</time>|L-\d\d-\d{4}-\w|\d\d\.\d\d|[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9]{64}", " ", text)


def test_the_page_says_what_is_wrong_beside_the_field_and_keeps_it(cast: Cast) -> None:
    told = asked(cast)
    browser = signed_in(cast.duty)
    answer = browser.post(f"/triage/{told.pk}/silent/", {"first": NOBODYS, "second": "Jl. Sudirman", "submission": str(uuid7())})
    text = answer.content.decode()

    assert answer.status_code == 422
    assert 'id="id_second_error"' in text
    assert "Jl. Sudirman" in text
    assert NOBODYS in text


def test_the_screen_belongs_to_whoever_decides_reports_at_this_desk(cast: Cast) -> None:
    told = asked(cast)
    statuses = {
        who: signed_in(cast.actors[who]).get(f"/triage/{told.pk}/silent/").status_code
        for who in ("duty", "companion", "stranger", "police")
    }

    assert statuses == {"duty": 200, "companion": 403, "stranger": 404, "police": 403}
    decided = report(cast)
    assert signed_in(cast.duty).get(f"/triage/{decided.pk}/silent/").status_code == 409


def test_the_database_itself_refuses_a_search_without_a_decided_request(cast: Cast, case: Case) -> None:
    told = report(cast, CALLER)
    with acting_as(cast.duty, "test"), pytest.raises(ProgrammingError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select silent_check(%s, %s, '{}', now())", [told.pk, [b"x"]])

    assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)
