"""The screens of the acts on a case: each keeps what was typed, says why it refuses, and leads back to the file."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from jejaring.cases import actions, queries
from jejaring.cases.actions import NewParty
from jejaring.cases.models import Assessment, Case, Closure, Identifier, Note, Participant, PlannedService, ServiceFact, TraffickingScreen
from jejaring.cases.urls import urlpatterns
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import today
from jejaring.kernel.ids import uuid7
from jejaring.people.models import Person
from jejaring.reference import queries as reference
from tests.cases.files import GIRL, open_file, victim_of, wife_hit
from tests.cast import Cast
from tests.screens import signed_in

ENGLISH = {"accept-language": "en"}
ACTS = ("party", "contact", "assign", "incident", "screen", "identifier", "assess", "plan", "service", "note", "review", "police", "close")


def send(cast: Cast, case: Case, act: str, data: dict[str, Any], *, by: str = "manager", ids: tuple[UUID, ...] = (), **headers: str) -> Any:
    url = reverse(f"cases:{act}", args=[case.pk, *ids])
    return signed_in(cast.actors[by]).post(url, data, headers=ENGLISH | headers)


def look(cast: Cast, case: Case, act: str, *, by: str = "manager", ids: tuple[UUID, ...] = (), query: str = "") -> Any:
    return signed_in(cast.actors[by]).get(reverse(f"cases:{act}", args=[case.pk, *ids]) + query, headers=ENGLISH)


def done(answer: Any, case: Case) -> bool:
    return bool(answer.status_code == 302 and answer["Location"] == reverse("desk:case", args=[case.pk]))


def victim(cast: Cast, case: Case) -> Any:
    with acting_as(cast.supervisor, "test"):
        return victim_of(case)


@pytest.mark.parametrize("act", ACTS)
def test_every_act_shows_how_contact_is_safe_and_no_name_and_opens_nothing_to_a_stranger(cast: Cast, case: Case, act: str) -> None:
    answer = look(cast, case, act, by="supervisor")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'class="safe"' in page
    assert "Bunga" not in page
    assert "<title>Jejaring</title>" in page
    assert look(cast, case, act, by="stranger").status_code == 404
    assert look(cast, case, act, by="duty").status_code == 403


def test_every_address_is_of_a_case_or_for_who_sees_none() -> None:
    without = ("conflicts/", "emergency/", "sealed/")  # told, asked, reviewed and agreed to by people of other desks as well
    assert all(str(p.pattern).startswith(("<uuid:case_id>/", *without)) for p in urlpatterns)


def test_a_person_is_added_with_one_word_for_a_name_and_no_birth_date(cast: Cast, case: Case) -> None:
    assert done(send(cast, case, "party", {"role": "witness", "sex": "female", "name": "Siti"}), case)
    with acting_as(cast.manager, "test"):
        assert Participant.objects.filter(case=case, role="witness").count() == 1


def test_an_unknown_respondent_is_added_without_a_person(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        before = Person.objects.count()
    assert done(send(cast, case, "party", {"role": "respondent", "unknown": "on", "relation": "stranger", "age_is_estimate": "on"}), case)
    with acting_as(cast.manager, "test"):
        assert Person.objects.count() == before
        assert len(queries.case_for(cast.manager, case.pk).respondents) == 2


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"nik": "1571074512070001", "sex": "male"}, "nik", "digits of this NIK"),
        ({"nik": "1571070312070001", "sex": "male", "birth_date": "4/12/2007"}, "nik", "digits of this NIK"),
        ({"nik": "123"}, "nik", "not a NIK"),
        ({"birth_date": "31/2/2010"}, "birth_date", "not a date"),
        ({"age": "200"}, "age", "between 0 and 120"),
        ({"role": "respondent", "coerced": "on"}, "coerced", "Choose victim"),
    ],
)
def test_what_contradicts_itself_is_said_beside_the_field_and_kept(
    cast: Cast, case: Case, typed: dict[str, str], field: str, words: str
) -> None:
    answer = send(cast, case, "party", {"role": "victim", "name": "أمينة 😊", **typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert f'id="id_{field}_error"' in page
    assert "أمينة 😊" in page


def test_correcting_somebody_shows_what_is_known_and_refuses_the_second_of_two(cast: Cast, case: Case) -> None:
    ids = (victim(cast, case),)
    with acting_as(cast.manager, "test"):
        person = Participant.objects.get(pk=ids[0]).person_id
    page = send(cast, case, "reveal", {"reason": "check", "party": str(ids[0])}, ids=(person,)).content.decode()
    assert "Bunga Contoh" in page
    typed = {"role": "victim", "sex": "female", "age": "18", "name": "Bunga C", "person_version": "1"}
    assert done(send(cast, case, "party_edit", typed, ids=ids), case)
    answer = send(cast, case, "party_edit", typed | {"name": "Lain"}, ids=ids)
    assert answer.status_code == 422
    assert "nothing of yours was lost" in answer.content.decode()
    assert "Lain" in answer.content.decode()


def test_an_identity_is_shown_only_after_a_reason(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        ids = (Participant.objects.get(pk=victim_of(case)).person_id,)
    assert "Bunga" not in look(cast, case, "reveal", ids=ids).content.decode()
    refused = send(cast, case, "reveal", {"submission": str(uuid7())}, ids=ids)
    assert (refused.status_code, "Bunga" in refused.content.decode()) == (422, False)
    assert "Bunga Contoh" in send(cast, case, "reveal", {"reason": "contact"}, ids=ids).content.decode()
    assert send(cast, case, "reveal", {"reason": "contact"}, ids=(uuid7(),)).status_code == 404


def test_an_incident_takes_several_forms_and_a_sub_form_ticks_its_form(cast: Cast, case: Case) -> None:
    typed = {
        "happened": "Maret 2026",
        "place": "home",
        "forms": ["psychological"],
        "sub_physical": ["slapped", "kicked"],
        "narrative": "Cerita",
    }
    assert done(send(cast, case, "incident", typed), case)
    with acting_as(cast.manager, "test"):
        added = queries.case_for(cast.manager, case.pk).incidents[1]
        assert {(f.form, f.sub_form) for f in added.forms} == {("psychological", ""), ("physical", "slapped"), ("physical", "kicked")}
        assert (added.precision, added.place) == ("month", "home")


@pytest.mark.parametrize(
    ("typed", "words"),
    [({"forms": ["physical"], "happened": "1/1/2090"}, "in the future"), ({"happened": ""}, "at least one form"),
     ({"forms": ["physical"], "narrative": "x" * 20_001}, "20")],
)  # fmt: skip
def test_an_impossible_incident_is_refused_with_all_that_was_typed(cast: Cast, case: Case, typed: dict[str, Any], words: str) -> None:
    answer = send(cast, case, "incident", {"place": "unknown", "narrative": "Cerita panjang", **typed})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert typed.get("narrative", "Cerita panjang") in answer.content.decode()


def test_a_screen_previewed_says_why_and_saves_nothing(cast: Cast, case: Case) -> None:
    typed = {"victim": str(victim(cast, case)), "acts": ["recruitment"], "purposes": ["sexual_exploitation"], "preview": "1"}
    fragment = send(cast, case, "screen", typed, **{"HX-Request": "true"}).content.decode()
    whole = send(cast, case, "screen", typed).content.decode()
    for page in (fragment, whole):
        assert "For a child no means are needed" in page
        assert "not a verdict" in page
    assert "<html" not in fragment
    assert "<html" in whole
    with acting_as(cast.manager, "test"):
        assert not TraffickingScreen.objects.exists()


def test_a_screen_is_saved_with_a_forced_offence(cast: Cast, case: Case) -> None:
    pk = victim(cast, case)
    typed = {"victim": str(pk), "acts": ["recruitment"], "means": ["fraud"], "purposes": ["forced_labour"], "coerced": "on"}
    assert done(send(cast, case, "screen", typed), case)
    with acting_as(cast.manager, "test"):
        assert TraffickingScreen.objects.get().elements_for_charge
        assert Participant.objects.get(pk=pk).coerced


def test_an_identifier_is_kept_and_its_use_changed(cast: Cast, case: Case) -> None:
    typed = {"kind": "phone", "value": "0812-7400-1188", "role": "recruiter", "use": "help_only"}
    assert done(send(cast, case, "identifier", typed, by="companion"), case)
    assert send(cast, case, "identifier", typed | {"value": "entah"}).status_code == 422
    with acting_as(cast.manager, "test"):
        row = Identifier.objects.get()
    assert done(send(cast, case, "identifier_use", {"use": "may_go_to_police"}, ids=(row.pk,)), case)
    with acting_as(cast.manager, "test"):
        assert Identifier.objects.get().use == "may_go_to_police"


def test_an_assessment_that_lowers_the_risk_says_who_may_and_keeps_every_word(cast: Cast, case: Case) -> None:
    typed = {"danger_signs": ["weapon"], "risk": "low", "condition": "Kondisi panjang", "version": "1"}
    answer = send(cast, case, "assess", typed)
    assert answer.status_code == 422
    assert "Only a supervisor may lower a risk" in answer.content.decode()
    assert "Kondisi panjang" in answer.content.decode()
    assert done(send(cast, case, "assess", typed | {"risk": ""}), case)


def test_the_assessment_shows_critical_signs_at_once_and_the_rest_by_nature(cast: Cast, case: Case) -> None:
    page = signed_in(cast.manager).get(f"/cases/{case.pk}/assess/", headers={"accept-language": "en"}).content.decode()
    signs = page[page.index("Signs of danger today") : page.index("Risk from now on")]
    at_once = signs[: signs.index("<details")]

    assert at_once.count('class="choice danger marked"') == at_once.count('<label class="choice') == len(reference.critical_signs())
    assert signs.count("<details") == 3
    assert page.count('name="factors"') == len(reference.codes("contributing_factor"))


@pytest.mark.parametrize(("actor", "offered"), [("manager", False), ("supervisor", True)])
def test_only_who_may_lower_a_risk_is_asked_why(cast: Cast, case: Case, actor: str, offered: bool) -> None:
    page = signed_in(cast.actors[actor]).get(f"/cases/{case.pk}/assess/").content.decode()

    assert ('name="lowered_reason"' in page) is offered


def test_a_refused_form_corrected_and_sent_again_counts_as_the_first(cast: Cast, case: Case) -> None:
    typed = {"risk": "low", "condition": "Kondisi", "no_danger": "on", "submission": str(uuid7())}
    assert send(cast, case, "assess", typed).status_code == 422
    assert done(send(cast, case, "assess", typed | {"risk": ""}), case)
    with acting_as(cast.manager, "test"):
        assert Assessment.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"no_danger": "on"}, "Condition: health"),
        ({"condition": "Baik"}, "or below that there is none"),
        ({"condition": "Baik", "danger_signs": ["weapon"], "no_danger": "on"}, "contradicts the signs"),
    ],
)
def test_an_assessment_says_how_the_person_is_and_answers_on_danger(cast: Cast, case: Case, typed: dict[str, Any], words: str) -> None:
    answer = send(cast, case, "assess", typed | {"version": "1"})

    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    with acting_as(cast.manager, "test"):
        assert Assessment.objects.count() == 0


def test_what_is_open_is_seen_by_who_proposes_and_by_who_decides(cast: Cast, case: Case) -> None:
    page = look(cast, case, "close").content.decode()
    assert ("Still open" in page, "High risk" in page, 'name="knowing"' in page) == (True, True, True)
    typed = {"reason": "goals_met", "outcome": "safe", "account": "Sudah pulih", "version": "1"}
    assert send(cast, case, "close", typed).status_code == 422
    assert done(send(cast, case, "close", typed | {"knowing": "on"}), case)
    assert "Still open" in look(cast, case, "confirm", by="supervisor").content.decode()


def test_goals_are_not_reached_where_the_person_is_worse_off(cast: Cast, case: Case) -> None:
    typed = {"reason": "goals_met", "outcome": "worse", "account": "Belum aman", "version": "1", "knowing": "on"}
    answer = send(cast, case, "close", typed)
    assert (answer.status_code, "Belum aman" in answer.content.decode()) == (422, True)


def test_who_loses_a_race_sees_it_and_decides_knowingly(cast: Cast, case: Case) -> None:
    assert done(send(cast, case, "assess", {"version": "1", "condition": "Pertama", "no_danger": "on"}), case)
    answer = send(cast, case, "assess", {"version": "1", "condition": "Kedua", "no_danger": "on"}, by="supervisor")
    page = answer.content.decode()
    assert (answer.status_code, "meantime" in page, "Kedua" in page) == (422, True, True)
    assert 'name="version" value="2"' in page


def test_the_plan_ticks_several_needs_with_desk_and_day(cast: Cast, case: Case) -> None:
    by = today() + timedelta(3)
    typed = {
        "victim": str(victim(cast, case)), "need_shelter": "on", "desk_shelter": str(cast.desk_id("social")),
        "by_shelter": f"{by.day}/{by.month}/{by.year}", "need_psychological": "on", "desk_health": str(cast.desk_id("hospital")),
    }  # fmt: skip
    assert done(send(cast, case, "plan", typed), case)
    with acting_as(cast.manager, "test"):
        rows = {row.service: (row.by_desk_id, row.wanted_by) for row in PlannedService.objects.all()}
        assert rows == {"shelter": (cast.desk_id("social"), by), "psychological": (None, None), "health": (cast.desk_id("hospital"), None)}
    assert "In the plan already" in look(cast, case, "plan").content.decode()
    assert send(cast, case, "plan", {"victim": str(victim(cast, case))}).status_code == 422


def test_mediation_is_not_on_the_page_where_it_endangers(cast: Cast, case: Case) -> None:
    other = wife_hit(cast, risk="low")
    for file, words in ((case, "never mediated"), (other, "Assess the danger first")):
        page = look(cast, file, "plan").content.decode()
        assert "need_mediation" not in page
        assert words in page
        assert 'value="mediation"' not in look(cast, file, "service").content.decode()
    with acting_as(cast.manager, "test"):
        actions.assess(by=cast.manager, case_id=other.pk)
    assert "need_mediation" in look(cast, other, "plan").content.decode()


def test_a_service_is_recorded_for_a_need(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        need = actions.plan_service(by=cast.manager, case_id=case.pk, victim_id=victim_of(case), service="shelter")
    page = look(cast, case, "service", query=f"?need={need.pk}").content.decode()
    (box,) = re.findall(rf'<input[^>]*name="need"[^>]*value="{need.pk}"[^>]*>', page)
    assert "checked" in box
    on = today()
    typed = {"need": str(need.pk), "kind": "refused", "happened_on": f"{on.day}/{on.month}/{on.year}"}
    assert done(send(cast, case, "service", typed, by="companion"), case)
    assert send(cast, case, "service", {"kind": "given", "happened_on": "1/1/2090", "service": "health"}).status_code == 422
    with acting_as(cast.manager, "test"):
        assert [(f.planned_id, f.kind) for f in ServiceFact.objects.all()] == [(need.pk, "refused")]


def test_notes_reviews_and_the_police_report_lead_back_to_the_file(cast: Cast, case: Case) -> None:
    assert done(send(cast, case, "note", {"text": "Satu", "clinical": "on"}, by="companion"), case)
    assert done(send(cast, case, "review", {"text": "Dua"}), case)
    assert done(send(cast, case, "police", {"number": "LP/B/1", "reported_on": "kemarin"}), case)
    assert send(cast, case, "police", {"number": "LP/B/1", "reported_on": "kemarin"}).status_code == 409
    with acting_as(cast.manager, "test"):
        assert set(Note.objects.values_list("kind", flat=True)) == {"clinical", "review"}


def test_a_double_click_writes_one_note(cast: Cast, case: Case) -> None:
    typed = {"text": "Satu", "submission": str(uuid7())}
    assert all(done(send(cast, case, "note", typed), case) for _ in range(2))
    with acting_as(cast.manager, "test"):
        assert Note.objects.count() == 1


def test_only_a_supervisor_finds_the_page_for_a_ground(cast: Cast, case: Case) -> None:
    untold = reverse("cases:untold", args=[case.pk])
    assert untold not in look(cast, case, "police").content.decode()
    assert untold in look(cast, case, "police", by="supervisor").content.decode()
    assert send(cast, case, "untold", {"text": "x"}).status_code == 403
    assert done(send(cast, case, "untold", {"text": "Korban dewasa menolak"}, by="supervisor"), case)


def test_a_case_is_closed_by_two_on_their_own_screens_and_followed_up(cast: Cast, case: Case) -> None:
    typed = {"reason": "goals_met", "outcome": "safe", "account": "Sudah pulih", "follow_up_agreed": "on", "version": "1", "knowing": "on"}
    assert done(send(cast, case, "close", typed), case)
    assert look(cast, case, "confirm", by="manager").status_code == 403
    assert "Sudah pulih" in look(cast, case, "confirm", by="supervisor").content.decode()
    refused = send(cast, case, "confirm", {"decision": "decline", "version": "2"}, by="supervisor")
    assert (refused.status_code, "still missing" in refused.content.decode()) == (422, True)
    assert done(send(cast, case, "confirm", {"decision": "confirm", "version": "2"}, by="supervisor"), case)
    assert look(cast, case, "note")["Location"] == reverse("cases:follow_up", args=[case.pk])
    assert done(send(cast, case, "follow_up", {"text": "Baik"}), case)
    assert done(send(cast, case, "reopen", {"reason": "Diancam lagi", "version": "3"}), case)
    with acting_as(cast.manager, "test"):
        assert queries.summary(cast.manager, case.pk).state == "open"
        assert Closure.objects.count() == 1


def test_who_proposed_is_told_that_somebody_else_decides(cast: Cast, case: Case) -> None:
    typed = {"reason": "goals_met", "outcome": "safe", "account": "Selesai", "version": "1", "knowing": "on"}
    assert done(send(cast, case, "close", typed, by="supervisor"), case)
    answer = look(cast, case, "confirm", by="supervisor")
    assert (answer.status_code, "Somebody else must decide" in answer.content.decode()) == (409, True)


def test_who_leaves_the_team_is_led_to_the_list(cast: Cast, case: Case) -> None:
    answer = send(cast, case, "assign", {"manager": str(cast.supervisor.id), "companion": "", "version": "1"})
    assert answer["Location"] == reverse("desk:cases")
    assert look(cast, case, "note").status_code == 404


def test_two_victims_who_look_alike_are_numbered(cast: Cast) -> None:
    case = open_file(cast, parties=(GIRL, NewParty("victim", "female", 17, name="Kembar")))
    page = look(cast, case, "screen").content.decode()
    assert "Girl, 17 (1)" in page
    assert "Girl, 17 (2)" in page


def test_a_case_without_a_victim_says_so_before_it_is_planned(cast: Cast) -> None:
    case = open_file(cast, parties=())
    for act in ("plan", "screen"):
        page = look(cast, case, act).content.decode()
        assert reverse("cases:party", args=[case.pk]) in page
