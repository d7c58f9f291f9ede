"""Opening hours in words: when a desk is open in a week, and whether it is open at a moment. All hours are those of Asia/Jakarta."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from jejaring.kernel.calendars import Calendar, NeverOpen
from jejaring.kernel.clock import WIB
from jejaring.kernel.hours import ALWAYS, Week
from jejaring.ui import when

GAP = timedelta(minutes=1)  # midnight is not a closing hour
FAR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether a desk is open at a moment, in words. `open` is None where nobody can say."""

    open: bool | None
    words: str
    tone: str


def week_in_words(week: Week) -> str:
    """The hours of a week, days with the same hours together: "Monday–Friday 07:30–16:00, Saturday 07:30–14:00"."""
    if week == ALWAYS:
        return _("At every hour")
    names, runs = when.DAYS[when.language()], list[list[int]]()
    for day in range(7):
        if week.get(day):
            if runs and runs[-1][-1] == day - 1 and week.get(day - 1) == week[day]:
                runs[-1].append(day)
            else:
                runs.append([day])
    return ", ".join(
        f"{names[run[0]]}{'–' + names[run[-1]] if len(run) > 1 else ''} "
        + " & ".join(f"{when.clock(a)}–{_closing(b)}" for a, b in week[run[0]])
        for run in runs
    )


def _closing(at: time) -> str:
    """Midnight at the end of a day is said as 24.00."""
    return when.clock(time(0)).replace("00", "24", 1) if at >= time(23, 59) else when.clock(at)


def opening(calendar: Calendar | None, at: datetime, *, asked: bool) -> Opening:
    """Whether a desk with this calendar is open at `at`. `asked`: somebody chose that moment, which is not the present one."""
    if calendar is None:
        return Opening(None, _("Hours not known: call first"), "calm")
    try:
        spans = calendar.open_from(at)
        since, until = next(spans)
        if since > at:
            words = _("Closed then; opens %(when)s") if asked else _("Opens %(when)s")
            return Opening(False, words % {"when": _moment(since, at)}, "calm")
        for later, end in spans:
            if later - until > GAP or end - at > FAR:
                break
            until = end
    except NeverOpen:
        return Opening(False, _("Closed"), "calm")
    if until - at >= timedelta(days=6):
        return Opening(True, _("Open at every hour"), "kept")
    words = _("Open then, until %(when)s") if asked else _("Open now, until %(when)s")
    return Opening(True, words % {"when": _closing(until.astimezone(WIB).time())}, "kept")


def _moment(opens: datetime, at: datetime) -> str:
    """When it opens, seen from a moment: today 13.00, tomorrow 07.30, Monday 07.30, 4 Jan 07.30."""
    opens = opens.astimezone(WIB)
    days = (opens.date() - at.astimezone(WIB).date()).days
    if days < 2:
        day = _("today") if not days else _("tomorrow")
    else:
        day = when.DAYS[when.language()][opens.weekday()] if days < 7 else when.day(opens.date(), year=False)
    return f"{day} {when.clock(opens)}"
