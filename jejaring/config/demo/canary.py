"""The canary: one invented woman whose name, number and words must never be found outside of the locks.

Whoever wants to see whether the locks hold looks for these five strings in a dump, a log, a file. She is no figure of a pattern and not one
of the published year: her case was registered in March 2025 and has long been closed.
"""

from datetime import datetime, timedelta

from jejaring.config.demo.patterns import PATTERNS
from jejaring.config.demo.tales import Somebody, Step, Tale
from jejaring.config.demo.telling import Teller
from jejaring.kernel.clock import WIB

NAME = "Kenari Uji Rahasia"
NIK = "1571014107950001"
PHONE = "+62 811-7400-0999"
ADDRESS = "Jalan Kenari Uji No. 1"
NOTE = "catatan kenari 7f3a"
STRINGS = (NAME, NIK, PHONE, ADDRESS, NOTE)

KEY = "canary"
REPORTED = datetime(2025, 3, 4, 9, 12, tzinfo=WIB)
STORY = "Data uji. Orang ini rekaan; laporannya ada untuk memeriksa apakah kunci menahan."


def tale() -> Tale:
    """Her report and what was done about it, each act within its due moment."""
    her = Somebody("female", 29, NAME, NIK, "1995-07-01", PHONE, ADDRESS)
    acts = (
        (timedelta(minutes=20), "respond", "Diberi penjelasan tentang layanan."),
        (timedelta(hours=2), "triage", "Kasus uji."),
        (timedelta(hours=3), "note", NOTE),
        (timedelta(days=1), "assess", "Keadaan baik."),
        (timedelta(days=6), "close", "Kasus uji selesai."),
    )
    steps = tuple(Step(REPORTED + after, act, text=text, service="goals_met" if act == "close" else "") for after, act, text in acts)
    pattern = PATTERNS["wife_unsupported"]
    return Tale(
        key=KEY, pattern=pattern, reported_at=REPORTED, channel="walk_in", reporter="victim", story=STORY, victim=her,
        area="15.71.01.1001", place="home", manager="manager_2025", steps=steps,
    )  # fmt: skip


def untold(teller: Teller) -> list[Tale]:
    """Her tale, for a city that does not know her yet."""
    return [] if teller.knows(tale()) else [tale()]
