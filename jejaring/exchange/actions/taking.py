"""Checking a list slice by slice, and taking it in as a whole; undoing it while nobody has worked on it."""

import json
import time
from collections.abc import Iterator
from datetime import date, datetime
from datetime import time as daytime
from typing import Any
from uuid import UUID

from django.db import connection

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases import actions as cases
from jejaring.cases.actions import Brought, NewIncident, NewParty
from jejaring.exchange.actions.imports import forget_rows, hold, move, settled
from jejaring.exchange.models import ImportBatch, ImportedCase, ImportSlice
from jejaring.exchange.queries import imports as lists
from jejaring.exchange.rules.columns import Target
from jejaring.exchange.rules.rows import Draft, Plan, Problem, grouped, identity_of, read_row
from jejaring.exchange.states import ProblemKind, Severity
from jejaring.guard.rows import insert
from jejaring.kernel.clock import WIB, now
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused
from jejaring.vault import actions as vault

CHANNEL = "imported"
NOON = daytime(12)
PATIENCE = 3.0  # seconds of one press


def check_some(*, by: Actor, batch_id: UUID, seconds: float = PATIENCE) -> bool:
    """Look at the next slices of a list until the time is up; whether it is finished. Each call goes on where the last one was kept."""
    b = hold(by, batch_id, "finish_check")
    plan, end = lists.plan_for(b), time.monotonic() + seconds
    waiting = ImportSlice.objects.filter(batch=b, sheet=b.sheet or 0, checked=False).order_by("number")
    for slice_ in waiting:
        _check(slice_, plan, b.header_row or 0)
        if time.monotonic() > end:
            break
    if ImportSlice.objects.filter(batch=b, sheet=b.sheet or 0, checked=False).exists():
        return False
    _finish(by, b)
    return True


def _check(slice_: ImportSlice, plan: Plan, header_row: int) -> None:
    drafts: list[Draft] = []
    problems: list[Problem] = []
    for number, row in lists.rows_in(slice_):
        if number > header_row:
            draft, wrong = read_row(number, row, plan)
            drafts.append(draft)
            problems += wrong
    _keep(slice_, drafts, problems)


def _keep(slice_: ImportSlice, drafts: list[Draft], problems: list[Problem]) -> None:
    told = [(p.row, p.column, p.value, p.kind.value) for p in problems]
    slice_.found, slice_.checked = json.dumps({"drafts": drafts, "problems": told}), True
    slice_.save(force_update=True, update_fields=["found", "checked"])


def _token(draft: Draft) -> bytes:
    return vault.blind("import.row", identity_of(draft))


def _finish(by: Actor, b: ImportBatch) -> None:
    """What only the whole list shows: rows that stand twice or were taken in before, rows of one case that contradict each other."""
    slices = lists.slices_of(b, b.sheet or 0)
    drafts, problems = lists.everything(b)
    tokens = {d["row"]: _token(d) for d in drafts}
    taken = {bytes(t) for t in ImportedCase.objects.filter(organisation=by.organisation).values_list("token", flat=True)}
    known = {tokens[d["row"]] for d in drafts if taken.intersection(vault.blinds_ever("import.row", identity_of(d)))}
    late = [*_twice(drafts, tokens, known), *_torn(drafts), *_one_number(drafts, tokens, lists.plan_for(b))]
    by_row = {row: [p for p in late if p.row == row] for row in {p.row for p in late}}
    for slice_ in slices if late else ():
        some, wrong = lists.found_in(slice_)
        more = [p for d in some for p in by_row.get(d["row"], [])]
        if more:
            _keep(slice_, some, wrong + more)
    rows = {severity: {p.row for p in (*problems, *late) if p.severity == severity} for severity in Severity}
    gone = rows[Severity.LEFT_OUT]
    move(b, "finish_check", errors=len(rows[Severity.ERROR] - gone), left_out=len(gone))
    audit.record("list_step", "import", b.pk, detail=f"checked {b.rows}")


def _twice(drafts: list[Draft], tokens: dict[int, bytes], known: set[bytes]) -> Iterator[Problem]:
    seen: set[bytes] = set()
    for d in drafts:
        if not d["victim"]["name"] and not d["victim"]["nik"]:
            continue  # two nameless girls of seventeen on one day may be two girls
        mark = tokens[d["row"]]
        if mark in known:
            yield Problem(d["row"], -1, "", ProblemKind.TAKEN_IN_BEFORE)
        elif mark in seen:
            yield Problem(d["row"], -1, "", ProblemKind.TWICE_IN_LIST)
        seen.add(mark)


def _one_number(drafts: list[Draft], tokens: dict[int, bytes], plan: Plan) -> Iterator[Problem]:
    """Two people with one NIK: often siblings, or a slip of the row above."""
    first: dict[str, bytes] = {}
    for d in drafts:
        nik = d["victim"]["nik"]
        if nik and first.setdefault(nik, tokens[d["row"]]) != tokens[d["row"]]:
            yield Problem(d["row"], plan.targets.index(Target.VICTIM_NIK), nik, ProblemKind.SAME_NIK)


def _torn(drafts: list[Draft]) -> Iterator[Problem]:
    for group in grouped(drafts):
        first = group[0]
        for d in group[1:]:
            if any(d[name] and first[name] and d[name] != first[name] for name in ("reported_on", "incident_on", "kind", "district")):
                yield Problem(d["row"], -1, "", ProblemKind.OTHER_CASE)


def commit(*, by: Actor, batch_id: UUID, version: int | None = None, without_errors: bool = False) -> int:
    """Take a whole list in: one transaction, the acts of cases, nothing half. Returns how many cases were opened.

    Rows that are left out stay out; with `without_errors` so do those that cannot be read, else they refuse the whole list. The promises
    of these cases run from now on, whatever day the list says they were registered.
    """
    b = hold(by, batch_id, "commit", version)
    drafts, problems = lists.everything(b)
    bad = {p.row for p in problems if p.severity == Severity.ERROR}
    out = {p.row for p in problems if p.severity == Severity.LEFT_OUT}
    if bad - out and not without_errors:
        raise Refused(_("Some rows cannot be read. Mend them in the file and bring it again, or say that they are left out."), "without")
    groups = grouped([d for d in drafts if d["row"] not in bad | out])
    if not groups:
        raise Refused(_("No row is left that could be taken in."))
    manager = UUID(lists.plan_of(b)["manager"])
    for group in groups:
        _open(by, b, group, manager)
    forget_rows(b)
    moment = settled()
    move(b, "commit", cases=len(groups), ended_at=now(), settled_at=moment, file_name="", plan="", sheets="")
    audit.record("list_taken_in", "import", b.pk, detail=f"{len(groups)} {len(drafts)}")
    return len(groups)


def _open(by: Actor, b: ImportBatch, group: list[Draft], manager: UUID) -> None:
    first = group[0]
    told = first["reported_on"] or first["registered_on"]
    case = cases.open_case(
        by=by, opened_from=None, reported_at=_noon(told), registered_at=_noon(first["registered_on"] or told), channel=CHANNEL,
        kind=first["kind"], risk=first["risk"] or "medium", area=first["village"] or first["district"],
        manager=UUID(first["manager"]) if first["manager"] else manager, parties=_parties(group), incident=_incident(group),
        brought=_police(first, told), synthetic=b.synthetic, clocks_from=now(), quiet=True,
    )  # fmt: skip
    insert(*(ImportedCase(batch=b, organisation=by.organisation, case=case, row=d["row"], token=_token(d)) for d in group))
    cases.write_note(by=by, case_id=case.pk, text=_words(group))


def _police(first: Draft, told: str) -> Brought | None:
    """The police report that the list names; without its own day, that of the report."""
    number, on = first["police_number"], first["police_on"] or told
    return Brought(police_number=number, police_reported_on=date.fromisoformat(on)) if number else None


def _noon(day: str) -> datetime:
    return min(datetime.combine(date.fromisoformat(day), NOON, WIB), now())


def _parties(group: list[Draft]) -> list[NewParty]:
    victims = [_victim(d["victim"]) for d in group]
    told = {json.dumps(d["respondent"], sort_keys=True): d["respondent"] for d in group if d["respondent"]}
    respondents = [
        NewParty("respondent", r["sex"], r["age"], name=r["name"], relation=r["relation"] or "unknown", known=bool(r["name"]))
        for r in told.values()
    ]
    return [*victims, *respondents]


def _victim(v: dict[str, Any]) -> NewParty:
    same = ("sex", "age", "name", "nik", "birth_date", "phone", "address", "education", "occupation", "marital_status")
    return NewParty("victim", age_is_estimate=v["estimate"], disabilities=tuple(v["disabilities"]), **{name: v[name] for name in same})


def _incident(group: list[Draft]) -> NewIncident | None:
    first = group[0]
    forms = tuple(dict.fromkeys((form, "") for d in group for form in d["forms"]))
    area = first["village"] or first["district"]
    if not (forms or first["incident_on"] or first["narrative"] or first["place"] or area):
        return None
    on = date.fromisoformat(first["incident_on"]) if first["incident_on"] else None
    story = "\n\n".join(dict.fromkeys(d["narrative"] for d in group if d["narrative"]))
    abroad = all(d.get("learned_abroad") == "yes" for d in group)  # of several victims, only if all of them were
    return NewIncident(on, first["precision"], first["place"] or "unknown", area, forms, story, learned_abroad=abroad)


def _words(group: list[Draft]) -> str:
    """What the list said beside the coded facts, row by row, in its own words."""
    lines = []
    for d in group:
        number = f", {d['case_number']}" if d["case_number"] else ""
        lines.append(f"Diambil dari daftar lama: baris {d['row']}{number}.")
        lines += [f"{head}: {text}" for head, text in d["notes"]]
    return "\n".join(lines)


def undo(*, by: Actor, batch_id: UUID, version: int | None = None) -> int:
    """Take a whole list out again: its cases, people and promises are gone, the log keeps that they were there. Returns how many cases.

    Refused as soon as somebody has worked on one of its cases; reading is no work.
    """
    b = hold(by, batch_id, "undo", version)
    if lists.worked_on(batch_id):
        raise Refused(_("Somebody has already worked on cases of this list, so that it stays."))
    with connection.cursor() as cursor:
        cursor.execute("select undo_import(%s)", [batch_id])
        many: int = cursor.fetchone()[0]
    move(b, "undo", ended_at=now())
    audit.record("list_undone", "import", b.pk, detail=str(many))
    return many
