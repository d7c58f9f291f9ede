"""Help: the guides of one's roles on one page, in one's language, with the numbers of the installation."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from jejaring.desk.queries.help import GUIDES, guide
from jejaring.directory import actions, queries
from jejaring.guard.context import acting_as
from tests.cast import Cast
from tests.screens import signed_in

pytestmark = pytest.mark.django_db
HELP = "/help/"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("duty", "Petugas piket"), ("manager", "Manajer kasus, pendamping, penyelia"), ("police", "Meja mitra"), ("admin", "Administrator"),
        ("chair", "Pimpinan, sekretaris, data, pelindungan data"),
    ],
)  # fmt: skip
def test_everybody_reads_the_guide_of_the_own_role_first(cast: Cast, name: str, title: str) -> None:
    page = signed_in(cast.actors[name]).get(HELP).content.decode()

    assert re.findall(r'<h2 id="[^"]+-title">([^<]+)</h2>', page)[0] == title
    assert "Siapa melihat apa" in page
    assert f'href="{HELP}"' in page, "the bar on top leads here"
    assert f'data-help="{HELP}"' in page, "and so does the question mark"


def test_every_page_of_somebody_signed_in_leads_to_help(cast: Cast) -> None:
    client = signed_in(cast.manager)
    for path in ("/", "/cases/", "/referrals/", "/directory/", "/account/", "/figures/"):
        assert f'href="{HELP}"' in client.get(path).content.decode(), path


def test_every_guide_has_a_page_and_the_same_anchors_in_both_languages(cast: Cast) -> None:
    client = signed_in(cast.police)
    for key in GUIDES:
        assert client.get(reverse("desk:guide", args=[key])).status_code == 200
        with override("id"):
            mine = guide(key)
        with override("en"):
            other = guide(key)
        assert [s.anchor for s in mine.sections] == [s.anchor for s in other.sections]
        assert mine.title != other.title or key == "administrator"
    assert client.get("/help/nothing/").status_code == 404
    assert Client().get(HELP).status_code == 302


def test_no_anchor_stands_twice_on_a_page(cast: Cast) -> None:
    page = signed_in(cast.supervisor).get(HELP).content.decode()
    ids = re.findall(r' id="([^"]+)"', page)

    assert sorted(i for i in set(ids) if ids.count(i) > 1) == []
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_the_emergency_numbers_are_those_of_the_installation(cast: Cast) -> None:
    admin = signed_in(cast.admin)
    admin.post("/organisations/emergency/new/", {"name": "Piket UPTD Contoh", "number": "0741 555-0099", "note": "24 jam", "place": "1"})
    first, second, *_rest = queries.emergency_numbers()
    admin.post(f"/organisations/emergency/{second.id}/", {"name": second.name, "number": "0741-112", "note": "", "place": "2"})

    page = signed_in(cast.police).get(HELP).content.decode()

    assert (first.name, second.number) == ("Piket UPTD Contoh", "112")
    assert 'href="tel:07415550099">0741 555-0099</a>' in page
    assert "0741-112" in page
    admin.post(f"/organisations/emergency/{first.id}/remove/")
    assert "Piket UPTD Contoh" not in admin.get("/organisations/emergency/").content.decode()
    assert signed_in(cast.police).get("/organisations/emergency/").status_code == 403


def test_a_form_that_is_sent_twice_adds_one_number(cast: Cast) -> None:
    with acting_as(cast.admin, "test"):
        before = len(queries.emergency_numbers())
        for _ in range(2):
            actions.add_emergency_number(
                by=cast.admin, name="Rumah Aman", number="0741-1", note="", place=5, submission=cast.desk_id("unit")
            )
        assert len(queries.emergency_numbers()) == before + 1
