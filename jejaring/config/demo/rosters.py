"""Who is on duty in the demo city: the unit day and night with a note between the shifts, and a desk whose roster has run out."""

from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5

from jejaring.access.purposes import Purpose
from jejaring.config.demo.places import Town
from jejaring.directory import actions as directory
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import WIB, standing_at

NAMESPACE = UUID("6a656a61-7269-5e67-8000-64656d6f0001")
MORNING, EVENING = time(7), time(19)
WEEK, DAY = timedelta(days=7), timedelta(days=1)
NOTE = (
    "Malam tenang. Dua telepon hanya meminta keterangan. Satu orang minta dihubungi siang ini di jam amannya: lihat janji hubungi. "
    "Nomor piket Polresta sudah dicoba dan dijawab."
)
EMPTY = "shelter"  # its weekly shift ended yesterday and nobody planned the next


def keep(town: Town, present: datetime) -> None:
    """Plan the shifts and leave the night's note. The same shift has the same id in every telling, so that twice does nothing."""
    monday = present.astimezone(WIB).date() - timedelta(days=present.astimezone(WIB).weekday())
    with standing_at(present):
        for n in range(7):
            _shift(town, "unit", "duty", monday + n * DAY, MORNING, f"day {n}")
            _shift(town, "unit", "duty_night", monday + n * DAY, EVENING, f"night {n}")
    for n in range(7):
        begun = monday - 2 * WEEK + n * DAY
        with standing_at(datetime.combine(begun, MORNING, WIB)):
            _shift(town, EMPTY, EMPTY, begun, MORNING, f"day {n}", until=present.astimezone(WIB).date() - DAY)
    _note(town, present)


def _id(*parts: object) -> UUID:
    return uuid5(NAMESPACE, "/".join(map(str, parts)))


def _shift(town: Town, office: str, account: str, day: date, begins: time, name: str, *, until: date | None = None) -> None:
    """Twelve hours every week from a day on, planned by whoever works them."""
    starts_at, by = datetime.combine(day, begins, WIB), town.actors[account]
    with acting_as(by, Purpose.DEMO):
        directory.plan_shift(
            by=by, user_id=by.id, starts_at=starts_at, ends_at=starts_at + DAY / 2, weekly=True, until=until,
            submission=_id(office, account, name),
        )  # fmt: skip


def _note(town: Town, present: datetime) -> None:
    """What the night left this morning; nobody has read it yet."""
    day = (present.astimezone(WIB) - timedelta(hours=MORNING.hour)).date()
    by = town.actors["duty_night"]
    with standing_at(datetime.combine(day, MORNING, WIB)), acting_as(by, Purpose.DEMO):
        directory.write_hand_over(by=by, text=NOTE, submission=_id("note", day))
