"""Relations and households of a case, guardians in conflict, and what contradicts the case: told, and nothing lost."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.http import Http404
from django.urls import reverse

from jejaring.audit.models import Event
from jejaring.cases import actions
from jejaring.cases.actions import NewIncident, NewParty
from jejaring.cases.models import Case, Participant
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import today
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused
from jejaring.people.models import HouseholdMember, Person, PersonRelation
from jejaring.people.queries import identity, kin
from tests.cases.files import open_file, wife_hit
from tests.cast import Cast
from tests.screens import signed_in

ENGLISH = {"accept-language": "en"}
NIK = "1571074512080001"  # 5 December 2008, a woman


def send(cast: Cast, case: Case, act: str, data: dict[str, Any], *ids: UUID) -> Any:
    return signed_in(cast.manager).post(reverse(f"cases:{act}", args=[case.pk, *ids]), data, headers=ENGLISH)


def add(cast: Cast, case: Case, role: str, **facts: Any) -> UUID:
    """The person of somebody added to the case."""
    pk = actions.add_party(by=cast.manager, case_id=case.pk, party=NewParty(role, **facts))
    person = Participant.objects.get(pk=pk).person_id
    assert person
    return person


def victim_person(case: Case) -> UUID:
    person = Participant.objects.filter(case=case, role="victim").order_by("recorded_at")[0].person_id
    assert person
    return person


def test_a_guardian_is_somebodys_and_the_relation_reads_from_both_sides(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        girl = victim_person(case)
        mother = add(cast, case, "guardian", sex="female", age=40, name="Ibu Bunga", guardian_of=(girl,))
        actions.relate(by=cast.manager, case_id=case.pk, person=girl, kind="child", other=mother)
        actions.relate(by=cast.manager, case_id=case.pk, person=mother, kind="parent", other=girl)

        found = kin(case.pk)
        assert [(r.person_id, r.kind.value, r.other_id) for r in found.relations] == [(mother, "guardian", girl), (girl, "child", mother)]
        assert found.guardians_of(girl) == (mother,)


def test_a_relation_ends_and_stays_on_record(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        other = add(cast, case, "witness", name="Kakak")
        actions.relate(by=cast.manager, case_id=case.pk, person=other, kind="sibling", other=victim_person(case))
        row = PersonRelation.objects.get()
        actions.end_relation(by=cast.manager, case_id=case.pk, relation_id=row.pk)

        assert kin(case.pk).relations == ()
        assert PersonRelation.objects.get().ended_by == cast.manager.id
    with acting_as(cast.supervisor, "test"):
        assert set(Event.objects.filter(act__startswith="relation").values_list("act", flat=True)) == {"relation_added", "relation_ended"}


def test_nobody_of_another_case_is_related_and_nobody_to_oneself(cast: Cast, case: Case) -> None:
    other = wife_hit(cast)
    with acting_as(cast.manager, "test"):
        here, there = victim_person(case), victim_person(other)
        with pytest.raises(Http404):
            actions.relate(by=cast.manager, case_id=case.pk, person=here, kind="sibling", other=there)
        with pytest.raises(Refused):
            actions.relate(by=cast.manager, case_id=case.pk, person=here, kind="sibling", other=here)
        with pytest.raises(Http404):
            actions.set_household(by=cast.manager, case_id=case.pk, members=[here, there])


def test_a_household_groups_people_of_one_case_and_a_newer_one_takes_them_over(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        girl, brother, aunt = victim_person(case), add(cast, case, "witness", name="Adik"), add(cast, case, "guardian", name="Bibi")
        actions.set_household(by=cast.manager, case_id=case.pk, members=[girl, brother, aunt])
        assert [set(home) for home in kin(case.pk).households] == [{girl, brother, aunt}]
        actions.set_household(by=cast.manager, case_id=case.pk, members=[girl, aunt])

        assert [set(home) for home in kin(case.pk).households] == [{girl, aunt}]
        assert HouseholdMember.objects.count() == 5
        with pytest.raises(Refused):
            actions.set_household(by=cast.manager, case_id=case.pk, members=[girl])


def test_relations_and_households_are_seen_by_the_team_alone(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        aunt = add(cast, case, "guardian", name="Bibi", guardian_of=(victim_person(case),))
        actions.set_household(by=cast.manager, case_id=case.pk, members=[victim_person(case), aunt])
    for name in ("stranger", "police", "duty", "chair"):
        with acting_as(cast.actors[name], "test"):
            assert (PersonRelation.objects.count(), HouseholdMember.objects.count()) == (0, 0), name


def test_a_guardian_who_is_the_respondent_is_in_conflict_as_the_same_registration_or_by_the_card(cast: Cast) -> None:
    case = wife_hit(cast)
    with acting_as(cast.manager, "test"):
        husband = Participant.objects.get(case=case, role="respondent").person_id
        same = actions.add_party(by=cast.manager, case_id=case.pk, party=NewParty("guardian", person_id=husband))
        assert Participant.objects.get(pk=same).conflict
        assert (Participant.objects.get(pk=same).sex, Participant.objects.get(pk=same).age) == ("male", 40)
        assert Person.objects.filter(case_id=case.pk).count() == 2, "nobody was registered twice"

        add(cast, case, "guardian", sex="male", name="Paman", nik="1571070512800002")
        assert Participant.objects.filter(case=case, role="guardian", conflict=True).count() == 1
        add(cast, case, "respondent", sex="male", name="Paman juga", nik="1571070512800002")
        assert Participant.objects.filter(case=case, role="guardian", conflict=True).count() == 2


def test_a_person_of_another_file_takes_no_second_role_here(cast: Cast, case: Case) -> None:
    other = wife_hit(cast)
    with acting_as(cast.manager, "test"), pytest.raises(Http404):
        actions.add_party(by=cast.manager, case_id=case.pk, party=NewParty("guardian", person_id=victim_person(other)))


def test_a_conflict_is_warned_of_at_entry_and_marked_on_the_file(cast: Cast, case: Case) -> None:
    client = signed_in(cast.manager)
    typed = {"role": "guardian", "name": "Ayah tiri", "conflict": "on"}
    answer = client.post(reverse("cases:party", args=[case.pk]), typed, headers=ENGLISH, follow=True)

    page = answer.content.decode()
    assert "gives no consent. Find another guardian" in page
    assert "conflict of interest: gives no consent" in page


def test_two_siblings_with_one_nik_are_told_beside_the_field_and_both_are_kept(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        add(cast, case, "victim", sex="female", age=17, name="Kakak", nik=NIK)
    typed = {"role": "victim", "sex": "female", "name": "Adik 🌸", "nik": NIK}

    told = send(cast, case, "party", typed)
    page = told.content.decode()
    assert told.status_code == 422
    assert "Somebody else in this file has the same NIK" in page[page.index('id="id_nik_error"') :]
    assert "Adik 🌸" in page
    assert 'name="nik_as_on_card"' in page
    assert send(cast, case, "party", typed | {"nik_as_on_card": "on"}).status_code == 302
    with acting_as(cast.manager, "test"):
        niks = [identity(cast.manager, p.pk, case_id=case.pk).nik for p in Person.objects.filter(case_id=case.pk)]
        assert niks.count(NIK) == 2


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"birth_date": "31/12/2099", "role": "victim"}, "birth_date", "Nobody alive"),
        ({"birth_date": "1/1/2010", "age": "40"}, "age", "does not fit the birth date"),
    ],
)
def test_what_cannot_be_or_contradicts_itself_is_told_and_nothing_typed_is_lost(
    cast: Cast, case: Case, typed: dict[str, str], field: str, words: str
) -> None:
    answer = send(cast, case, "party", {"role": "victim", "name": "Sari", **typed})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page[page.index(f'id="id_{field}_error"') :]
    assert all(f'value="{value}"' in page for value in ("Sari", *typed.values()))


def test_a_birth_after_what_happened_is_told_and_can_be_kept(cast: Cast) -> None:
    case = open_file(cast, incident=NewIncident(today() - timedelta(400), "day", "home", forms=(("physical", ""),)))
    born = today() - timedelta(300)
    typed = {"role": "victim", "name": "Bayi", "birth_date": f"{born.day}/{born.month}/{born.year}"}

    told = send(cast, case, "party", typed)
    assert told.status_code == 422
    assert "after what happened" in told.content.decode()
    assert send(cast, case, "party", typed | {"as_told": "on"}).status_code == 302


def test_somebody_of_the_file_and_a_new_name_are_not_both(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        girl = victim_person(case)
    answer = send(cast, case, "party", {"role": "witness", "person": str(girl), "name": "Orang lain"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "not both" in page
    assert "Orang lain" in page


def test_the_page_of_relations_names_nobody_and_takes_a_relation_and_a_household(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        girl, aunt = victim_person(case), add(cast, case, "guardian", sex="female", age=50, name="Bibi Contoh")
    assert send(cast, case, "kin", {"person": str(aunt), "kind": "guardian", "other": str(girl)}).status_code == 302
    assert send(cast, case, "household", {"members": [str(girl), str(aunt)]}).status_code == 302
    page = signed_in(cast.manager).get(reverse("cases:kin", args=[case.pk]), headers=ENGLISH).content.decode()

    assert re_words("Guardian · Woman, 50 guardian of Victim · Girl, 17", page)
    assert "Victim · Girl, 17; Guardian · Woman, 50" in page
    assert "Bibi" not in page
    assert "Bunga" not in page
    assert send(cast, case, "kin", {"person": str(girl), "kind": "sibling", "other": str(girl)}).status_code == 422
    assert send(cast, case, "household", {"members": [str(girl)]}).status_code == 422
    assert send(cast, case, "kin_end", {}, uuid7()).status_code == 404
    with acting_as(cast.manager, "test"):
        relation = PersonRelation.objects.get(kind="guardian")
    assert send(cast, case, "kin_end", {}, relation.pk).status_code == 302


def re_words(words: str, page: str) -> bool:
    return words in " ".join(re.sub(r"<[^>]+>", " ", page).split())
