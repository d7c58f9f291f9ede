"""The screens of triage, through the real middleware."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jejaring.cases.models import Case, Participant
from jejaring.commitments.models import Commitment
from jejaring.guard.context import acting_as
from jejaring.intake.models import Report
from jejaring.kernel.clock import today
from jejaring.kernel.ids import reference, uuid7
from jejaring.people.rules import ContactWish
from jejaring.triage.models import Outcome, Triage
from tests.cast import Cast
from tests.screens import signed_in
from tests.triage.told import CALLER, NEIGHBOUR, decide, owed, report

OF_THE_TEST = ("SAVEPOINT", "RELEASE")  # in a test a request is a savepoint, left by hand; on a server it is the transaction
ADVICE = {"kind": "information_only", "forms": [], "risk": "", "outcomes": ["advise"], "manager": "", "companion": ""}


def filled(cast: Cast, told: Report, **changes: Any) -> dict[str, Any]:
    """What a browser sends to open a case of trafficking."""
    plain = {
        "kind": "trafficking", "forms": ["trafficking", "sexual"], "victim_sex": "female", "victim_age": "17", "victim_count": "2",
        "respondent_count": "1", "relation": "recruiter", "risk": "high", "jurisdiction": "own", "outcomes": ["open_case"],
        "manager": str(cast.manager.id), "companion": str(cast.companion.id), "reason": "Cukup jelas", "version": str(told.version),
        "submission": str(uuid7()),
    }  # fmt: skip
    return plain | changes


def text_of(page: Any) -> str:
    """The main part of a page on one line."""
    return re.sub(r"\s+", " ", page.content.decode())


def at(told: Report) -> str:
    """Where a report is decided."""
    return f"/triage/{told.pk}/"


def proposed(cast: Cast) -> tuple[UUID, UUID]:
    """A case of the manager's and the outcome that proposes to join it."""
    case_id = decide(cast, report(cast)).case_id
    assert case_id
    with acting_as(cast.manager, "test"):
        named = Case.objects.get(pk=case_id).reference
    told = report(cast)
    decide(cast, told, outcomes=("join_case",), manager=None, companion=None, join_reference=named)
    with acting_as(cast.duty, "test"):
        return case_id, Outcome.objects.get(report_id=told.pk).pk


def test_the_story_its_risk_and_how_to_reach_her_stand_beside_the_decision(cast: Cast) -> None:
    told = report(cast, danger_signs=("captivity", "pregnant"), contact=ContactWish(("whatsapp",), ("phone",)), victim_name="Bunga Contoh")

    answer = signed_in(cast.duty).get(at(told))
    page = text_of(answer)

    assert answer.status_code == 200
    for words in ("KTP ditahan", "+4", "WhatsApp", f'name="version" value="{told.version}"', "Petugas manager"):
        assert words in page, words
    assert "Bunga Contoh" not in page


def test_a_filled_form_opens_the_case_with_everybody_in_it(cast: Cast) -> None:
    told = report(cast, danger_signs=("captivity",))

    answer = signed_in(cast.manager).post(at(told), filled(cast, told))

    with acting_as(cast.manager, "test"):
        case = Case.objects.get(opened_from=told.pk)
        roles = sorted(Participant.objects.filter(case=case).values_list("role", "age"), key=str)
    assert (answer.status_code, answer["Location"]) == (302, f"/cases/{case.pk}/")
    assert roles == [("respondent", None), ("victim", 17), ("victim", None)]


@pytest.mark.parametrize("ticked", [True, False])
def test_who_learned_of_it_abroad_is_asked_where_the_period_of_a_complaint_begins(cast: Cast, ticked: bool) -> None:
    told = report(cast, incident_on=today(), incident_precision="day")
    typed = filled(cast, told, kind="domestic_violence", forms=["physical"], victim_age="30", relation="spouse")
    signed_in(cast.manager).post(at(told), typed | ({"learned_abroad": "on"} if ticked else {}))

    with acting_as(cast.manager, "test"):
        case = Case.objects.get(opened_from=told.pk)
        periods = set(Commitment.objects.filter(case_id=case.pk, key__startswith="complaint_period").values_list("key", flat=True))
    assert periods == {"complaint_period_abroad" if ticked else "complaint_period"}
    file = signed_in(cast.manager).get(f"/cases/{case.pk}/", headers={"accept-language": "en"}).content.decode()
    assert ("Learned of it abroad" in file) is ticked


def test_whoever_does_not_see_the_case_is_shown_the_decision(cast: Cast) -> None:
    told = report(cast)

    answer = signed_in(cast.duty).post(at(told), filled(cast, told))

    assert (answer.status_code, answer["Location"]) == (302, at(told))
    assert owed(cast, told.pk)["triage"] == "kept"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"reason": "  "}, "reason"),
        ({"manager": ""}, "manager"),
        ({"manager": "nobody"}, "manager"),
        ({"victim_age": "121"}, "victim_age"),
        ({"victim_count": "0"}, "victim_count"),
        ({"victim_count": "many"}, "victim_count"),
        ({"respondent_count": "21"}, "respondent_count"),
        ({"risk": "medium"}, "risk"),
        ({"outcomes": []}, "outcomes"),
        ({"outcomes": ["advise", "open_case"]}, "outcomes"),
        ({"outcomes": ["join_case"], "join_reference": "K-26-0001-A1"}, "join_reference"),
        ({"outcomes": ["transfer"], "jurisdiction": "transfer_region"}, "region"),
        ({"jurisdiction": "moon"}, "jurisdiction"),
    ],
)
def test_a_refused_decision_keeps_what_was_typed_and_writes_nothing(cast: Cast, wrong: dict[str, Any], field: str) -> None:
    told = report(cast, danger_signs=("captivity",))
    words = {"reason": "Karena سيتي 🌸 ditahan", "lowered_reason": "Sudah pindah"}

    answer = signed_in(cast.duty).post(at(told), filled(cast, told, **(words | wrong)))
    page = text_of(answer)

    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in page
    assert "Sudah pindah" in page
    assert field == "reason" or "Karena سيتي 🌸 ditahan" in page
    with acting_as(cast.supervisor, "test"):
        assert not Triage.objects.exists()
        assert Report.objects.get(pk=told.pk).state == "waiting"


@pytest.mark.parametrize("version", ["", "x", "0", "7", "9" * 30, "²"])
def test_a_page_of_another_state_of_the_report_is_refused_and_keeps_its_words(cast: Cast, version: str) -> None:
    told = report(cast)

    answer = signed_in(cast.duty).post(at(told), filled(cast, told, version=version, reason="Kata-kata saya"))

    assert answer.status_code == 422
    assert "Kata-kata saya" in text_of(answer)


def test_the_loser_of_two_keeps_every_word_and_the_report_has_one_decision(cast: Cast) -> None:
    told = report(cast)
    mine = filled(cast, told, reason="Kata-kata saya")
    signed_in(cast.manager).post(at(told), filled(cast, told))

    lost = signed_in(cast.duty).post(at(told), mine)

    assert lost.status_code == 422
    assert "Kata-kata saya" in text_of(lost)
    with acting_as(cast.supervisor, "test"):
        assert list(Triage.objects.filter(report_id=told.pk).values_list("decided_by", flat=True)) == [cast.manager.id]


def test_the_same_form_sent_twice_is_one_decision(cast: Cast) -> None:
    told = report(cast)
    form, browser = filled(cast, told), signed_in(cast.manager)

    places = {browser.post(at(told), form)["Location"] for _ in range(2)}

    assert len(places) == 1
    with acting_as(cast.supervisor, "test"):
        assert (Triage.objects.count(), Case.objects.count()) == (1, 1)


def test_an_adult_whom_nobody_asked_is_said_before_and_refused_after(cast: Cast) -> None:
    told, browser = report(cast, NEIGHBOUR), signed_in(cast.duty)
    form = filled(cast, told, kind="violence_against_women", forms=["physical"], risk="medium", victim_age="31", victim_count="1")

    before, refused = browser.get(at(told)), browser.post(at(told), form)

    assert (before.status_code, refused.status_code) == (200, 422)
    assert 'id="id_outcomes_error"' in text_of(refused)
    assert owed(cast, told.pk)["first_response"] == "open"


def unmarked(page: Any, *told: Report) -> str:
    """A page without what differs between any two reports: ids, references, moments, the form's tokens."""
    text = text_of(page)
    for one in told:
        text = text.replace(str(one.pk), "ID").replace(one.reference, "REF")
    return re.sub(r"<time.*?</time>|\d\d\.\d\d|[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9]{64}", "", text)


def test_s05_the_screen_is_the_same_whether_she_is_known_or_not(cast: Cast) -> None:
    browser, screens = signed_in(cast.duty), []
    for known in (False, True):
        if known:
            decide(cast, report(cast))  # his wife's own report, now a case
        told = report(cast, CALLER)
        before = browser.get(at(told))
        answer = browser.post(at(told), filled(cast, told, **ADVICE))
        assert answer["Location"] == at(told)
        screens.append([unmarked(page, told) for page in (before, browser.get(at(told)))])

    assert screens[0] == screens[1]
    with acting_as(cast.supervisor, "test"):
        assert Case.objects.count() == 1


def test_the_decided_page_of_a_proposal_is_the_same_whether_the_case_exists(cast: Cast) -> None:
    case_id = decide(cast, report(cast)).case_id
    assert case_id
    with acting_as(cast.manager, "test"):
        named = Case.objects.get(pk=case_id).reference
    browser, screens = signed_in(cast.duty), []
    for text in (named, reference("K", 2026, 9999)):
        told = report(cast)
        form = filled(cast, told, outcomes=["join_case"], manager="", companion="", join_reference=text)
        assert browser.post(at(told), form)["Location"] == at(told)
        screens.append(unmarked(browser.get(at(told)), told))

    assert screens[0] == screens[1]
    assert named not in screens[0]


def test_what_was_decided_is_read_on_the_same_address(cast: Cast) -> None:
    told = report(cast)
    done = decide(cast, told)

    for who, sees in ((cast.duty, False), (cast.manager, True)):
        answer = signed_in(who).get(at(told))
        assert answer.status_code == 200
        assert "Cukup jelas" in text_of(answer)
        assert (f"/cases/{done.case_id}/" in text_of(answer)) is sees


def test_a_draft_is_received_before_it_is_decided(cast: Cast) -> None:
    told = report(cast, draft=True)

    assert signed_in(cast.duty).get(at(told))["Location"] == f"/reports/{told.pk}/"


def test_a_stranger_finds_nothing_and_the_police_learn_nothing(cast: Cast) -> None:
    told = report(cast)
    _case_id, outcome = proposed(cast)
    for path in (at(told), f"/triage/{uuid7()}/", f"/triage/join/{outcome}/", f"/triage/join/{uuid7()}/"):
        for method in ("get", "post"):
            assert getattr(signed_in(cast.stranger), method)(path).status_code == 404, path
            assert getattr(signed_in(cast.police), method)(path).status_code == 403, path


def test_the_team_reads_a_proposal_and_takes_the_report_in(cast: Cast) -> None:
    case_id, outcome = proposed(cast)
    browser, where = signed_in(cast.manager), f"/triage/join/{outcome}/"

    before = browser.get(where)
    answer = browser.post(where, {"accept": "1"})
    again = browser.post(where, {"decline": "1"})

    assert before.status_code == 200
    assert "Cukup jelas" in text_of(before)
    assert (answer.status_code, answer["Location"]) == (302, f"/cases/{case_id}/")
    assert again.status_code == 409
    assert 'name="decline"' not in text_of(browser.get(where))
    with acting_as(cast.manager, "test"):
        assert Outcome.objects.get(pk=outcome).join_state == "accepted"


def test_a_report_that_is_sent_back_can_be_decided_again(cast: Cast) -> None:
    _case_id, outcome = proposed(cast)
    browser = signed_in(cast.manager)

    where = browser.post(f"/triage/join/{outcome}/", {"decline": "1"})["Location"]

    report_id = where.rstrip("/").rsplit("/", 1)[-1]
    assert 'name="outcomes"' in text_of(browser.get(f"/triage/{report_id}/"))


@pytest.mark.parametrize("decided", [False, True])
def test_the_page_takes_at_most_fifteen_statements(cast: Cast, decided: bool) -> None:
    told = report(cast, danger_signs=("captivity",), contact=ContactWish(("whatsapp",), ("phone",)))
    if decided:
        decide(cast, told)
    browser = signed_in(cast.manager)
    browser.get(at(told))
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(at(told)).status_code == 200

    counted = [q["sql"] for q in captured if not q["sql"].startswith(OF_THE_TEST) and "'role', 'none'" not in q["sql"]]
    assert len(counted) <= 15, "\n".join(counted)
