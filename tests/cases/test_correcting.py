"""Correcting somebody without seeing what is stored, and after a reason was given."""

import re
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from jejaring.audit.models import Event
from jejaring.cases import actions
from jejaring.cases.actions import NewParty
from jejaring.cases.models import Case, Participant
from jejaring.guard.context import acting_as
from jejaring.kernel.ids import uuid7
from jejaring.people import queries as people
from jejaring.people.queries import Identity
from tests.cast import Cast
from tests.screens import signed_in

ENGLISH = {"accept-language": "en"}
STORED: dict[str, Any] = {
    "name": "Melati Rekaan", "alias": "Si Melur", "nik": "1571074512070017", "birth_date": "2007-12-05", "phone": "0812-7400-1199",
    "nationality": "vnm", "address": "Jalan Kenari 3", "domicile": "Rumah bibi di Mendalo", "origin": "Desa Sungai Duren",
    "education": "lower_secondary", "occupation": "student", "marital_status": "unmarried", "religion": "islam",
    "disabilities": ("physical",), "pregnancy": "yes", "needs": ("sign_language",), "language": "Vietnam",
}  # fmt: skip
SEALED = ("name", "alias", "nik", "phone", "address", "domicile", "origin")


@pytest.fixture
def girl(cast: Cast, case: Case) -> Participant:
    """A second victim of whom much is known."""
    with acting_as(cast.manager, "test"):
        pk = actions.add_party(by=cast.manager, case_id=case.pk, party=NewParty("victim", "female", age=18, **STORED))
        return Participant.objects.get(pk=pk)


@pytest.fixture
def manager(cast: Cast) -> Client:
    return signed_in(cast.manager)


def where(girl: Participant, *, act: str = "party_edit") -> str:
    return reverse(f"cases:{act}", args=[girl.case_id, girl.pk if act == "party_edit" else girl.person_id])


def known(cast: Cast, girl: Participant) -> Identity:
    with acting_as(cast.manager, "test"):
        return people.identity(cast.manager, UUID(str(girl.person_id)), case_id=girl.case_id)


def fields_of(page: str) -> dict[str, list[str]]:
    """What a browser would send from the form of a page, untouched."""
    form = page[page.index("data-guard") :]
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form[: form.index("</form>")]):
        kind, name = (re.search(rf'{what}="([^"]*)"', tag) for what in ("type", "name"))
        value = re.search(r'value="([^"]*)"', tag)
        if name and (kind is None or kind[1] not in ("checkbox", "radio") or " checked" in tag):
            found.setdefault(name[1], []).append(value[1] if value else "on" if "checkbox" in tag else "")
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        found[name] = re.findall(r'value="([^"]*)" selected', options) or [""]
    for name, text in re.findall(r'<textarea name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        found[name] = [unescape(text.removeprefix("\n"))]
    return found


def test_the_page_of_a_correction_shows_nothing_of_an_identity_and_reads_nothing(cast: Cast, girl: Participant, manager: Client) -> None:
    page = manager.get(where(girl), headers=ENGLISH).content.decode()
    sent = fields_of(page)

    assert not [name for name in SEALED if STORED[name] in page]
    assert {name for name in STORED if any(sent.get(name, []))} == set()
    assert (sent["age"], sent["role"]) == (["18"], ["victim"])
    assert "What is stored stays hidden" in page
    with acting_as(cast.privacy, "test"):
        assert not Event.objects.filter(subject_id=girl.person_id, act__in=("read", "revealed")).exists()


def test_an_untouched_correction_loses_nothing(cast: Cast, girl: Participant, manager: Client) -> None:
    before = known(cast, girl)
    answer = manager.post(where(girl), fields_of(manager.get(where(girl)).content.decode()))

    assert answer.status_code == 302
    after = known(cast, girl)
    assert {name: getattr(after, name) for name in STORED} == {name: getattr(before, name) for name in STORED}
    assert after.phone == STORED["phone"]


def test_what_is_typed_unseen_replaces_that_alone_and_the_log_names_it(cast: Cast, girl: Participant, manager: Client) -> None:
    before = known(cast, girl)
    typed = fields_of(manager.get(where(girl)).content.decode()) | {"phone": ["0812-7400-2200"], "education": ["primary"]}
    assert manager.post(where(girl), typed).status_code == 302

    after = known(cast, girl)
    assert (after.phone, after.education) == ("0812-7400-2200", "primary")
    assert all(getattr(after, name) == getattr(before, name) for name in STORED if name not in ("phone", "education"))
    with acting_as(cast.privacy, "test"):
        fields = set(Event.objects.get(act="person_updated", subject_id=girl.person_id).fields.split(","))
    assert fields & set(STORED) == {"phone", "education"}


def test_what_is_ticked_unseen_is_added_to_what_is_stored(cast: Cast, girl: Participant, manager: Client) -> None:
    typed = fields_of(manager.get(where(girl)).content.decode()) | {"needs": ["wheelchair", "sign_language"], "disabilities": ["sight"]}
    assert manager.post(where(girl), typed).status_code == 302

    after = known(cast, girl)
    assert (after.needs, after.disabilities) == (("sign_language", "wheelchair"), ("physical", "sight"))


def test_a_refused_correction_shows_what_was_typed_and_still_nothing_that_is_stored(girl: Participant, manager: Client) -> None:
    typed = fields_of(manager.get(where(girl)).content.decode()) | {"nik": ["123"], "alias": ["Yang diketik"]}
    answer = manager.post(where(girl), typed, headers=ENGLISH)
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "Yang diketik" in page
    assert not [name for name in SEALED if STORED[name] in page]


def test_after_a_reason_everything_stands_in_the_fields_and_what_is_emptied_is_emptied(
    cast: Cast, girl: Participant, manager: Client
) -> None:
    why = {"reason": "check", "party": str(girl.pk)}
    assert f"?party={girl.pk}" in manager.get(where(girl)).content.decode()
    page = manager.post(where(girl, act="reveal"), why, headers=ENGLISH).content.decode()
    sent = fields_of(page)
    assert {name: sent[name] for name in SEALED} == {name: [STORED[name]] for name in SEALED}
    assert f'action="{where(girl)}"' in page
    with acting_as(cast.privacy, "test"):
        assert Event.objects.get(act="revealed", subject_id=girl.person_id).detail == "check"

    assert manager.post(where(girl), sent | {"alias": [""], "needs": []}).status_code == 302
    after = known(cast, girl)
    assert (after.alias, after.needs) == ("", ())
    assert all(getattr(after, name) == STORED[name] for name in STORED if name not in ("alias", "needs"))


def test_without_a_reason_nothing_is_shown_to_be_corrected(girl: Participant, manager: Client) -> None:
    answer = manager.post(where(girl, act="reveal"), {"reason": "", "party": str(girl.pk)})

    assert answer.status_code == 422
    assert STORED["name"] not in answer.content.decode()


def test_a_reason_opens_nobody_but_the_one_it_was_given_for(cast: Cast, case: Case, girl: Participant, manager: Client) -> None:
    with acting_as(cast.manager, "test"):
        other = Participant.objects.filter(case=case, role="respondent").get()
    for party in (other.pk, uuid7()):
        assert manager.post(where(girl, act="reveal"), {"reason": "check", "party": str(party)}).status_code == 404
