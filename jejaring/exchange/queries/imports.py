"""Reading a list that is being taken in: its sheets, its columns and values, what was found in its rows. Everything here is opened."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases.models import Case
from jejaring.directory.queries import account_name
from jejaring.exchange.formats import Cell
from jejaring.exchange.models import ImportBatch, ImportedCase, ImportSlice
from jejaring.exchange.queries.meanings import codes_of, columns, meanings
from jejaring.exchange.rules.cells import text_of
from jejaring.exchange.rules.columns import LISTS, Guess, Target, guess
from jejaring.exchange.rules.rows import Plan, Problem, grouped
from jejaring.exchange.rules.values import find, parts, spelled
from jejaring.exchange.states import ADVICE, BatchState, ProblemKind, Severity
from jejaring.kernel.clock import today
from jejaring.ui.when import language
from jejaring.vault import actions as vault

SHOWN_ROWS, PROBLEMS_A_PAGE, EXAMPLES = 8, 100, 3
Rows = list[tuple[int, list[Cell]]]


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A list in the table of lists: never what it holds."""

    id: UUID
    state: BatchState
    at: datetime
    by: str
    rows: int
    cases: int
    ended_at: datetime | None
    version: int

    @property
    def is_open(self) -> bool:
        """Whether it is still being worked on."""
        return self.state not in (BatchState.COMMITTED, BatchState.UNDONE, BatchState.DISCARDED)


@dataclass(frozen=True, slots=True)
class SheetAbout:
    """One sheet of the file, before it is chosen."""

    place: int
    name: str
    hidden: bool
    rows: int
    merged: int
    formulas: int
    problem: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column below its head: some of its values, and what it may mean."""

    place: int
    head: str
    examples: tuple[str, ...]
    guess: Guess


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a coded column: how often it stands there, and what it may mean ("" for nothing found)."""

    list_name: str
    text: str
    key: str
    count: int
    code: str
    sure: bool


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One problem in words."""

    row: int
    column: str
    value: str
    words: str
    advice: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Preview:
    """What was found in a list, and what taking it in would do."""

    rows: int
    errors: int  # rows
    left_out: int
    cases: int
    victims: int
    respondents: int
    problems: tuple[ProblemRow, ...]
    more: int  # problems on later pages
    counts: tuple[tuple[str, Severity, int], ...]  # words of each kind of problem, and how many there are


def batches(actor: Actor) -> list[BatchRow]:
    """The lists of the actor's desk, the newest first. One statement and the names."""
    return [_row(b) for b in ImportBatch.objects.filter(desk=actor.desk).order_by("-at", "-pk")[:50]]


def _row(b: ImportBatch) -> BatchRow:
    return BatchRow(b.pk, BatchState(b.state), b.at, account_name(b.by), b.rows, b.cases, b.ended_at, b.version)


def batch(actor: Actor, batch_id: UUID) -> BatchRow:
    """One list. Http404 where the actor does not see it."""
    return _row(found(actor, batch_id))


def found(actor: Actor, batch_id: UUID) -> ImportBatch:
    """The row of a list of the actor's desk. Http404 for another's."""
    return get_object_or_404(ImportBatch, pk=batch_id, desk=actor.desk)


def opened(actor: Actor, batch_id: UUID) -> ImportBatch:
    """A list whose rows are about to be shown; that they were opened is in the read log. Http404 for another desk's."""
    b = found(actor, batch_id)
    audit.record("read", "import", b.pk, fields=("rows",))
    return b


def file_name(b: ImportBatch) -> str:
    """The name of the file as it was brought; people write names into it, so it is shown to whoever works on it alone."""
    return vault.read(b, "file_name")


def sheets(b: ImportBatch) -> list[SheetAbout]:
    """What the file holds."""
    return [SheetAbout(place, **about) for place, about in enumerate(json.loads(vault.read(b, "sheets") or "[]"))]


def plan_of(b: ImportBatch) -> dict[str, Any]:
    """What was said of columns and values so far: heads, targets, values by list, the manager of cases without one."""
    said: dict[str, Any] = json.loads(vault.read(b, "plan") or "{}")
    return said


def slices_of(b: ImportBatch, sheet: int) -> list[ImportSlice]:
    """The rows of one sheet in slices, in their order, still sealed. One statement."""
    return list(ImportSlice.objects.filter(batch=b, sheet=sheet).order_by("number"))


def rows_in(slice_: ImportSlice) -> Rows:
    """The rows of a slice, opened."""
    return [(number, cells) for number, cells in json.loads(vault.read(slice_, "content"))]


def rows_of(b: ImportBatch, sheet: int) -> Iterator[tuple[int, list[Cell]]]:
    """All rows of a sheet, opened one slice after the other."""
    for slice_ in slices_of(b, sheet):
        yield from rows_in(slice_)


def first_rows(b: ImportBatch, sheet: int) -> Rows:
    """The first rows of a sheet, from which the heads are chosen."""
    first = ImportSlice.objects.filter(batch=b, sheet=sheet).order_by("number").first()
    return rows_in(first)[:SHOWN_ROWS] if first else []


def likely_head(rows: Rows) -> int:
    """The number of the row that is most likely the heads: most words of heads, then most different texts, then the earliest; 1 if none."""

    def weight(row: tuple[int, list[Cell]]) -> tuple[int, int, int]:
        texts = {c for c in row[1] if isinstance(c, str) and c}
        return sum(guess(text) not in (Target.NOTE, Target.IGNORE) for text in texts), len(texts), -row[0]

    return max(rows, key=weight, default=(1, []))[0]


def heads_in(b: ImportBatch) -> list[str]:
    """The heads of the chosen sheet as texts; an empty one stays empty."""
    heads = next((cells for number, cells in rows_of(b, b.sheet or 0) if number == b.header_row), [])
    width = max((len(cells) for _n, cells in body(b)), default=0)
    return [text_of(c) for c in heads] + [""] * (width - len(heads))


def body(b: ImportBatch) -> list[tuple[int, list[Cell]]]:
    """The rows below the heads, opened."""
    return [(number, cells) for number, cells in rows_of(b, b.sheet or 0) if number > (b.header_row or 0)]


def columns_of(actor: Actor, b: ImportBatch) -> list[Column]:
    """The columns of the chosen sheet with some of their values and what they may mean."""
    heads, rows = plan_of(b)["heads"], body(b)
    told = plan_of(b).get("targets")
    asked = [Guess(Target(t), True) for t in told] if told else columns(actor, heads)
    return [Column(place, head, _examples(rows, place), guess) for place, (head, guess) in enumerate(zip(heads, asked, strict=True))]


def _examples(rows: Rows, place: int) -> tuple[str, ...]:
    found_: dict[str, None] = {}
    for _n, cells in rows:
        text = text_of(cells[place]) if place < len(cells) else ""
        if text:
            found_[text if len(text) <= 40 else f"{text[:39]}…"] = None
        if len(found_) == EXAMPLES:
            break
    return tuple(found_)


def values_of(actor: Actor, b: ImportBatch) -> list[Value]:
    """Every value of the coded columns once, those first that nobody is certain about, each with what it may mean."""
    said = plan_of(b)
    counted: dict[str, Counter[str]] = {}
    spellings: dict[tuple[str, str], str] = {}
    for _n, cells in body(b):
        for place, target in enumerate(said["targets"]):
            name = LISTS.get(Target(target))
            for part in parts(name, text_of(cells[place])) if name and place < len(cells) else ():
                key = spelled(name or "", part)
                counted.setdefault(name or "", Counter())[key] += 1
                spellings.setdefault((name or "", key), part)
    asked = [
        _value(name, key, spellings[name, key], count, find(name, spellings[name, key], known), said.get("values", {}))
        for name, keys in counted.items() for known in [meanings(actor, name, keys)] for key, count in keys.items()
    ]  # fmt: skip
    return sorted(asked, key=lambda v: (v.sure, v.list_name, -v.count, v.key))


def _value(name: str, key: str, text: str, count: int, guess: Any, said: dict[str, dict[str, str]]) -> Value:
    if key in said.get(name, {}):
        return Value(name, text, key, count, said[name][key], True)
    return Value(name, text, key, count, guess.code, guess.sure)


def choices_of(actor: Actor, list_name: str) -> list[tuple[str, str]]:
    """The codes that a value may mean, with their words in the language of the screen."""
    place = 1 if language() == "en" else 0
    return [(code, _(words[0]) if len(words) == 1 else words[place]) for code, words in codes_of(actor, list_name).items()]


def plan_for(b: ImportBatch) -> Plan:
    """How the rows of a list are read."""
    said = plan_of(b)
    return Plan(said["heads"], [Target(t) for t in said["targets"]], said.get("values", {}), today())


def found_in(slice_: ImportSlice) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Drafts and problems of a checked slice, opened."""
    told = json.loads(vault.read(slice_, "found") or '{"drafts": [], "problems": []}')
    return told["drafts"], [Problem(row, column, value, ProblemKind(kind)) for row, column, value, kind in told["problems"]]


def progress(b: ImportBatch) -> tuple[int, int]:
    """How many rows below the heads have been looked at, of how many."""
    rows = ImportSlice.objects.filter(batch=b, sheet=b.sheet or 0)
    done, all_ = rows.filter(checked=True).count(), rows.count()
    return b.rows * done // max(all_, 1), b.rows


def everything(b: ImportBatch) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Drafts and problems of the whole list in the order of its rows, opened."""
    drafts: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for slice_ in slices_of(b, b.sheet or 0):
        some, wrong = found_in(slice_)
        drafts += some
        problems += wrong
    return drafts, problems


def preview(actor: Actor, batch_id: UUID, *, severity: str = "", start: int = 0) -> Preview:
    """Every problem row by row, the mendable first, and what taking the list in would do."""
    b = opened(actor, batch_id)
    drafts, problems = everything(b)
    bad = {p.row for p in problems if p.severity != Severity.WARNING}
    kept = [group for group in grouped([d for d in drafts if d["row"] not in bad]) if group]
    order = {s: place for place, s in enumerate(Severity)}
    wanted = sorted((p for p in problems if severity in ("", p.severity)), key=lambda p: (order[p.severity], p.row, p.column))
    heads = plan_of(b)["heads"]
    shown = tuple(_problem(p, heads) for p in wanted[start : start + PROBLEMS_A_PAGE])
    kinds = Counter(p.kind for p in problems)
    counts = tuple((_(k.label), Problem(0, 0, "", k).severity, n) for k, n in kinds.most_common())
    respondents = sum(bool(d["respondent"]) for group in kept for d in group)
    return Preview(
        b.rows, b.errors, b.left_out, len(kept), sum(map(len, kept)), respondents, shown,
        max(len(wanted) - start - PROBLEMS_A_PAGE, 0), counts,
    )  # fmt: skip


def _problem(p: Problem, heads: Sequence[str]) -> ProblemRow:
    column = heads[p.column] if 0 <= p.column < len(heads) else _("whole row")
    value = p.value if len(p.value) <= 60 else f"{p.value[:59]}…"
    return ProblemRow(p.row, column, value, _(p.kind.label), _(ADVICE[p.kind]), p.severity)


def worked_on(batch_id: UUID) -> list[Case]:
    """The cases of a list on which somebody has worked since it was taken in, as far as the actor sees them, by reference."""
    with connection.cursor() as cursor:
        cursor.execute("select import_worked_on(%s)", [batch_id])
        ids = [row[0] for row in cursor.fetchall()]
    return list(Case.objects.filter(pk__in=ids).only("pk", "reference").order_by("reference"))


def cases_of(actor: Actor, batch_id: UUID) -> list[Case]:
    """The first cases of a list that was taken in, by reference."""
    ids = ImportedCase.objects.filter(batch_id=batch_id).values("case_id")
    return list(Case.objects.filter(pk__in=ids).only("pk", "reference").order_by("reference")[:PROBLEMS_A_PAGE])
