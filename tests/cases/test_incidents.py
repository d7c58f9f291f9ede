"""What happened, whether it indicates trafficking, what was sighted."""

from datetime import timedelta

import pytest

from jejaring.audit.models import Event
from jejaring.cases import actions, queries
from jejaring.cases.actions import NewIncident
from jejaring.cases.models import Case, Identifier, Participant
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import today
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused
from tests.cases.files import lodging, open_file, promises, victim_of, wife_hit
from tests.cast import Cast


def test_a_sexual_incident_opens_the_police_promise_once(cast: Cast) -> None:
    case = wife_hit(cast)
    with acting_as(cast.manager, "test"):
        for _ in range(2):
            actions.add_incident(by=cast.manager, case_id=case.pk, incident=lodging(forms=(("sexual", ""),)))
        assert promises(case).count("police_report") == 1
        assert "sexual_violence" in queries.summary(cast.manager, case.pk).categories


def test_an_incident_is_known_to_the_month_the_year_or_not_at_all(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        for precision in ("month", "year"):
            actions.add_incident(by=cast.manager, case_id=case.pk, incident=NewIncident(today(), precision))
        actions.add_incident(by=cast.manager, case_id=case.pk, incident=NewIncident())
        said = [i.when for i in queries.case_for(cast.manager, case.pk).incidents[1:]]
        assert said[1:] == [str(today().year), "tanggal belum diketahui"]
        assert str(today().year) in said[0]
        assert not said[0].startswith(str(today().day) + " ")


@pytest.mark.parametrize("told", [NewIncident(today() + timedelta(2), "day"), NewIncident(None, "day"), NewIncident(today(), "unknown")])
def test_an_impossible_date_is_refused_beside_it(cast: Cast, case: Case, told: NewIncident) -> None:
    with acting_as(cast.manager, "test"), pytest.raises(Refused) as refused:
        actions.add_incident(by=cast.manager, case_id=case.pk, incident=told)
    assert refused.value.field == "happened_on"


def test_long_and_foreign_stories_come_back_as_told(cast: Cast, case: Case) -> None:
    story = "Cerita 😢 قصة " * 1500
    with acting_as(cast.manager, "test"):
        actions.add_incident(by=cast.manager, case_id=case.pk, incident=lodging(narrative=story))
        assert queries.case_for(cast.manager, case.pk).incidents[1].narrative == story


def test_a_screen_of_a_child_without_means_is_for_services_alone(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        found = actions.screen_trafficking(
            by=cast.manager, case_id=case.pk, victim_id=victim_of(case), acts=["recruitment"], purposes=["sexual_exploitation"]
        )
        assert (found.identified_for_services, found.elements_for_charge) == (True, False)
        (shown,) = queries.case_for(cast.manager, case.pk).screens
        assert shown.elements.child
        assert not shown.elements.means


def test_a_screen_brings_its_categories_and_the_police_promise(cast: Cast) -> None:
    case = wife_hit(cast)
    with acting_as(cast.manager, "test"):
        facts = {"acts": ["recruitment"], "means": ["fraud"], "purposes": ["sexual_exploitation"]}
        actions.screen_trafficking(by=cast.manager, case_id=case.pk, victim_id=victim_of(case), **facts)
        assert set(queries.summary(cast.manager, case.pk).categories) >= {"trafficking", "sexual_violence"}
        assert "police_report" in promises(case)


def test_a_forced_offence_is_kept_with_the_victim(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        pk = victim_of(case)
        actions.screen_trafficking(by=cast.manager, case_id=case.pk, victim_id=pk, acts=["recruitment"], coerced=True)
        assert Participant.objects.get(pk=pk).coerced


def test_a_companion_does_not_screen(cast: Cast, case: Case) -> None:
    with acting_as(cast.companion, "test"), pytest.raises(Refused, match="case manager or a supervisor"):
        actions.screen_trafficking(by=cast.companion, case_id=case.pk, victim_id=victim_of(case))


@pytest.mark.parametrize(
    ("kind", "told", "normal"),
    [("phone", "0812-7400-1188", "+6281274001188"), ("bank_account", "BRI 0123-01-004567-50-8", "BRI 012301004567508"),
     ("social_handle", "@Kafe.Jambi", "kafe.jambi"), ("vehicle_plate", "BH 1234 xy", "BH1234XY")],
)  # fmt: skip
def test_an_identifier_has_one_spelling_and_serves_help_only(cast: Cast, case: Case, kind: str, told: str, normal: str) -> None:
    with acting_as(cast.companion, "test"):
        actions.sight_identifier(by=cast.companion, case_id=case.pk, kind=kind, value=told, role="recruiter")
        (sighted,) = queries.case_for(cast.companion, case.pk).sightings
        assert (sighted.value, sighted.raw, sighted.use) == (normal, told, "help_only")


def test_equal_identifiers_meet_by_token_though_nothing_is_readable(cast: Cast, case: Case) -> None:
    other = open_file(cast)
    with acting_as(cast.supervisor, "test"):
        for file, told in ((case, "0812-7400-1188"), (other, "+62 812 7400 1188")):
            actions.sight_identifier(by=cast.supervisor, case_id=file.pk, kind="phone", value=told)
        one, two = Identifier.objects.all()
        assert bytes(one.token) == bytes(two.token)
        assert b"7400" not in bytes(one.value)


@pytest.mark.parametrize(("kind", "told"), [("phone", "tidak tahu"), ("bank_account", "BRI"), ("vehicle_plate", "--")])
def test_what_cannot_be_an_identifier_is_refused(cast: Cast, case: Case, kind: str, told: str) -> None:
    with acting_as(cast.manager, "test"), pytest.raises(Refused) as refused:
        actions.sight_identifier(by=cast.manager, case_id=case.pk, kind=kind, value=told)
    assert refused.value.field == "value"


def test_the_person_may_allow_the_police_and_take_it_back(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        pk = actions.sight_identifier(by=cast.manager, case_id=case.pk, kind="phone", value="0812-7400-1188")
        for use, field in (("may_go_to_police", "identifiers_for_police"), ("help_only", "identifiers")):
            actions.allow_use(by=cast.manager, case_id=case.pk, identifier_id=pk, use=use)
            packet = queries.packet_facts(cast.manager, case.pk)
            assert "+6281274001188" in packet[field]
            assert sum("+6281274001188" in text for text in packet.values()) == 1
    with acting_as(cast.supervisor, "test"):
        assert Event.objects.filter(act="identifier_use_changed", subject_id=pk).count() == 2


def test_the_same_form_sent_twice_makes_one_of_each(cast: Cast, case: Case) -> None:
    first, second, third = uuid7(), uuid7(), uuid7()
    with acting_as(cast.manager, "test"):
        for _ in range(2):
            actions.add_incident(by=cast.manager, case_id=case.pk, incident=lodging(), submission=first)
            actions.sight_identifier(by=cast.manager, case_id=case.pk, kind="phone", value="08127400118", submission=second)
            actions.screen_trafficking(by=cast.manager, case_id=case.pk, victim_id=victim_of(case), submission=third)
        file = queries.case_for(cast.manager, case.pk)
        assert (len(file.incidents), len(file.sightings), len(file.screens)) == (2, 1, 1)
