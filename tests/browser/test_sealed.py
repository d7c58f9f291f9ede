"""Something sealed at three browsers: put away, asked for, agreed to by a second person, read until its moment, gone by itself."""

import re

import psycopg
import pytest
from playwright.sync_api import expect

from jejaring.cases.models import Case
from tests.browser.conftest import At
from tests.browser.person import Person
from tests.cases import files, paper
from tests.cases.urgent import PASSWORD, know_the_password
from tests.cast import Cast
from tests.live import Live
from tests.ui import hostile

SECRET = "Anak ini diangkat sejak bayi dan belum diberi tahu"
WHY = "Sekolah menanyakan wali yang sah"
SOON = "update cases_unsealing set until = now() + interval '10 seconds' where case_id = %s and until > now() and ended_at is null"
PATIENCE = 30_000


@pytest.fixture
def case(cast: Cast) -> Case:
    """A girl's case with a note and a paper that the team can still read; who agrees has a password."""
    case = files.open_file(cast)
    know_the_password(cast, "supervisor", "privacy")
    paper.act(cast, "write_note", case, text=SECRET)
    paper.attach(cast, case, hostile.picture("PNG"), kind="court_decision")
    return case


def put_away(at: At, case: Case, kind: str) -> Person:
    """The supervisor seals the first note or paper that is offered, and is told what that means."""
    head = at("supervisor").opens(f"/cases/{case.pk}/sealed/").follows("Segel catatan atau surat").sees("dibatalkan")
    head.chooses("subject", head.page.locator(f"select[name=subject] option[value^='{kind}:']").first.get_attribute("value"))
    head.ticks("ground", "adoption").writes("reason", "Diminta keluarga").submits()
    return head.sees("Mulai sekarang hanya dua orang", "Diminta keluarga")


def asked(at: At, case: Case, *, phone: bool = False) -> Person:
    """The manager asks for the newest item."""
    manager = at("manager", phone=phone).opens(f"/cases/{case.pk}/sealed/").follows("Lihat")
    manager.ticks("ground", "care").writes("reason", WHY).submits().sees("Menunggu orang kedua", WHY)
    return manager


def agrees(at: At, who: str) -> Person:
    """The second person agrees: not with a wrong password."""
    second = at(who).opens("/cases/sealed/").follows("Lihat")
    second.writes("password", "salah").submits()
    assert second.page.locator("[data-errors]").count() == 1
    return second.writes("password", PASSWORD).submits().sees("Terbuka selama satu jam")


def its_moment_comes(live: Live, case: Case) -> None:
    """The hour is nearly over."""
    with psycopg.connect(live.database.owner_url) as owner:
        assert owner.execute(SOON, [case.pk]).rowcount == 1


def test_a_note_is_opened_by_two_for_one_of_them_and_closes_by_itself(at: At, live: Live, case: Case) -> None:
    put_away(at, case, "note").opens(f"/cases/{case.pk}/").sees_nothing_of(SECRET).sees("disegel")
    manager = asked(at, case, phone=True)
    manager.sees_nothing_of(SECRET, "Minta persetujuan orang kedua")
    agrees(at, "privacy").sees_nothing_of(SECRET, WHY)

    manager.opens(manager.path).sees(SECRET, "Terbuka hanya untuk Anda")
    head = at("supervisor").opens(manager.path).sees("Terbuka", WHY).sees_nothing_of(SECRET)
    for stranger in ("stranger", "police", "privacy", ""):
        at(stranger).opens(manager.path).sees_nothing_of(SECRET, WHY, "Diminta keluarga", "Disegel")

    its_moment_comes(live, case)
    manager.opens(manager.path).sees(SECRET)
    expect(manager.page.locator("body")).not_to_contain_text(SECRET, timeout=PATIENCE)  # nobody touches the page
    manager.sees("Ditutup kembali").sees_nothing_of(SECRET)
    manager.page.go_back()
    manager.sees_nothing_of(SECRET)
    head.opens(head.path).sees("Ditutup kembali").sees_nothing_of(SECRET)


def test_a_paper_is_looked_at_without_a_copy_and_ended_by_hand_or_by_itself(at: At, live: Live, case: Case) -> None:
    put_away(at, case, "document").opens(f"/cases/{case.pk}/papers/").sees_nothing_of("Putusan atau penetapan")
    manager = asked(at, case)
    agrees(at, "supervisor")

    manager.opens(manager.path).follows("Lihat halaman").sees("Halaman 1 dari 1")
    manager.sees_nothing_of("Ambil salinan", "Hapus dari berkas")
    its_moment_comes(live, case)
    manager.opens(manager.path)
    expect(manager.page).to_have_url(re.compile(r"/sealed/$"), timeout=PATIENCE)
    manager.follows("Lihat").sees("Ditutup kembali").sees_nothing_of("Putusan atau penetapan")

    manager.ticks("ground", "wish").writes("reason", WHY).submits()
    agrees(at, "supervisor")
    manager.opens(manager.path).presses("Saya selesai").sees("Sudah ditutup kembali")
