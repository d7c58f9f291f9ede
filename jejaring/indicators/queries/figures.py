"""Counting. One statement a figure, on the fact functions of the guard; nothing is stored."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db import connection
from django.utils.translation import gettext as _

from jejaring.access.actor import Actor
from jejaring.indicators import rules
from jejaring.indicators.definitions import BASES, DIMENSIONS, SMALL, UNITS, UNKNOWN, Basis, Dimension, Unit
from jejaring.indicators.permissions import may_see_figures
from jejaring.kernel.verdict import Refused, require
from jejaring.reference import queries as reference
from jejaring.reference.rules import OLDEST
from jejaring.ui import when

AREA = re.compile(r"\d\d\.\d\d\.\d\d")
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
Known = TypeVar("Known")


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be counted: a unit, a date basis, a period (both days inclusive, Asia/Jakarta), splits and limits."""

    unit: Unit
    basis: Basis
    since: date
    until: date
    by: tuple[Dimension, ...] = ()
    where: tuple[tuple[Dimension, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a figure: a value for each split, in codes, and how many."""

    values: tuple[str, ...]
    count: int

    @property
    def small(self) -> bool:
        """So few that somebody may be recognised."""
        return 0 < self.count <= SMALL


@dataclass(frozen=True, slots=True)
class Figure:
    """An answer. `total` counts each thing once and may be less than the sum of rows; `margins` are the totals of each split's values."""

    question: Question
    rows: tuple[Row, ...]
    total: int
    undated: int  # of the total, those whose incident month is not known
    margins: Mapping[tuple[int, str], int]

    @property
    def small(self) -> bool:
        """Whether any count of it is so small that somebody may be recognised."""
        return any(r.small for r in self.rows) or 0 < self.total <= SMALL


def question(
    *, unit: str, basis: str, since: date, until: date, by: Sequence[str] = (), where: Sequence[tuple[str, str]] = (), spoken: bool = False
) -> Question:
    """Check what is asked. Raises Refused with a sentence (of the active language) that says what would be possible: in the words of
    the screen (`spoken`) or in the codes of the command."""
    asked = _one_of(UNITS, unit, "unit")
    if since > until:
        raise Refused(_("The period ends before it begins."), "until")
    if len(set(by)) != len(by):
        raise Refused(_("A figure is split by the same thing only once."), "by")
    limits: dict[str, list[str]] = {}
    for key, value in where:
        limits.setdefault(key, []).append(value)
    splits = tuple(_dimension(asked, key, "by", spoken) for key in by)
    limited = [_dimension(asked, key, "where", spoken) for key in limits]
    checked = tuple((d, tuple(_value(asked, d, v) for v in limits[d.key])) for d in limited)
    return Question(asked, _one_of(BASES, basis, "basis"), since, until, splits, checked)


def values(unit: Unit, dimension: Dimension) -> list[tuple[str, str]]:
    """What a split by this may show, as pairs of code and words in the order of the list; months are not listed."""
    if dimension.key == "district":
        pairs = [(a.code, a.name) for a in reference.areas("district")]
    else:
        codes = unit.age_codes if dimension.key == "age_band" else dimension.codes
        pairs = reference.choices(codes) if codes else []
    return pairs if any(code == UNKNOWN for code, _words in pairs) else [*pairs, (UNKNOWN, _("Not known yet"))]


def words(unit: Unit, dimension: Dimension, value: str) -> str:
    """The words for a value of a split, in the active language."""
    if dimension.key == "month" and value != UNKNOWN:
        return when.day(date.fromisoformat(f"{value}-01")).partition(" ")[2]
    if dimension.key == "district" and value != UNKNOWN:
        return reference.area_name(value)
    said = reference.label(unit.age_codes if dimension.key == "age_band" else dimension.codes, value)
    return _("Not known yet") if said == UNKNOWN else said


def count(actor: Actor, asked: Question) -> Figure:
    """Count. One statement: all splits together, each split's own totals, and the whole. Refused to those who see no figures."""
    require(may_see_figures(actor))
    text, parameters = _statement(asked)
    with connection.cursor() as cursor:
        cursor.execute(text, parameters)
        found = cursor.fetchall()
    n = len(asked.by)
    rows: list[Row] = []
    margins: dict[tuple[int, str], int] = {}
    total = undated = 0
    for *found_values, level, counted, without_month in found:
        split = [_read(asked.unit, d, v) for d, v in zip(asked.by, found_values, strict=True) if v is not None]
        if level == 2**n - 1:
            total, undated = counted, without_month
        if level == 0:
            rows.append(Row(tuple(split), counted))
        elif n > 1 and len(split) == 1:
            margins[next(i for i, v in enumerate(found_values) if v is not None), split[0]] = counted
    return Figure(asked, tuple(sorted(rows, key=lambda r: _order(asked, r.values))), total, undated, margins)


def _one_of(known: Mapping[str, Known], key: str, field: str) -> Known:
    if key not in known:
        raise Refused(_("There is no “%(key)s”. Possible are: %(known)s.") % {"key": key, "known": ", ".join(known)}, field)
    return known[key]


def _dimension(unit: Unit, key: str, field: str, spoken: bool) -> Dimension:
    found = DIMENSIONS.get(key)
    if found is None or key not in unit.dimensions:
        sentence = _("%(unit)s are not counted by “%(key)s”. Possible are: %(known)s.")
        named = _(found.label) if found and spoken else key
        known = ", ".join(_(DIMENSIONS[k].label) if spoken else k for k in unit.dimensions)
        raise Refused(sentence % {"unit": _(unit.label).capitalize(), "key": named, "known": known}, field)
    return found


def _value(unit: Unit, dimension: Dimension, value: str) -> str:
    """The code for a value as typed; a district may be named."""
    if value == UNKNOWN or (dimension.key == "month" and MONTH.fullmatch(value)):
        return value
    if dimension.key == "district":
        named = {a.name.casefold(): a.code for a in reference.areas("district")}
        value = named.get(value.casefold(), value)
        if AREA.fullmatch(value):
            return value
    known = [code for code, _words in values(unit, dimension)]
    if dimension.key == "month" or value not in known:
        shown = "2024-01" if dimension.key == "month" else ", ".join(known)
        sentence = _("“%(value)s” is no %(what)s. Possible are: %(known)s.")
        raise Refused(sentence % {"value": value, "what": dimension.key, "known": shown}, "where")
    return value


def _bands(unit: Unit) -> list[str]:
    return [*(name for _last, name in unit.bands), OLDEST]


def _read(unit: Unit, dimension: Dimension, value: str) -> str:
    """A value as the statement gives it: age bands come as their number."""
    return _bands(unit)[int(value)] if dimension.key == "age_band" and value != UNKNOWN else value


def _asked(unit: Unit, dimension: Dimension, chosen: Sequence[str]) -> list[str]:
    bands = _bands(unit)
    return [str(bands.index(v)) if v in bands else v for v in chosen] if dimension.key == "age_band" else list(chosen)


def _parameters(unit: Unit, dimension: Dimension) -> list[Any]:
    return [rules.thresholds(unit.bands)] if dimension.key == "age_band" else []


def _statement(asked: Question) -> tuple[str, list[Any]]:
    """The statement: fragments are constants of the definitions, everything that was asked is a parameter."""
    unit, names = asked.unit, [f"d{i}.value" for i in range(len(asked.by))]
    parameters: list[Any] = [asked.basis.key, asked.since, asked.until]
    splits, limits = [], ["true"]
    for i, d in enumerate(asked.by):
        splits.append(f"cross join lateral (select {'unnest(' + d.column + ')' if d.several else d.column} as value) d{i}")
        parameters += _parameters(unit, d)
    for d, chosen in asked.where:
        limits.append(f"{d.column} && %s::text[]" if d.several else f"{d.column} = any(%s::text[])")
        parameters += [*_parameters(unit, d), _asked(unit, d, chosen)]
    sets = dict.fromkeys([", ".join(names), *names, ""])
    parts = (
        "with f as (select row_number() over () as n, * from", unit.facts, "(%s::text, %s::date, %s::date)) select",
        ", ".join([*names, f"grouping({', '.join(names)})" if names else "0"]),
        ", count(distinct f.n), count(distinct f.n) filter (where f.month = 'unknown') from f", *splits,
        "where", " and ".join(limits), "group by grouping sets (", ", ".join(f"({s})" for s in sets), ")",
    )  # fmt: skip
    return " ".join(parts), parameters


def _order(asked: Question, found: Sequence[str]) -> tuple[tuple[int, str], ...]:
    """Lists in their own order, months and districts by code, what is not known last."""
    keys = []
    for d, value in zip(asked.by, found, strict=True):
        known = [code for code, _words in values(asked.unit, d)] if d.codes else []
        place = known.index(value) if value in known else len(known)
        keys.append((10_000 if value == UNKNOWN else place, value))
    return tuple(keys)
