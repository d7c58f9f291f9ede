"""Loading the reference data: the one writer of these tables, run at set-up by the owner of the database."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import models, transaction
from holidays import country_holidays

from jejaring.kernel import clock
from jejaring.reference import queries, rules
from jejaring.reference.models import Area, Code, Edition, Holiday, LegalBasis
from jejaring.reference.states import HolidayKind

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows of one table the files hold and what the set-up did with them."""

    table: str
    rows: int
    added: int
    changed: int
    retired: int


def load_reference(*, using: str = "owner", data: Path = DATA) -> tuple[Loaded, ...]:
    """Bring the tables in line with the files: add, change, and end (never delete) what vanished. Twice does nothing.

    Not an act of an Actor: it runs at set-up with the owner's connection, before anybody can sign in.
    """
    with transaction.atomic(using=using):
        loaded = (
            _bring_in_line(Code, ("list_name", "code", "valid_from"), list(_codes(data / "codes")), using),
            _bring_in_line(LegalBasis, ("key", "valid_from"), list(_bases(data / "legal_bases.csv")), using),
            _bring_in_line(Area, ("code",), list(_areas(data / "areas.csv")), using),
            _load_holidays(using),
        )
        if any(table.added or table.changed or table.retired for table in loaded):
            _count_up(using)
    queries.forget()
    return loaded


def _load_holidays(using: str) -> Loaded:
    """National holidays and joint leave of the years that offices plan with. A day of the calendar that vanished from it is withdrawn;
    days announced here are left alone."""
    stored = {row.day: row for row in Holiday.objects.using(using)}
    wanted = {row.day: row for row in _holidays()}
    added = [row for day, row in wanted.items() if day not in stored]
    changed = [row for day, row in stored.items() if day in wanted and not row.announced and _differs(row, wanted[day])]
    vanished = [row for day, row in stored.items() if day not in wanted and not row.announced and not row.withdrawn]
    Holiday.objects.using(using).bulk_create(added)
    for row in changed:
        new = wanted[row.day]
        row.name, row.kind, row.estimated, row.withdrawn = new.name, new.kind, new.estimated, False
    for row in vanished:
        row.withdrawn = True
    for row in (*changed, *vanished):
        row.save(using=using, force_update=True)
    return Loaded(Holiday._meta.db_table, len(wanted), len(added), len(changed), len(vanished))


def announce(*, day: date, name: str, kind: HolidayKind, withdrawn: bool = False) -> None:
    """The government announced a day off, or took one back. Counts the edition up, so that every process learns of it within a minute.

    Whose right it is, and what becomes of promises that run over the day, is for the caller.
    """
    row = Holiday.objects.select_for_update().filter(day=day).first() or Holiday(day=day)
    row.name, row.kind, row.announced, row.withdrawn, row.estimated = name, kind, True, withdrawn, False
    row.save()
    Edition.objects.filter(pk=1).update(number=models.F("number") + 1)
    queries.forget()


def _differs(row: Holiday, new: Holiday) -> bool:
    return (row.name, row.kind, row.estimated, row.withdrawn) != (new.name, new.kind, new.estimated, False)


def _holidays() -> Iterator[Holiday]:
    for category, kind in (("government", HolidayKind.JOINT_LEAVE), ("public", HolidayKind.NATIONAL)):
        for day, name in country_holidays("ID", years=rules.CALENDAR_YEARS, categories=(category,), language="id").items():
            yield Holiday(day=day, name=name[:120], kind=kind, estimated=rules.ESTIMATED in name)


def _count_up(using: str) -> None:
    edition, created = Edition.objects.using(using).get_or_create(pk=1, defaults={"number": 1, "loaded_at": clock.now()})
    if not created:
        edition.number += 1
        edition.loaded_at = clock.now()
        edition.save(using=using)


def _bring_in_line(model: type[models.Model], key: tuple[str, ...], wanted: list[dict[str, Any]], using: str) -> Loaded:
    manager = model._default_manager.using(using)
    stored: dict[tuple[Any, ...], Any] = {tuple(getattr(row, name) for name in key): row for row in manager.all()}
    added: list[Any] = []
    changed: list[Any] = []
    for values in wanted:
        row = stored.pop(tuple(values[name] for name in key), None)
        if row is None:
            added.append(model(**values))
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
    vanished = [row for row in stored.values() if row.valid_until is None]
    for row in vanished:
        row.valid_until = clock.today()
    manager.bulk_create(added)
    for row in (*changed, *vanished):
        row.save(using=using, force_update=True)
    return Loaded(model._meta.db_table, len(wanted), len(added), len(changed), len(vanished))


def _codes(folder: Path) -> Iterator[dict[str, Any]]:
    """One file a list; the order of the lines is the order on the screen. Columns that a list does not use may be absent."""
    for path in sorted(folder.glob("*.csv")):
        for order, row in enumerate(_lines(path), 1):
            yield {
                "list_name": path.stem, "code": row["code"], "label_id": row["label_id"], "label_en": row["label_en"],
                "source_code": row.get("source_code", ""), "source": row.get("source", ""), "parent": row.get("parent", ""),
                "simfoni": row.get("simfoni", ""), "critical": row.get("critical") == "true", "order": order, **_validity(row),
            }


def _bases(path: Path) -> Iterator[dict[str, Any]]:
    for row in _lines(path):
        names = ("key", "title_id", "title_en", "article", "note_id", "note_en")
        yield {name: row[name] for name in names} | {"verified": row["verified"] == "true", **_validity(row)}


def _areas(path: Path) -> Iterator[dict[str, Any]]:
    for row in _lines(path):
        yield {name: row[name] for name in ("code", "name", "level", "parent")} | _validity(row)


def _validity(row: dict[str, str]) -> dict[str, date | None]:
    start, end = row.get("valid_from"), row.get("valid_until")
    return {"valid_from": date.fromisoformat(start) if start else rules.ALWAYS, "valid_until": date.fromisoformat(end) if end else None}


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))
