"""Emergency access on a telephone at night: asked, read, ended; then the head of the other organisation at a screen, in the dark."""

import pytest

from jejaring.cases.models import Case
from tests.browser.conftest import At
from tests.cases.urgent import PASSWORD, planned
from tests.cast import Cast


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case of the unit with a safety plan; a head at the police; passwords."""
    return planned(cast)


def test_asked_on_a_telephone_read_ended_and_reviewed_by_keyboard_and_eye(at: At, case: Case) -> None:
    duty = at("duty", phone=True).opens("/").follows("Akses darurat")
    duty.ticks("danger", "life").writes("known_by", case.reference).writes("reason", "Suaminya di depan pintu membawa parang")
    duty.writes("password", PASSWORD).submits().sees("Perekrut tahu rumahnya", "Akses darurat terbuka", "Masih")
    duty.opens("/reports/").sees("Akses darurat terbuka")
    duty.follows("Ke kasus").presses("Tampilkan nama").sees("Bunga Contoh")
    duty.presses("Akhiri sekarang").sees("Akses darurat telah berakhir")

    head = at("head", dark=True).opens("/").follows("Tinjauan akses darurat").follows("Tinjauan")
    head.sees("Suaminya di depan pintu membawa parang").ticks("verdict", "unjustified").writes("reason", "Tidak ada bahaya").submits()
    head.sees("Tidak beralasan")
    at("privacy").opens("/cases/emergency/all/").follows("Kembalikan haknya").writes("reason", "Sudah dibicarakan").submits()
    at("duty", phone=True, dark=True).opens("/cases/emergency/").sees("Hari ini Anda masih dapat meminta 4 kali")
