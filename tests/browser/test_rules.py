"""A version of a rule was published by mistake: taken back before it begins, and another one in its place."""

import re
from datetime import timedelta

import pytest

from jejaring.kernel.clock import today
from tests.browser.conftest import At
from tests.browser.person import Person

pytestmark = pytest.mark.usefixtures("live")
WHY = "Salah ketik: 16 jam, bukan 160."


def when_a_version_is_published(admin: Person, days: int, high: str) -> None:
    day = today() + timedelta(days=days)
    admin.opens("/rules/review/").follows("Versi baru").writes("high", high).writes("valid_from", f"{day.day}/{day.month}/{day.year}")
    admin.submits().sees("Artinya").presses("Terbitkan versi ini")


def test_a_version_published_by_mistake_is_taken_back_and_another_one_takes_its_place(at: At) -> None:
    admin = at("admin")
    when_a_version_is_published(admin, 10, "16")
    admin.sees(re.compile("Versi 2, berlaku sejak"))

    admin.follows("Tarik kembali").submits().is_told_beside("reason", "wajib diisi")
    admin.writes("reason", WHY).submits().sees("Versi 2 ditarik kembali", "tidak pernah berlaku", WHY, "Versi 1, berlaku")
    when_a_version_is_published(admin, 10, "160")

    admin.sees(re.compile("Versi 3, berlaku sejak"), WHY)
    at("duty", phone=True, dark=True).opens("/rules/review/").sees(WHY).sees_nothing_of("Tarik kembali")
