"""From the cells of a row to the facts of a case: what can be read, and everything that is wrong, with the column and the value.

A draft is plain data, since it is sealed and kept between two presses of a button.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from jejaring.exchange.formats import FORMULA_ERROR, Cell
from jejaring.exchange.rules import cells
from jejaring.exchange.rules.cells import Read, text_of
from jejaring.exchange.rules.columns import LISTS, Target
from jejaring.exchange.rules.values import is_empty, parts, spelled
from jejaring.exchange.states import SEVERITY, ProblemKind, Severity
from jejaring.people.rules import age_on, birth_text, doubts, is_child

T, K = Target, ProblemKind
Draft = dict[str, Any]
EARLIEST_INCIDENT, EARLIEST_BIRTH = date(1930, 1, 1), date(1906, 1, 1)
OF_VICTIM = {
    T.VICTIM_SEX: "sex", T.VICTIM_EDUCATION: "education", T.VICTIM_OCCUPATION: "occupation", T.VICTIM_MARITAL: "marital_status",
}  # fmt: skip
PLAIN = {T.CASE_NUMBER: "case_number", T.NARRATIVE: "narrative", T.POLICE_NUMBER: "police_number"}
CODED = {
    T.RISK: "risk", T.DISTRICT: "district", T.VILLAGE: "village", T.PLACE: "place", T.STATUS: "status", T.MANAGER: "manager",
    T.LEARNED_ABROAD: "learned_abroad",
}  # fmt: skip
DAYS = {T.REPORTED_ON: "reported_on", T.REGISTERED_ON: "registered_on", T.INCIDENT_ON: "incident_on", T.POLICE_ON: "police_on"}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in one row: number as in the file, column (from 0, -1 for the row as a whole), value, kind."""

    row: int
    column: int
    value: str
    kind: ProblemKind

    @property
    def severity(self) -> Severity:
        """What it means for the row."""
        return SEVERITY[self.kind]


@dataclass(frozen=True, slots=True)
class Plan:
    """How a sheet is read: what its columns mean and what their values mean, by list and spelling ("" stays open)."""

    heads: Sequence[str]
    targets: Sequence[Target]
    meanings: Mapping[str, Mapping[str, str]]
    today: date


@dataclass(slots=True)
class _Row:
    """A row while it is read."""

    number: int
    plan: Plan
    by_target: dict[Target, list[tuple[int, Cell]]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def first(self, target: Target) -> tuple[int, Cell]:
        return self.by_target.get(target, [(-1, "")])[0]

    def text(self, target: Target) -> str:
        place, cell = self.first(target)
        if text_of(cell) == FORMULA_ERROR:
            self.wrong(place, cell, K.FORMULA_ERROR)
            return ""
        return "" if is_empty(text_of(cell)) else text_of(cell)

    def wrong(self, place: int, cell: Cell, kind: ProblemKind) -> None:
        self.problems.append(Problem(self.number, place, text_of(cell), kind))

    def read(self, target: Target, how: Callable[[Cell], Read]) -> Read:
        place, cell = self.first(target)
        found = how(cell)
        if found.problem:
            self.wrong(place, cell, found.problem)
        return found

    def codes(self, target: Target) -> Iterator[str]:
        """The codes of every column with this meaning; a value without one is a problem, an open one is nothing."""
        name = LISTS[target]
        known = self.plan.meanings.get(name, {})
        for place, cell in self.by_target.get(target, []):
            for part in parts(name, text_of(cell)):
                code = known.get(spelled(name, part))
                if part == FORMULA_ERROR or code is None:
                    self.problems.append(Problem(self.number, place, part, K.FORMULA_ERROR if part == FORMULA_ERROR else K.NO_MEANING))
                elif code:
                    yield code

    def code(self, target: Target) -> str:
        return next(iter(list(self.codes(target))), "")


def _sorted(number: int, row: Sequence[Cell], plan: Plan) -> _Row:
    found = _Row(number, plan)
    for place, target in enumerate(plan.targets):
        cell = row[place] if place < len(row) else ""
        if target != T.IGNORE and cell != "":
            found.by_target.setdefault(target, []).append((place, cell))
    return found


def _days(row: _Row) -> Draft:
    today, found = row.plan.today, {}
    for target, name in DAYS.items():
        earliest = EARLIEST_INCIDENT if target == T.INCIDENT_ON else cells.EARLIEST_REPORT
        read = row.read(target, partial(cells.day, today=today, earliest=earliest))
        found[name] = read.value.on.isoformat() if read.value else ""
        if name == "incident_on":
            found["precision"] = read.value.precision if read.value else "unknown"
    return found


def _victim(row: _Row) -> Draft:
    victim: Draft = {name: row.code(target) or "unknown" for target, name in OF_VICTIM.items()}
    victim |= {"name": row.text(T.VICTIM_NAME), "address": row.text(T.VICTIM_ADDRESS), "disabilities": list(row.codes(T.VICTIM_DISABILITY))}
    born = partial(cells.day, today=row.plan.today, earliest=EARLIEST_BIRTH)
    years, birth = row.read(T.VICTIM_AGE, cells.age), row.read(T.VICTIM_BIRTH, born)
    victim |= {"age": years.value, "estimate": years.estimate, "birth_date": birth_text(birth.value)}
    nik, phone = row.read(T.VICTIM_NIK, cells.nik), row.read(T.VICTIM_PHONE, cells.phone)
    victim |= {"nik": nik.value or "", "phone": phone.value or ""}
    _fits(row, victim)
    return victim


def _fits(row: _Row, victim: Draft) -> None:
    """Age, birth date, NIK and sex must not contradict each other; an age that was not written follows from the birth date."""
    if victim["age"] is None and victim["birth_date"]:
        victim["age"] = age_on(victim["birth_date"], row.plan.today)
    facts = {"nik": victim["nik"], "birth": victim["birth_date"], "sex": victim["sex"], "age": victim["age"]}
    found = doubts(**facts, today=row.plan.today)
    if "age" in found:
        row.wrong(*row.first(T.VICTIM_AGE), K.AGE_AND_BIRTH)
    if "nik" in found:
        row.wrong(*row.first(T.VICTIM_NIK), K.NIK_AND_BIRTH)


def _born_later(draft: Draft) -> bool:
    """Whether the victim was born after what happened, or after it was reported; days are compared as exactly as both are known."""
    born: str = draft["victim"]["birth_date"]
    known = len(born) if draft["precision"] == "day" else min(len(born), len("2026"))
    told = draft["reported_on"] or draft["registered_on"]
    return any(day and born[:digits] > day[:digits] for day, digits in ((draft["incident_on"], known), (told, len(born))))


def _respondent(row: _Row) -> Draft | None:
    name, relation, sex = row.text(T.RESPONDENT_NAME), row.code(T.RELATION), row.code(T.RESPONDENT_SEX)
    years = row.read(T.RESPONDENT_AGE, cells.age).value
    if not (name or relation or sex or years is not None):
        return None
    return {"name": name, "relation": relation, "sex": sex or "unknown", "age": years}


def _notes(row: _Row) -> list[list[str]]:
    """What is kept in words: the columns that mean a note, and what could not be read as what it should be."""
    kept = [[row.plan.heads[place], text_of(cell)] for place, cell in row.by_target.get(T.NOTE, []) if not is_empty(text_of(cell))]
    lost = (K.NO_NIK, K.NIK_ROUNDED, K.NO_PHONE)
    return kept + [[row.plan.heads[p.column], p.value] for p in row.problems if p.kind in lost]


def kind_of(kinds: Sequence[str], victim: Mapping[str, Any]) -> str:
    """The kind of a case: the category that the list names, else what follows from age and sex of the victim; "" where nothing says it."""
    for kind in kinds:
        if kind.startswith("category:"):
            return kind.removeprefix("category:")
    if is_child(victim["age"], None):
        return "violence_against_children"
    return {"female": "violence_against_women", "male": "violence_against_men"}.get(victim["sex"], "")


def _forms(row: _Row, kinds: Sequence[str], kind: str) -> list[str]:
    found = [*row.codes(T.FORMS), *(k.removeprefix("form:") for k in kinds if k.startswith("form:"))]
    if not found:
        found = {"trafficking": ["trafficking"], "sexual_violence": ["sexual"]}.get(kind, [])
    return list(dict.fromkeys(found))


def _whole(row: _Row, draft: Draft) -> None:
    """What is wrong with the row as a whole."""
    victim, reported, registered = draft["victim"], draft["reported_on"], draft["registered_on"]
    unread = {p.column for p in row.problems}
    if not (reported or registered) and not unread & {row.first(T.REPORTED_ON)[0], row.first(T.REGISTERED_ON)[0]} - {-1}:
        row.wrong(-1, "", K.NO_REPORT_DATE)
    told = reported or registered
    if told and draft["precision"] == "day" and draft["incident_on"] > told:
        row.wrong(*row.first(T.INCIDENT_ON), K.AFTER_REPORT)
    if reported and registered and registered < reported:
        row.wrong(*row.first(T.REGISTERED_ON), K.BEFORE_REPORT)
        draft["registered_on"] = reported
    if not victim["name"] and victim["sex"] == "unknown" and victim["age"] is None:
        row.wrong(-1, "", K.NO_VICTIM)
    elif not draft["kind"] and not any(p.kind == K.NO_MEANING for p in row.problems):
        row.wrong(-1, "", K.NO_KIND)
    if _born_later(draft):
        row.wrong(*row.first(T.VICTIM_BIRTH), K.BORN_LATER)
    if draft["status"] == "closed":
        row.wrong(*row.first(T.STATUS), K.CLOSED)


def read_row(number: int, row: Sequence[Cell], plan: Plan) -> tuple[Draft, list[Problem]]:
    """The facts of one row, and everything that is wrong with it. A row with a problem of severity "error" cannot be taken in."""
    found = _sorted(number, row, plan)
    draft: Draft = {"row": number, **{name: found.text(target) for target, name in PLAIN.items()}, **_days(found)}
    draft |= {name: found.code(target) for target, name in CODED.items()}
    draft["victim"], draft["respondent"] = _victim(found), _respondent(found)
    kinds = list(found.codes(T.KIND))
    draft["kind"] = kind_of(kinds, draft["victim"])
    draft["forms"] = _forms(found, kinds, draft["kind"])
    _whole(found, draft)
    draft["notes"] = _notes(found)
    return draft, found.problems


def identity_of(draft: Draft) -> str:
    """What makes two rows the same victim on the same day, for comparing alone: name as it is spelled, NIK, age, sex and days."""
    v = draft["victim"]
    name = " ".join(str(v["name"]).casefold().split())
    parts_ = [name, v["nik"], v["birth_date"] or v["age"], v["sex"], draft["reported_on"] or draft["registered_on"], draft["incident_on"]]
    return "|".join(str(part) for part in parts_)


def grouped(drafts: Sequence[Draft]) -> list[list[Draft]]:
    """Rows of one case number are one case with several victims or respondents; a row without one is a case of its own."""
    found: dict[str, list[Draft]] = {}
    for draft in drafts:
        key = " ".join(draft["case_number"].casefold().split()) or f"row {draft['row']}"
        found.setdefault(key, []).append(draft)
    return list(found.values())
