"""Registering persons and how to reach them, as the application role."""

from datetime import date, time
from uuid import UUID

import pytest
from django.db import connection

from jejaring.audit.models import Event
from jejaring.guard.context import acting_as
from jejaring.kernel.deadlines import Window
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused
from jejaring.people import actions, queries
from jejaring.people.models import BlindToken, Person, SafeContact
from jejaring.people.rules import ContactWish
from jejaring.ui.dates import Partial
from jejaring.vault import actions as vault
from tests.cast import Cast

pytestmark = pytest.mark.django_db
GIRL = {"sex": "female", "name": "Bunga", "nik": "1571074312080001", "birth_date": "2008-12-03", "phone": "0812-7400-1188"}


def tokens(person: Person) -> dict[str, bytes]:
    return {t.kind: bytes(t.token) for t in BlindToken.objects.filter(person=person)}


def test_equal_things_in_other_spelling_give_equal_tokens(cast: Cast, case_id: UUID) -> None:
    spelled = {"name": "BUNGA", "nik": "1571 0743 1208 0001", "birth_date": Partial(date(2008, 1, 1), "year"), "phone": "+62 812 7400 1188"}
    with acting_as(cast.manager, "test"):
        one = actions.register_person(by=cast.manager, case_id=case_id, **GIRL)  # type: ignore[arg-type]
        two = actions.register_person(by=cast.manager, case_id=case_id, sex="female", **spelled)  # type: ignore[arg-type]

        assert set(tokens(one)) == {"nik", "phone", "name", "word"}
        assert tokens(one) == tokens(two)


def test_somebody_of_whom_nothing_is_known_is_registered_without_a_token(cast: Cast, case_id: UUID) -> None:
    with acting_as(cast.manager, "test"):
        person = actions.register_person(by=cast.manager, case_id=case_id)

        assert tokens(person) == {}
        assert (person.sex, person.age) == ("unknown", None)


def test_a_birth_date_gives_the_age_in_years(cast: Cast, case_id: UUID) -> None:
    with acting_as(cast.manager, "test"):
        person = actions.register_person(by=cast.manager, case_id=case_id, birth_date="2000")

        assert person.age is not None
        assert person.age >= 26


def test_an_impossible_age_is_refused_and_nothing_is_written(cast: Cast, case_id: UUID) -> None:
    with acting_as(cast.manager, "test"):
        with pytest.raises(Refused) as refusal:
            actions.register_person(by=cast.manager, case_id=case_id, age=121)

        assert refusal.value.field == "age"
        assert not Person.objects.exists()


def test_no_column_holds_what_is_sealed(cast: Cast, case_id: UUID) -> None:
    with acting_as(cast.manager, "test"):
        actions.register_person(by=cast.manager, case_id=case_id, address="Jalan Mawar 7", **GIRL)  # type: ignore[arg-type]
        with connection.cursor() as cursor:
            cursor.execute("select p::text, t::text from people_person p join people_blindtoken t on t.person_id = p.id")
            rows = repr(cursor.fetchall())
    hexed = [text.encode().hex() for text in ("Bunga", "1571074312080001", "Mawar", "2008-12-03", "0812-7400-1188", "81274001188")]

    # Long enough that the hexadecimal digits of a key or an id do not spell one by chance.
    assert not [text for text in ("Bunga", "15710743", "Mawar", "2008-12-03", "7400-1188", "74001188", *hexed) if text in rows]


def test_an_identity_is_opened_for_the_team_and_logged(cast: Cast, case_id: UUID) -> None:
    with acting_as(cast.manager, "test"):
        pk = actions.register_person(by=cast.manager, case_id=case_id, **GIRL).pk  # type: ignore[arg-type]
        found = queries.identity(cast.manager, pk, case_id=case_id)

        assert (found.name, found.nik, found.birth_date) == ("Bunga", "1571074312080001", "2008-12-03")
    with acting_as(cast.supervisor, "test"):
        entry = Event.objects.get(act="read", subject_id=pk)
        assert entry.fields == "name,nik,birth_date,phone"
    for stranger in (cast.stranger, cast.police, cast.duty):
        with acting_as(stranger, "test"):
            assert not Person.objects.filter(pk=pk).exists()


def test_a_correction_moves_the_tokens_and_the_second_of_two_is_refused(cast: Cast, case_id: UUID) -> None:
    with acting_as(cast.manager, "test"):
        person = actions.register_person(by=cast.manager, case_id=case_id, **GIRL)  # type: ignore[arg-type]
        before = tokens(person)
        actions.update_person(by=cast.manager, person_id=person.pk, version=1, phone="0813 0000 1111", name="Bunga Melati")
        with pytest.raises(Refused):
            actions.update_person(by=cast.manager, person_id=person.pk, version=1, phone="0")

        after = tokens(person)
        assert after["nik"] == before["nik"]
        assert after["phone"] != before["phone"]
        assert vault.read(Person.objects.get(pk=person.pk), "name") == "Bunga Melati"


def test_the_newest_wish_about_contact_counts_and_reads_in_words(cast: Cast) -> None:
    subject = uuid7()
    first = ContactWish(channels=("phone",))
    newest = ContactWish(("whatsapp",), ("phone",), Window(time(13), time(15)), True, "0812-7400-1188", "Sebut diri Rina")
    with acting_as(cast.duty, "test"):
        vault.make_domain(subject, cast.duty.organisation)
        for wish in (first, newest, ContactWish()):
            actions.record_contact(by=cast.duty, subject_id=subject, domain=subject, wish=wish)
        view = queries.contact_for(subject)

        assert queries.contact_wish(subject) == newest
        assert SafeContact.objects.count() == 2
        assert view is not None
        assert (view.channels, view.never, view.window, view.watched, view.note) == (
            ["WhatsApp"],
            ["Telepon"],
            "13.00–15.00",
            True,
            "Sebut diri Rina",
        )
        assert view.wish() == newest
        assert queries.contact_for(uuid7()) is None
    with acting_as(cast.stranger, "test"):
        assert queries.contact_wish(subject) is None
