"""Words for moments: how a due moment, a past one and a date are said. All moments mean Asia/Jakarta.

The names of months and days stand here as tables, because a catalogue look-up or a localised date filter per row
costs more than the row itself.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import get_language, gettext, ngettext

from jejaring.kernel.clock import WIB
from jejaring.kernel.deadlines import Window, next_window
from jejaring.kernel.labels import gettext_noop

MONTHS = {
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split(),
    "en": "January February March April May June July August September October November December".split(),
}
SHORT_MONTHS = {
    "id": "Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des".split(),
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(),
}
DAYS = {
    "id": "Senin Selasa Rabu Kamis Jumat Sabtu Minggu".split(),
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
}
NAMED = {-1: gettext_noop("yesterday"), 0: gettext_noop("today"), 1: gettext_noop("tomorrow")}
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SOON = 3 * HOUR


@dataclass(frozen=True, slots=True)
class Due:
    """How a promise's moment is said: its meaning (late, soon, kept, calm), the words, and a small note beside them."""

    tone: str
    words: str
    note: str = ""


def language() -> str:
    """The language of the screen, "id" or "en"; Indonesian when none is active."""
    return "en" if (get_language() or "id").startswith("en") else "id"


def clock(at: datetime | time) -> str:
    """A time of day: 09.14 in Indonesian, 09:14 in English. Moments are brought to Asia/Jakarta first."""
    if isinstance(at, datetime):
        at = at.astimezone(WIB)
    return f"{at.hour:02}{':' if language() == 'en' else '.'}{at.minute:02}"


def day(on: date, *, year: bool = True, long: bool = False) -> str:
    """A date: 24 Nov 2026; long: Selasa, 24 November 2026."""
    on = on.astimezone(WIB) if isinstance(on, datetime) else on
    tail = f" {on.year}" if year else ""
    if long:
        return f"{DAYS[language()][on.weekday()]}, {on.day} {MONTHS[language()][on.month - 1]}{tail}"
    return f"{on.day} {SHORT_MONTHS[language()][on.month - 1]}{tail}"


def moment(at: datetime) -> str:
    """A moment in full: 24 Nov 2026 09.14."""
    return f"{day(at)} {clock(at)}"


def weekday(at: datetime, *, long: bool = False) -> str:
    """The name of the day: Jum, Fri; long: Jumat, Friday."""
    name = DAYS[language()][at.astimezone(WIB).weekday()]
    return name if long else name[:3]


def span(length: timedelta) -> str:
    """A length of time: minutes below an hour and a half, hours below a day and a half, then days, each to the nearest.

    So nothing is said as "1 hour" or "1 day", which would hide up to half of it. Below a minute counts as one.
    """
    if length < 90 * MINUTE:
        n = max(1, int(length / MINUTE))
        return ngettext("%(n)d minute", "%(n)d minutes", n) % {"n": n}
    if length < 36 * HOUR:
        n = int(length / HOUR + 0.5)
        return ngettext("%(n)d hour", "%(n)d hours", n) % {"n": n}
    n = int(length / DAY + 0.5)
    return ngettext("%(n)d day", "%(n)d days", n) % {"n": n}


def _days_between(now: datetime, at: datetime) -> int:
    return (at.astimezone(WIB).date() - now.astimezone(WIB).date()).days


def ago(at: datetime, *, now: datetime) -> str:
    """How long ago: baru saja, 5 menit lalu, 3 jam lalu, 4 hari lalu; from a month on the date."""
    past = now - at
    if past < 2 * MINUTE:
        return gettext("just now")
    if past > 30 * DAY:
        return day(at)
    return gettext("%(span)s ago") % {"span": span(past)}


def near(at: datetime, *, now: datetime) -> str:
    """A moment named from today: hari ini 08.55, kemarin 14.20, besok 10.05, 3 Mar 09.14; the year only when it differs."""
    there, here = at.astimezone(WIB), now.astimezone(WIB)
    named = NAMED.get((there.date() - here.date()).days)
    return f"{gettext(named) if named else day(there, year=there.year != here.year)} {clock(there)}"


def hours(window: Window, *, brief: bool = False) -> str:
    """A window of the day: 13.00–15.00; brief, where both are full hours: 13–15."""
    if brief and window.start.minute == window.end.minute == 0:
        return f"{window.start.hour:02}–{window.end.hour:02}"
    return f"{clock(window.start)}–{clock(window.end)}"


def due_words(
    due_at: datetime | None,
    *,
    now: datetime,
    state: str = "open",
    kept_at: datetime | None = None,
    started_at: datetime | None = None,
    window: Window | None = None,
) -> Due:
    """How a promise stands: what is past or settled is said as such; a contact opens with its safe window, not with its clock.

    state is open, kept, waived or cancelled. Soon means within three hours.
    """
    if state == "kept":
        return _kept(due_at, kept_at, started_at)
    if state in ("waived", "cancelled"):
        return Due("calm", gettext("waived") if state == "waived" else gettext("cancelled"))
    if due_at is None:
        return Due("calm", gettext("no deadline"))
    due_at, now = due_at.astimezone(WIB), now.astimezone(WIB)  # once; below that costs nothing any more
    if due_at <= now:
        note = gettext("safe hours %(hours)s") % {"hours": hours(window, brief=True)} if window else _plain(due_at, now)
        return Due("late", gettext("%(span)s late") % {"span": span(now - due_at)}, note)
    return _in_window(window, now) if window else _ahead(due_at, now)


def _kept(due_at: datetime | None, kept_at: datetime | None, started_at: datetime | None) -> Due:
    if kept_at and due_at and kept_at > due_at:
        return Due("kept", gettext("kept late"), gettext("%(span)s late") % {"span": span(kept_at - due_at)})
    note = gettext("in %(span)s") % {"span": span(kept_at - started_at)} if kept_at and started_at else ""
    return Due("kept", gettext("kept"), note)


def _in_window(window: Window, now: datetime) -> Due:
    opens, closes = next_window(now, window)
    note = gettext("safe hours %(hours)s") % {"hours": hours(window, brief=True)}
    if opens <= now:
        return Due("soon", gettext("now until %(time)s") % {"time": clock(closes)}, note)
    if _days_between(now, opens) == 0:
        return Due("soon", gettext("from %(time)s") % {"time": clock(opens)}, note)
    return Due("calm", near(opens, now=now), note)


def _ahead(due_at: datetime, now: datetime) -> Due:
    left, days = due_at - now, _days_between(now, due_at)
    tone = "soon" if left <= SOON else "calm"
    if left < 90 * MINUTE or days == 0:
        return Due(tone, gettext("%(span)s left") % {"span": span(left)}, clock(due_at))
    if days == 1:
        return Due(tone, near(due_at, now=now), weekday(due_at))
    if days < 7:
        return Due(tone, f"{weekday(due_at)} {clock(due_at)}", day(due_at, year=False))
    other_year = due_at.astimezone(WIB).year != now.astimezone(WIB).year
    return Due(tone, day(due_at, year=other_year), f"{weekday(due_at)} {clock(due_at)}")


def _plain(at: datetime, now: datetime) -> str:
    return clock(at) if _days_between(now, at) == 0 else near(at, now=now)
