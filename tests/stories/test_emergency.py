"""At night an officer stands before somebody whose case is not theirs. A head of another organisation judges it; once nobody does."""

from datetime import timedelta
from typing import Any

import pytest

from jejaring.cases import jobs
from jejaring.cases.models import Case
from jejaring.commitments.jobs import tick
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now, standing_at
from jejaring.notices.models import Notice
from tests.cases.urgent import PASSWORD, planned
from tests.cast import Cast
from tests.stories.reader import Reader

THREATS = "Perekrut tahu rumahnya"


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case of the unit with a safety plan; a head at the police; passwords."""
    return planned(cast)


def when_it_is_asked_for(officer: Reader, known_by: str) -> Reader:
    officer.opens("/").follows("Akses darurat").ticks("danger", "life").writes("known_by", known_by)
    return officer.writes("reason", "Suaminya di depan pintu membawa parang").writes("password", PASSWORD).submits()


def then_the_right_rests(officer: Reader, known_by: str) -> None:
    when_it_is_asked_for(officer, known_by).sees("Hak akses darurat Anda ditangguhkan")
    officer.opens("/").sees("Yang kita janjikan")  # the account works


def told(cast: Cast, name: str) -> set[Any]:
    with acting_as(cast.actors[name], "test"):
        return set(Notice.objects.filter(to_user=cast.actors[name].id).values_list("kind", flat=True))


def test_an_officer_opens_it_at_night_and_a_head_of_the_police_finds_it_justified(cast: Cast, case: Case) -> None:
    duty, head, manager = Reader(cast.duty), Reader(cast.head), Reader(cast.manager)

    when_it_is_asked_for(duty, case.reference).sees(THREATS, "Akses darurat terbuka", "Siapa yang dihubungi")
    duty.presses("Tampilkan nama").sees("Bunga Contoh")
    duty.presses("Akhiri sekarang").sees("Akses darurat telah berakhir")
    head.opens("/").follows("Tinjauan akses darurat").follows("Tinjauan")
    head.sees("Suaminya di depan pintu membawa parang", "rencana keselamatan", "Menampilkan nama")
    assert case.reference not in head.page_words
    head.ticks("verdict", "justified").writes("reason", "Bahayanya nyata").submits().sees("Beralasan")
    manager.opens(f"/cases/{case.pk}/").sees("Akses darurat ditinjau: Beralasan").follows("Lihat apa yang dibaca").sees("Nyawa terancam")
    with standing_at(now() + timedelta(hours=80)):
        assert jobs.suspend() == 0
        when_it_is_asked_for(Reader(cast.duty), case.reference).sees(THREATS)


def test_nobody_reviews_it_and_after_three_days_the_right_rests_the_heads_are_told_and_the_privacy_officer_gives_it_back(
    cast: Cast, case: Case
) -> None:
    when_it_is_asked_for(Reader(cast.police), case.reference).sees("Kartu keselamatan", THREATS)
    with standing_at(now() + timedelta(hours=72, minutes=1)):
        then_the_right_rests(Reader(cast.police), case.reference)
        tick()
        assert jobs.suspend() == 1
        assert "emergency_suspended" in told(cast, "police")
        assert told(cast, "supervisor") >= {"emergency_suspended", "promise_late"}
        privacy = Reader(cast.privacy).opens("/cases/emergency/all/").sees("Akses tidak ditinjau tepat waktu")
        privacy.follows("Kembalikan haknya").writes("reason", "Kepala UPTD lupa, petugas bertindak benar").submits().sees("dikembalikan")
        when_it_is_asked_for(Reader(cast.police), case.reference).sees(THREATS)
