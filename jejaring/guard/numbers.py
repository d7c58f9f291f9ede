"""Numbers for references, from sequences: no lock, no race, gaps allowed."""

from typing import Literal

from django.db import connection

from jejaring.kernel.clock import WIB, now
from jejaring.kernel.ids import reference

PREFIXES = {"report": "L", "case": "K", "referral": "R", "letter": "S"}


def next_reference(kind: Literal["report", "case", "referral", "letter"]) -> str:
    """The next reference of a kind, with the year of the present moment in Asia/Jakarta. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("select nextval(%s::regclass)", [f"{kind}_number"])
        number: int = cursor.fetchone()[0]
    return reference(PREFIXES[kind], now().astimezone(WIB).year, number)
