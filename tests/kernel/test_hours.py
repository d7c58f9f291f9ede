"""Opening hours read from what offices write on their door."""

from datetime import time

import pytest

from jejaring.kernel.hours import ALWAYS, read_hours

MORNING, DAY = (time(7, 30), time(14)), (time(7, 30), time(16))


@pytest.mark.parametrize(
    ("text", "week"),
    [
        ("Senin–Jumat 07.30–16.00", dict.fromkeys(range(5), (DAY,))),
        ("Senin-Sabtu 07.30-14.00", dict.fromkeys(range(6), (MORNING,))),
        ("Monday–Friday 7:30–16:00", dict.fromkeys(range(5), (DAY,))),
        ("Senin–Kamis 07.30–16.00; Jumat 07.30–14.00", {**dict.fromkeys(range(4), (DAY,)), 4: (MORNING,)}),
        ("Sabtu–Senin 07.30–14.00", dict.fromkeys((5, 6, 0), (MORNING,))),
        ("Rabu 07.30–14.00, Rabu 15.00–17.00", {2: (MORNING, (time(15), time(17)))}),
        ("24 jam", ALWAYS),
        ("Hubungi dahulu", None),
        ("", None),
        ("Senin 16.00–07.30", None),
        ("Senin 07.30–26.00", None),
    ],
)
def test_hours_are_read_or_honestly_not_known(text: str, week: object) -> None:
    assert read_hours(text) == week
