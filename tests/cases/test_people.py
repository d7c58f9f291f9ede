"""People in a case: added, corrected, revealed, reached, assigned."""

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from jejaring.audit.models import Event
from jejaring.cases import actions, queries
from jejaring.cases.actions import NewParty
from jejaring.cases.models import Case, Participant
from jejaring.guard.context import acting_as
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused
from jejaring.people.models import Person
from jejaring.people.queries import contact_for
from jejaring.people.rules import ContactWish
from tests.cases.files import victim_of
from tests.cast import Cast


def test_a_second_victim_changes_the_categories(cast: Cast, case: Case) -> None:
    with acting_as(cast.companion, "test"):
        actions.add_party(by=cast.companion, case_id=case.pk, party=NewParty("victim", "female", 30, name="Satu"))
        assert "violence_against_women" in queries.summary(cast.companion, case.pk).categories


def test_a_known_respondent_with_a_household_relation_makes_it_domestic(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        party = NewParty("respondent", "male", 40, name="Ayah", relation="parent", lives_together=True)
        pk = actions.add_party(by=cast.manager, case_id=case.pk, party=party)
        file = queries.case_for(cast.manager, case.pk)
        assert "domestic_violence" in file.head.categories
        added = file.party(pk)
        assert added is not None
        assert (added.known, added.ties[0].lives_together) == (True, True)


def test_a_victim_who_was_forced_is_made_a_respondent_in_no_second_role(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        girl = Participant.objects.get(case=case, role="victim")
        actions.update_party(by=cast.manager, case_id=case.pk, party_id=girl.pk, coerced=True)
        with pytest.raises(Refused) as refused:
            actions.add_party(by=cast.manager, case_id=case.pk, party=NewParty("respondent", person_id=girl.person_id))
        assert refused.value.field == "person"
        actions.add_party(by=cast.manager, case_id=case.pk, party=NewParty("witness", person_id=girl.person_id))
        with pytest.raises(Http404):
            actions.add_party(by=cast.manager, case_id=case.pk, party=NewParty("witness", person_id=uuid7()))


def test_the_same_form_sent_twice_adds_one_person(cast: Cast, case: Case) -> None:
    submission = uuid7()
    with acting_as(cast.manager, "test"):
        first = actions.add_party(by=cast.manager, case_id=case.pk, party=NewParty("witness", name="Saksi"), submission=submission)
        again = actions.add_party(by=cast.manager, case_id=case.pk, party=NewParty("witness", name="Saksi"), submission=submission)
        assert first == again
        assert Participant.objects.filter(case=case, role="witness").count() == 1


def test_an_unknown_respondent_who_becomes_known_is_registered(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        row = Participant.objects.get(case=case, role="respondent")
        actions.update_party(
            by=cast.manager, case_id=case.pk, party_id=row.pk, known=True, sex="male", age=33, name="Perekrut", relation="employer"
        )
        party = queries.case_for(cast.manager, case.pk).respondents[0]
        assert (party.known, party.age, party.ties[0].relation, len(party.ties)) == (True, 33, "employer", 1)


def test_a_corrected_age_reaches_the_person_the_categories_and_the_promises(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        row = Participant.objects.get(pk=victim_of(case))
        actions.update_party(by=cast.manager, case_id=case.pk, party_id=row.pk, person_version=1, sex="female", age=19)
        assert Person.objects.get(pk=row.person_id).age == 19
        assert queries.summary(cast.manager, case.pk).categories == ("violence_against_women", "sexual_violence", "trafficking")


def test_the_second_of_two_corrections_is_refused(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        pk = victim_of(case)
        actions.update_party(by=cast.manager, case_id=case.pk, party_id=pk, person_version=1, name="Bunga Baru")
        with pytest.raises(Refused, match="meantime"), transaction.atomic():
            actions.update_party(by=cast.manager, case_id=case.pk, party_id=pk, person_version=1, name="Lain")


def test_nobody_makes_a_respondent_of_somebody_forced_not_even_the_database(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        row = Participant.objects.get(case=case, role="respondent")
        with pytest.raises(Refused, match="forced"):
            actions.update_party(by=cast.manager, case_id=case.pk, party_id=row.pk, coerced=True)
        with pytest.raises(IntegrityError, match="cases_coerced_is_no_respondent"), transaction.atomic():
            Participant.objects.filter(pk=row.pk).update(coerced=True)


def test_an_identity_is_revealed_for_a_reason_and_both_are_logged(cast: Cast, case: Case) -> None:
    with acting_as(cast.companion, "test"):
        person = Participant.objects.get(pk=victim_of(case)).person_id
        assert person
        shown = actions.reveal(by=cast.companion, case_id=case.pk, person_id=person, reason="contact")
        assert (shown.name, shown.phone) == ("Bunga Contoh", "0812-1111-2222")
    with acting_as(cast.supervisor, "test"):
        logged = Event.objects.get(act="revealed")
        assert (logged.detail, logged.subject_id, logged.actor) == ("contact", person, cast.companion.id)
        assert "name" in Event.objects.get(act="read", subject_id=person).fields


def test_a_stranger_reveals_nobody(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        person = Participant.objects.get(pk=victim_of(case)).person_id
        assert person
    for name in ("stranger", "police"):
        with acting_as(cast.actors[name], "test"), pytest.raises(Http404):
            actions.reveal(by=cast.actors[name], case_id=case.pk, person_id=person, reason="contact")


def test_a_new_wish_about_contact_replaces_the_earlier_one(cast: Cast, case: Case) -> None:
    with acting_as(cast.companion, "test"):
        actions.change_contact(by=cast.companion, case_id=case.pk, wish=ContactWish(("visit",), watched=True))
        found = contact_for(case.pk)
        assert found
        assert (found.wish().channels, found.watched) == (("visit",), True)


def test_a_case_changes_hands_and_the_old_manager_sees_it_no_more(cast: Cast, case: Case) -> None:
    with acting_as(cast.supervisor, "test"):
        actions.assign(by=cast.supervisor, case_id=case.pk, manager=cast.supervisor.id, no_companion=True)
        found = queries.summary(cast.supervisor, case.pk)
        assert (found.manager_id, found.companion_id) == (cast.supervisor.id, None)
    for name in ("manager", "companion"):
        with acting_as(cast.actors[name], "test"):
            assert not Case.objects.exists(), name


@pytest.mark.parametrize("name", ["stranger", "police", "duty"])
def test_nobody_of_another_desk_or_role_becomes_manager(cast: Cast, case: Case, name: str) -> None:
    with acting_as(cast.supervisor, "test"), pytest.raises(Refused, match="does not work at this desk"):
        actions.assign(by=cast.supervisor, case_id=case.pk, manager=cast.actors[name].id)


def test_two_people_who_change_the_team_at_once_do_not_overwrite_each_other(cast: Cast, case: Case) -> None:
    with acting_as(cast.supervisor, "test"):
        version = queries.summary(cast.supervisor, case.pk).version
        actions.assign(by=cast.supervisor, case_id=case.pk, version=version, companion=cast.supervisor.id)
        with pytest.raises(Refused, match="meantime"):
            actions.assign(by=cast.supervisor, case_id=case.pk, version=version, no_companion=True)
