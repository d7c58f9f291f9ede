"""Codes, areas and legal bases, held in the process: no statement per label."""

import csv
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from django.db import connection
from django.utils.translation import get_language

from jejaring.kernel import clock
from jejaring.reference import rules
from jejaring.reference.models import Area, Code, Edition, Holiday, LegalBasis

CHANNEL_FIELDS = Path(__file__).parent / "data" / "channel_fields.csv"
FRESH_SECONDS = 60  # so long after a set-up a running process may still show the earlier words
DAYS_HELD = 4


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One value of a code list, with its words in both languages."""

    list_name: str
    code: str
    label_id: str
    label_en: str
    source_code: str
    source: str
    parent: str
    simfoni: str
    critical: bool
    valid_from: date
    valid_until: date | None

    @property
    def label(self) -> str:
        return _spoken(self.label_id, self.label_en)


@dataclass(frozen=True, slots=True)
class LegalBasisRow:
    """A legal basis; show `note` wherever `verified` is false."""

    key: str
    title_id: str
    title_en: str
    article: str
    verified: bool
    note_id: str
    note_en: str
    valid_from: date
    valid_until: date | None

    @property
    def title(self) -> str:
        return _spoken(self.title_id, self.title_en)

    @property
    def note(self) -> str:
        return _spoken(self.note_id, self.note_en)


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An administrative area."""

    code: str
    name: str
    level: str
    parent: str
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """Everything, as of one edition."""

    number: int
    lists: dict[str, tuple[CodeRow, ...]]
    versions: dict[tuple[str, str], tuple[CodeRow, ...]]  # by start
    areas: dict[str, AreaRow]
    bases: dict[str, tuple[LegalBasisRow, ...]]
    closed: frozenset[date]
    of_day: dict[date, dict[tuple[str, str], CodeRow]] = field(default_factory=dict)  # each code as it stands on a day that was asked for


_held: dict[str, tuple[float, _Snapshot]] = {}


def codes(list_name: str, *, on: date | None = None) -> tuple[CodeRow, ...]:
    """The values of a list in force on a day (today in Asia/Jakarta by default), in their order. Raises KeyError for an unknown list."""
    day = on or clock.today()
    return tuple(row for row in _snapshot().lists[list_name] if rules.valid_on(row.valid_from, row.valid_until, day))


def choices(list_name: str) -> list[tuple[str, str]]:
    """What a form offers today: pairs of code and words in the active language."""
    return [(row.code, row.label) for row in codes(list_name)]


def label(list_name: str, code: str) -> str:
    """Today's words for a stored code, also for one that has ended, in the active language; an unknown code answers itself."""
    row = _current(list_name, code)
    return row.label if row else code


def labels(list_name: str, stored: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """The words for several stored codes, in the order given."""
    return tuple(label(list_name, code) for code in stored)


def simfoni(list_name: str, code: str) -> str:
    """The ministry's label that a code rolls up to; empty where the ministry's format has none."""
    row = _current(list_name, code)
    return row.simfoni if row else ""


def children(list_name: str, parent: str) -> tuple[CodeRow, ...]:
    """Today's values of a list that stand under a parent, such as the sub-forms of a form."""
    return tuple(row for row in codes(list_name) if row.parent == parent)


@dataclass(frozen=True, slots=True)
class ChannelField:
    """A question that a report asks because of the channel by which it came in."""

    channel: str
    field: str
    kind: str  # text | long | date | moment | incident | yesno | choice | checks | address | hash | people
    list: str  # the code list of a choice
    label_id: str
    label_en: str
    hint_id: str
    hint_en: str

    @property
    def label(self) -> str:
        return _spoken(self.label_id, self.label_en)

    @property
    def hint(self) -> str:
        return _spoken(self.hint_id, self.hint_en)


@cache
def _channel_fields() -> tuple[ChannelField, ...]:
    with CHANNEL_FIELDS.open(encoding="utf-8", newline="") as rows:
        return tuple(ChannelField(**row) for row in csv.DictReader(rows))


def channel_fields(channel: str) -> tuple[ChannelField, ...]:
    """What a channel is asked about, in the order of the screen; "*" are the questions of every channel. No statement."""
    return tuple(row for row in _channel_fields() if row.channel == channel)


def critical_signs() -> frozenset[str]:
    """The danger signs that force high risk."""
    return frozenset(row.code for row in codes("danger_sign") if row.critical)


def areas(level: str, parent: str = "") -> tuple[AreaRow, ...]:
    """Today's areas of a level, by code; with a parent only those inside it, at any depth."""
    day = clock.today()
    return tuple(
        row for row in _snapshot().areas.values()
        if row.level == level and (not parent or row.code.startswith(f"{parent}.")) and rules.valid_on(row.valid_from, row.valid_until, day)
    )


def village_choices(city: str = rules.HOME_CITY) -> list[tuple[str, list[tuple[str, str]]]]:
    """The villages of a city for a select with groups: the district's name, then pairs of code and name."""
    inside: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in areas("village", city):
        inside[row.parent].append((row.code, row.name))
    return [(district.name, inside[district.code]) for district in areas("district", city)]


def region_choices(province: str = "15") -> list[tuple[str, str]]:
    """The regencies and cities of a province, to which a case can be handed over."""
    return [(row.code, row.name) for row in (*areas("regency", province), *areas("city", province))]


def area_name(code: str) -> str:
    """The name of an area; an unknown code answers itself."""
    row = _snapshot().areas.get(code)
    return row.name if row else code


def area_path(code: str) -> str:
    """The name with those of the areas around it, up to the city: "Legok, Danau Sipin, Kota Jambi"."""
    known = _snapshot().areas
    parts = code.split(".")
    around = (".".join(parts[:length]) for length in range(len(parts), min(len(parts), 2) - 1, -1))
    return ", ".join(known[c].name for c in around if c in known) or code


def legal_basis(key: str, *, on: date | None = None) -> LegalBasisRow | None:
    """The version of a legal basis in force on a day (today by default); else its newest version; None for an unknown key."""
    versions = _snapshot().bases.get(key, ())
    day = on or clock.today()
    in_force = [row for row in versions if rules.valid_on(row.valid_from, row.valid_until, day)]
    return next(reversed(in_force or versions), None)


def closed_days() -> frozenset[date]:
    """National holidays and joint leave: the days on which offices are closed, whatever the desk."""
    return _snapshot().closed


def holidays(year: int) -> list[Holiday]:
    """The days off of a year, also withdrawn ones, in order. One statement."""
    return list(Holiday.objects.filter(day__year=year).order_by("day"))


def list_sizes() -> dict[str, int]:
    """Every list by name with the number of values in force today."""
    day = clock.today()
    return {name: sum(rules.valid_on(r.valid_from, r.valid_until, day) for r in rows) for name, rows in sorted(_snapshot().lists.items())}


def history(list_name: str) -> tuple[CodeRow, ...]:
    """All versions of a list's values, also ended ones and those to come, in their order. Raises KeyError for an unknown list."""
    return _snapshot().lists[list_name]


def legal_bases() -> tuple[LegalBasisRow, ...]:
    """All versions of all legal bases, by key and start."""
    return tuple(row for _key, rows in sorted(_snapshot().bases.items()) for row in rows)


def edition() -> int:
    """The number of the reference data in force; 0 before the first set-up."""
    return Edition.objects.values_list("number", flat=True).first() or 0


def forget() -> None:
    """Drop what this process holds; the next question reads it anew."""
    _held.clear()


def _current(list_name: str, code: str) -> CodeRow | None:
    """The last version of a code that has begun; of one that begins later, its first."""
    held, day = _snapshot(), clock.today()
    if (of_today := held.of_day.get(day)) is None:
        of_today = {key: _begun(versions, day) for key, versions in held.versions.items()}
        if len(held.of_day) >= DAYS_HELD:
            held.of_day.clear()
        held.of_day[day] = of_today
    return of_today.get((list_name, code))


def _begun(versions: tuple[CodeRow, ...], day: date) -> CodeRow:
    return next((row for row in reversed(versions) if row.valid_from <= day), versions[0])


def _spoken(indonesian: str, english: str) -> str:
    return english if (get_language() or "id").startswith("en") else indonesian


def _snapshot() -> _Snapshot:
    """What is held, while it is fresh; else compare editions, and read everything in five statements if they differ."""
    database = str(connection.settings_dict["NAME"])
    until, held = _held.get(database, (0.0, None))
    if held is None or time.monotonic() >= until:
        number = edition()
        if held is None or held.number != number:
            held = _read(number)
        if number:  # before the first set-up nothing is worth holding
            _held[database] = (time.monotonic() + FRESH_SECONDS, held)
    return held


def _read(number: int) -> _Snapshot:
    lists: dict[str, list[CodeRow]] = defaultdict(list)
    versions: dict[tuple[str, str], list[CodeRow]] = defaultdict(list)
    bases: dict[str, list[LegalBasisRow]] = defaultdict(list)
    for values in Code.objects.order_by("list_name", "order", "valid_from").values_list(*CodeRow.__slots__):
        row = CodeRow(*values)
        lists[row.list_name].append(row)
        versions[row.list_name, row.code].append(row)
    for values in LegalBasis.objects.order_by("key", "valid_from").values_list(*LegalBasisRow.__slots__):
        bases[values[0]].append(LegalBasisRow(*values))
    places = [AreaRow(*values) for values in Area.objects.order_by("code").values_list(*AreaRow.__slots__)]
    return _Snapshot(
        number,
        {name: tuple(rows) for name, rows in lists.items()},
        {key: tuple(sorted(rows, key=lambda row: row.valid_from)) for key, rows in versions.items()},
        {place.code: place for place in places},
        {key: tuple(rows) for key, rows in bases.items()},
        frozenset(Holiday.objects.filter(withdrawn=False).values_list("day", flat=True)),
    )
