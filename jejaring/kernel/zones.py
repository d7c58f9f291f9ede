"""The three zones of Indonesia by the code of a region (Keppres 41/1987; provinces that came later follow the one they were part of)."""

from zoneinfo import ZoneInfo

from jejaring.kernel.clock import WIB

WITA, WIT = ZoneInfo("Asia/Makassar"), ZoneInfo("Asia/Jayapura")
CENTRAL = frozenset({"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"})  # Bali to Sulawesi
EASTERN = frozenset({"81", "82", "91", "92", "93", "94", "95", "96", "97"})  # Maluku and Papua


def zone_of(region: str) -> ZoneInfo:
    """The zone in which an office of a region keeps its hours; Asia/Jakarta where the region is not known."""
    province = region[:2]
    return WITA if province in CENTRAL else WIT if province in EASTERN else WIB
