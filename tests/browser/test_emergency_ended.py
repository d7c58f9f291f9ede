"""An emergency access is ended by the head who reviews it, and the next click of whoever asked finds the case closed."""

import pytest

from jejaring.cases.models import Case
from tests.browser.conftest import At
from tests.cases.urgent import PASSWORD, planned
from tests.cast import Cast


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case of the unit with a safety plan; a head at the police; passwords."""
    return planned(cast)


def test_the_head_of_the_other_organisation_ends_what_runs_and_the_next_click_finds_it_closed(at: At, case: Case) -> None:
    duty = at("duty", phone=True).opens("/cases/emergency/").ticks("danger", "life").writes("known_by", case.reference)
    duty.writes("reason", "Suaminya di depan pintu membawa parang").writes("password", PASSWORD).submits().sees("Akses darurat terbuka")

    head = at("head", phone=True, dark=True).opens("/").follows("Tinjauan akses darurat").follows("Tinjauan").follows("Akhiri sekarang")
    head.sees("Tinjauannya tetap harus dilakukan").writes("reason", "Tim UPTD sudah di tempat").submits()
    head.sees("Akses darurat telah diakhiri", "Tim UPTD sudah di tempat", "Tinjauan Anda")
    duty.opens("/reports/").sees_nothing_of("Akses darurat terbuka").opens("/cases/emergency/")
    duty.sees("Hari ini Anda masih dapat meminta 4 kali")
