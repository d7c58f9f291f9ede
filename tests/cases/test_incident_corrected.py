"""An incident put right: the earlier wording stays sealed, and what is owed because of it follows."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse

from jejaring.audit.models import Event
from jejaring.cases import actions, queries
from jejaring.cases.actions import NewIncident, NewParty, rights
from jejaring.cases.models import Case, Incident, IncidentForm
from jejaring.cases.queries.sections.incidents import IncidentRow
from jejaring.commitments.models import Commitment, CommitmentEvent
from jejaring.directory.models import User
from jejaring.exchange.queries.dossiers import dossiers
from jejaring.guard.context import acting_as
from jejaring.indicators.queries import figures
from jejaring.kernel.clock import midnight, today
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused
from tests.cases import files
from tests.cases.test_correcting import fields_of
from tests.cast import Cast
from tests.screens import signed_in

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
WOMAN = NewParty("victim", "female", 19, name="Contoh")


def told(days: int, *forms: tuple[str, str], **other: Any) -> NewIncident:
    """Something that happened some days ago in the street."""
    facts = {"place": "public_place", "forms": forms or (("sexual", "rape"),), "narrative": "Cerita pertama"} | other
    return NewIncident(today() - timedelta(days=days), "day", **facts)


def opened(cast: Cast, incident: NewIncident, **other: Any) -> Case:
    return files.open_file(cast, **{"kind": "violence_against_women", "parties": (WOMAN,), "incident": incident} | other)


def correct(cast: Cast, case: Case, incident: NewIncident, *, of: UUID | None = None, **other: Any) -> UUID:
    with acting_as(cast.manager, "test"):
        shown = of or Incident.objects.filter(case_id=case.pk, replaced_by=None).latest("recorded_at").pk
        facts = {"reason": "Salah dengar", "incident_id": shown} | other
        return actions.correct_incident(by=cast.manager, case_id=case.pk, incident=incident, **facts)


def owed(cast: Cast, case: Case, *keys: str) -> dict[str, str]:
    """What of these kinds is promised: kind to state, the newest of a kind."""
    with acting_as(cast.manager, "test"):
        rows = Commitment.objects.filter(case_id=case.pk, key__in=keys).order_by("recorded_at", "pk")
        return dict(rows.values_list("key", "state"))


def one(cast: Cast, case: Case, key: str) -> Commitment:
    with acting_as(cast.manager, "test"):
        return Commitment.objects.filter(case_id=case.pk, key=key).latest("recorded_at", "pk")


def name_of(cast: Cast) -> str:
    with acting_as(cast.manager, "test"):
        return User.objects.get(pk=cast.manager.id).display_name


def read(cast: Cast, case: Case) -> tuple[IncidentRow, ...]:
    with acting_as(cast.manager, "test"):
        return queries.case_for(cast.manager, case.pk).incidents


def test_the_correction_holds_and_the_earlier_wording_stays_sealed_with_who_and_why(cast: Cast) -> None:
    case = opened(cast, told(5, ("physical", "slapped")))
    pk = correct(cast, case, told(4, ("psychological", ""), place="home", narrative="Cerita kedua", learned_abroad=True))

    (row,) = read(cast, case)
    assert (row.id, row.place, row.narrative, row.learned_abroad) == (pk, "home", "Cerita kedua", True)
    assert [(f.form, f.sub_form) for f in row.forms] == [("psychological", "")]
    (change,) = row.corrections
    assert (change.by, change.reason, change.told_otherwise) == (name_of(cast), "Salah dengar", True)
    assert (change.before.narrative, change.before.happened_on) == ("Cerita pertama", today() - timedelta(days=5))
    assert [f.sub_form for f in change.before.forms] == ["slapped"]
    with acting_as(cast.manager, "test"):
        stored = [bytes(text) for row in Incident.objects.all() for text in (row.narrative, row.reason) if text]
        assert not [text for text in stored if b"Cerita" in text or b"Salah" in text]
        lines = [(m.title, m.by) for m in queries.moments(cast.manager, case.pk) if "Kejadian" in m.title or "Incident" in m.title]
        assert len(lines) == 2
        assert lines[0][1] == name_of(cast)
    with acting_as(cast.privacy, "test"):
        assert Event.objects.filter(act="incident_corrected", subject_id=pk, case_id=case.pk).count() == 1


def test_a_second_correction_keeps_all_wordings_and_the_incidents_keep_their_order(cast: Cast) -> None:
    case = opened(cast, told(5))
    with acting_as(cast.manager, "test"):
        actions.add_incident(by=cast.manager, case_id=case.pk, incident=told(3, narrative="Kejadian lain"))
        first = Incident.objects.earliest("recorded_at").pk
    second = correct(cast, case, told(6, narrative="Cerita kedua"), of=first)
    correct(cast, case, told(7, narrative="Cerita ketiga"), of=second, reason="Masih salah")

    one_, other = read(cast, case)
    assert [one_.narrative, *(e.narrative for e in one_.earlier)] == ["Cerita ketiga", "Cerita kedua", "Cerita pertama"]
    assert [c.reason for c in one_.corrections] == ["Masih salah", "Salah dengar"]
    assert (other.narrative, other.corrections) == ("Kejadian lain", ())


def test_of_two_people_the_second_is_refused_and_a_form_sent_twice_corrects_once(cast: Cast) -> None:
    case, once = opened(cast, told(5)), uuid7()
    with acting_as(cast.manager, "test"):
        shown = Incident.objects.get(case_id=case.pk).pk
    for _ in range(2):
        correct(cast, case, told(4), of=shown, submission=once)
    with pytest.raises(Refused, match="in the meantime"):
        correct(cast, case, told(3), of=shown)
    assert len(read(cast, case)[0].earlier) == 1


@pytest.mark.parametrize(
    ("incident", "reason", "field"),
    [(NewIncident(date(2090, 1, 1), "day", forms=(("physical", ""),)), "x", "happened_on"), (None, "  ", "reason")],
)
def test_without_a_reason_or_with_an_impossible_day_nothing_changes(
    cast: Cast, incident: NewIncident | None, reason: str, field: str
) -> None:
    case = opened(cast, told(5))
    with pytest.raises(Refused) as refused:
        correct(cast, case, incident or told(4), reason=reason)
    assert refused.value.field == field
    assert read(cast, case)[0].corrections == ()


def test_nobody_of_another_case_or_desk_corrects_it_and_no_wording_can_be_rewritten(cast: Cast) -> None:
    case, other = opened(cast, told(5)), files.wife_hit(cast)
    with acting_as(cast.manager, "test"):
        pk = Incident.objects.get(case_id=case.pk).pk
    with pytest.raises(Exception, match="No Incident"):
        correct(cast, other, told(4), of=pk)
    for column in ("happened_on", "place", "recorded_at"):
        with acting_as(cast.manager, "test"), pytest.raises(ProgrammingError), transaction.atomic():
            Incident.objects.filter(pk=pk).update(**{column: None})


WINDOWS = ("prophylaxis", "traces", "emergency_contraception", "pregnancy_after_rape")


def test_windows_count_from_the_corrected_day_and_their_old_moment_stays_on_record(cast: Cast) -> None:
    case = opened(cast, told(2))
    before = one(cast, case, "prophylaxis")
    correct(cast, case, told(1))

    after = one(cast, case, "prophylaxis")
    assert (after.pk, after.happened_at) == (before.pk, midnight(today() - timedelta(days=1)))
    assert after.due_at - before.due_at == timedelta(days=1)
    with acting_as(cast.manager, "test"):
        moved = CommitmentEvent.objects.get(commitment=after, act="moved")
    assert (moved.due_before, moved.reason) == (before.due_at, "incident_corrected")
    assert set(owed(cast, case, *WINDOWS).values()) == {"open"}


def test_a_window_that_had_passed_when_it_was_told_ends_and_comes_back_with_the_next_correction(cast: Cast) -> None:
    case = opened(cast, told(1))
    correct(cast, case, told(30))
    assert owed(cast, case, *WINDOWS) == dict.fromkeys(WINDOWS[:3], "cancelled") | {"pregnancy_after_rape": "open"}
    with acting_as(cast.manager, "test"):
        ended = CommitmentEvent.objects.get(commitment__case_id=case.pk, commitment__key="traces", act="cancelled")
    assert ended.reason == "incident_corrected"
    correct(cast, case, told(1))
    assert set(owed(cast, case, *WINDOWS).values()) == {"open"}


def test_only_the_words_of_an_incident_move_nothing(cast: Cast) -> None:
    case = opened(cast, told(1))
    with acting_as(cast.manager, "test"):
        before = list(Commitment.objects.filter(case_id=case.pk).order_by("pk").values_list("pk", "state", "due_at", "happened_at"))
    with files.later(days=4):
        correct(cast, case, told(5, narrative="Cerita kedua"))
    with acting_as(cast.manager, "test"):
        after = list(Commitment.objects.filter(case_id=case.pk).order_by("pk").values_list("pk", "state", "due_at", "happened_at"))
        assert not CommitmentEvent.objects.filter(commitment__case_id=case.pk, act__in=("moved", "cancelled")).exists()
    assert after == before, "also what is late stays owed"


def test_what_was_kept_stays_kept(cast: Cast) -> None:
    case = opened(cast, told(1))
    with acting_as(cast.manager, "test"):
        actions.record_service_fact(by=cast.manager, case_id=case.pk, kind="given", service="health")
        actions.report_to_police(by=cast.manager, case_id=case.pk, number="LP/1")
    keys = ("prophylaxis", "emergency_contraception", "police_report")
    before = [one(cast, case, key).pk for key in keys]
    correct(cast, case, told(2, ("physical", "slapped")))
    assert owed(cast, case, *keys) == dict.fromkeys(keys, "kept")
    assert [one(cast, case, key).pk for key in keys] == before
    correct(cast, case, told(1))
    assert owed(cast, case, *keys) == dict.fromkeys(keys, "kept"), "nothing that was done is asked for again"


def test_another_incident_carries_the_window_on(cast: Cast) -> None:
    case = opened(cast, told(2))
    with acting_as(cast.manager, "test"):
        first = Incident.objects.get(case_id=case.pk).pk
        actions.add_incident(by=cast.manager, case_id=case.pk, incident=told(1))
    correct(cast, case, told(2, ("physical", "slapped")), of=first)
    row = one(cast, case, "prophylaxis")
    assert (row.state, row.happened_at) == ("open", midnight(today() - timedelta(days=1)))


def test_a_complaint_learned_of_abroad_has_its_own_period_and_back(cast: Cast) -> None:
    harassed = ("sexual", "sexual_harassment_physical")
    case, periods = opened(cast, told(200, harassed)), ("complaint_period", "complaint_period_abroad")
    assert owed(cast, case, *periods) == {}, "six months have passed"
    correct(cast, case, told(200, harassed, learned_abroad=True))
    assert owed(cast, case, *periods) == {"complaint_period_abroad": "open"}
    correct(cast, case, told(100, harassed))
    assert owed(cast, case, *periods) == {"complaint_period_abroad": "cancelled", "complaint_period": "open"}
    with acting_as(cast.manager, "test"):
        rights.explain_rights(by=cast.manager, case_id=case.pk, rights=["complaint"], explained_on=today())
    correct(cast, case, told(100, harassed, learned_abroad=True))
    assert owed(cast, case, *periods) == {"complaint_period_abroad": "cancelled", "complaint_period": "kept"}


def test_what_the_forms_opened_ends_with_them_and_opens_with_them(cast: Cast) -> None:
    case = opened(cast, told(10, ("sexual", "electronic_sexual_violence")))
    keys = ("police_report", "takedown")
    assert owed(cast, case, *keys) == dict.fromkeys(keys, "open")
    correct(cast, case, told(10, ("psychological", "")))
    assert owed(cast, case, *keys) == dict.fromkeys(keys, "cancelled")
    with acting_as(cast.manager, "test"):
        assert queries.summary(cast.manager, case.pk).categories == ("violence_against_women",)
    correct(cast, case, told(10, ("sexual", "electronic_sexual_violence")))
    assert owed(cast, case, *keys) == dict.fromkeys(keys, "open")


def test_a_noted_address_still_asks_to_be_taken_down(cast: Cast) -> None:
    case = opened(cast, told(10, ("sexual", "electronic_sexual_violence")))
    with acting_as(cast.manager, "test"):
        actions.note_address(by=cast.manager, case_id=case.pk, address="contoh.invalid/1")
    correct(cast, case, told(10, ("psychological", "")))
    assert owed(cast, case, "takedown") == {"takedown": "open"}


def test_the_seven_days_and_the_court_follow_the_categories(cast: Cast) -> None:
    case = opened(cast, told(10, ("trafficking", ""), ("sexual", "rape")), risk="high")
    with acting_as(cast.manager, "test"):
        actions.plan_service(by=cast.manager, case_id=case.pk, victim_id=files.victim_of(case), service="psychological")
        actions.report_to_police(by=cast.manager, case_id=case.pk, number="LP/1", protect=("temporary_protection",))
    keys = ("rehabilitation", "restraint_order", "protection_order")
    assert owed(cast, case, *keys) == {"rehabilitation": "open", "restraint_order": "open"}
    with files.later(days=1):
        correct(cast, case, told(11, ("physical", "slapped")))
    assert owed(cast, case, *keys) == {"rehabilitation": "cancelled", "restraint_order": "cancelled", "protection_order": "open"}
    row = one(cast, case, "protection_order")
    assert row.due_at - row.started_at == timedelta(days=7)
    assert row.started_at < row.recorded_at, "counted from the day of the protection"
    correct(cast, case, told(10, ("trafficking", "")))
    assert owed(cast, case, "rehabilitation") == {"rehabilitation": "open"}


def test_figures_and_the_register_count_the_corrected_form(cast: Cast) -> None:
    case = opened(cast, told(5, ("physical", "slapped"), area="15.71.07"))
    correct(cast, case, told(40, ("neglect", ""), area="15.71.08"))
    with acting_as(cast.manager, "test"):
        (file,) = dossiers([Case.objects.get(pk=case.pk)])
        assert [(i.area, i.happened_on) for i in file.incidents] == [("15.71.08", today() - timedelta(days=40))]
        assert [f.form for f in file.forms] == ["neglect"]
        assert IncidentForm.objects.filter(case_id=case.pk).count() == 2
    for form, cases in (("physical", 0), ("neglect", 1)):
        asked = figures.question(unit="cases", basis="incident", since=today() - timedelta(days=50), until=today(), where=(("form", form),))
        with acting_as(cast.chair, "figures"):
            assert figures.count(cast.chair, asked).total == cases


# The page


def where(case: Case, incident: UUID) -> str:
    return reverse("cases:correct_incident", args=[case.pk, incident])


@pytest.fixture
def client(cast: Cast) -> Client:
    return signed_in(cast.manager)


def sent(page: bytes, **typed: Any) -> dict[str, Any]:
    """What a browser sends from the page of a correction, with what was typed."""
    return {name: list(values) for name, values in fields_of(page.decode()).items()} | {"reason": "Salah dengar"} | typed


def test_the_form_is_filled_with_what_was_told_and_untouched_it_changes_nothing_but_the_wording(cast: Cast, client: Client) -> None:
    case = opened(cast, told(5, ("sexual", "rape"), ("physical", ""), learned_abroad=True, area="15.71.07"))
    (row,) = read(cast, case)
    page = client.get(where(case, row.id), headers=ENGLISH)
    assert client.post(where(case, row.id), sent(page.content)).status_code == 302

    (again,) = read(cast, case)
    for name in ("happened_on", "precision", "place", "area", "narrative", "learned_abroad"):
        assert getattr(again, name) == getattr(row, name)
    assert set(again.forms) == set(row.forms)
    shown = client.get(reverse("desk:case", args=[case.pk]), headers=ENGLISH).content.decode()
    assert "Corrected 1 time" in shown
    assert "Salah dengar" in shown
    assert where(case, again.id) in shown
    assert "Kejadian dikoreksi" in client.get(reverse("desk:case", args=[case.pk])).content.decode()
    with acting_as(cast.privacy, "test"):
        assert Event.objects.filter(act="read", subject_kind="incident", case_id=case.pk).exists()


def test_without_a_reason_the_form_says_so_in_both_languages_with_all_that_was_typed(cast: Cast, client: Client) -> None:
    case = opened(cast, told(5))
    (row,) = read(cast, case)
    page = client.get(where(case, row.id)).content
    assert "Koreksi kejadian" in page.decode()
    answer = client.post(where(case, row.id), sent(page, reason="", narrative="Yang diketik"), headers=ENGLISH)
    assert answer.status_code == 422
    assert "Correct an incident" in answer.content.decode()
    assert "Yang diketik" in answer.content.decode()
    assert read(cast, case)[0].corrections == ()


def test_the_second_of_two_sees_what_the_first_changed_and_loses_nothing(cast: Cast, client: Client) -> None:
    case = opened(cast, told(5))
    (row,) = read(cast, case)
    page = client.get(where(case, row.id)).content
    with acting_as(cast.manager, "test"):
        first = told(4, ("physical", ""), place="home", narrative="Cerita yang pertama menyimpan")
        actions.correct_incident(by=cast.manager, case_id=case.pk, incident_id=row.id, incident=first, reason="Saya dulu")

    answer = client.post(where(case, row.id), sent(page, narrative="Cerita saya", sub_sexual=["rape", "indecent_act"]), headers=ENGLISH)
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody else corrected this incident in the meantime" in body
    assert "In the meantime somebody else wrote: Cerita yang pertama menyimpan" in body
    assert "Taken over from the other" in body
    again = fields_of(body)
    assert (again["narrative"], again["place"], again["reason"]) == (["Cerita saya"], ["home"], ["Salah dengar"])
    assert sorted(again["sub_sexual"]) == ["indecent_act", "rape"]

    assert client.post(where(case, row.id), again).status_code == 302
    (held,) = read(cast, case)
    assert (held.narrative, held.place, held.happened_on) == ("Cerita saya", "home", today() - timedelta(days=4))
    assert [e.narrative for e in held.earlier] == ["Cerita yang pertama menyimpan", "Cerita pertama"]


def test_the_tick_of_abroad_stands_on_the_page_of_a_new_incident_too(cast: Cast, client: Client) -> None:
    case = opened(cast, told(5))
    page = client.get(reverse("cases:incident", args=[case.pk]), headers=ENGLISH).content.decode()
    assert 'name="learned_abroad"' in page
    typed = {"place": "unknown", "forms": ["physical"], "learned_abroad": "on", "submission": str(uuid7())}
    assert client.post(reverse("cases:incident", args=[case.pk]), typed).status_code == 302
    assert [i.learned_abroad for i in read(cast, case)] == [False, True]
