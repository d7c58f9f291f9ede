"""The entry clerk's list in a browser: what is missing, the entry noted, the sheet taken out."""

import pytest

from tests.browser.conftest import At
from tests.cases.files import open_file
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("live")


def test_a_victim_is_entered_and_leaves_the_list(at: At, cast: Cast) -> None:
    case = open_file(cast)
    clerk = at("supervisor").opens("/simfoni/").sees("Anak perempuan, 17", case.reference, "Belum ada")
    clerk.sees_nothing_of("Bunga")

    clerk.follows("Catat entri").ticks("state", "entered").submits().is_told_beside("number", "Tulis nomor")
    clerk.writes("number", "S-2026-17").submits().sees("Entri sudah dicatat", "Semua sudah dientri")

    clerk.opens("/simfoni/?state=entered").sees("Sudah dientri", "nomor S-2026-17")


def test_a_sheet_of_the_ticked_is_taken_out(at: At, cast: Cast) -> None:
    open_file(cast)
    clerk = at("supervisor", phone=True, dark=True).opens("/simfoni/")
    clerk.page.locator("input[name='victim']").first.check()

    clerk.presses("Buat lembar entri untuk yang dicentang").sees("1 kasus, 1 korban")
    with clerk.page.expect_download() as download:
        clerk.page.get_by_role("button", name="Unduh", exact=True).click()

    assert download.value.suggested_filename.startswith("lembar-entri-simfoni-")
