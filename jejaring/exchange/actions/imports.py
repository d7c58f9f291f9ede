"""Taking a list in: brought, understood, checked, then all of it in one transaction through the acts of cases; or none of it.

Until then its rows lie sealed in a key domain of the batch. Each step is kept, so that a killed process loses one press of a button.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.shortcuts import get_object_or_404

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.directory.queries import is_demo
from jejaring.exchange import permissions
from jejaring.exchange.formats import Sheet, Unreadable
from jejaring.exchange.formats.files import read_file
from jejaring.exchange.models import ImportBatch, ImportSlice, Meaning
from jejaring.exchange.queries import imports as lists
from jejaring.exchange.queries.meanings import codes_of, token
from jejaring.exchange.rules.columns import LISTS, Target, fingerprint, folded, problems
from jejaring.exchange.states import BATCH, BatchState
from jejaring.guard.rows import insert
from jejaring.kernel.clock import now
from jejaring.kernel.ids import uuid7
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require
from jejaring.people.actions import LOST
from jejaring.vault import actions as vault

SLICE = 100  # rows that are sealed and checked together


def bring_list(*, by: Actor, name: str, data: bytes, size: int, limit: int) -> UUID:
    """Read a CSV or XLSX file and stage its rows, sealed. The file itself is not kept. Refused with a reason for what is no list."""
    require(permissions.may_import(by))
    try:
        sheets = read_file(data, size=size, limit=limit)
    except Unreadable as unreadable:
        raise Refused(unreadable.reason, "file")
    pk = uuid7()
    vault.make_domain(pk, by.organisation)
    about = [
        {"name": s.name, "hidden": s.hidden, "rows": len(s.rows), "merged": s.merged, "formulas": s.formulas, "problem": s.problem}
        for s in sheets
    ]  # fmt: skip
    insert(
        ImportBatch(
            id=pk, domain=pk, organisation=by.organisation, desk=by.desk, file_name=name[:200], sheets=json.dumps(about), plan="{}",
            synthetic=is_demo(), by=by.id, at=now(),
        )
    )  # fmt: skip
    insert(*(part for place, sheet in enumerate(sheets) for part in _slices(pk, place, sheet)))
    audit.record("list_brought", "import", pk, detail=str(sum(len(s.rows) for s in sheets)))
    return pk


def _slices(batch_id: UUID, place: int, sheet: Sheet) -> list[ImportSlice]:
    starts = range(0, len(sheet.rows), SLICE)
    return [
        ImportSlice(
            batch_id=batch_id, domain=batch_id, sheet=place, number=number, content=json.dumps(sheet.rows[start : start + SLICE]), found=""
        )
        for number, start in enumerate(starts)
    ]


def hold(by: Actor, batch_id: UUID, act: str, version: int | None = None) -> ImportBatch:
    """Lock a list for an act that its state allows. Refused where somebody else was first; Http404 for another desk's."""
    require(permissions.may_import(by))
    b = get_object_or_404(ImportBatch.objects.select_for_update(), pk=batch_id, desk=by.desk)
    if version is not None and b.version != version:
        raise Refused(LOST)
    require(BATCH.may(b.state, act))
    return b


def move(b: ImportBatch, act: str, **fields: Any) -> None:
    """Bring a list into the state to which the act leads, with other fields of it."""
    for name, value in fields.items():
        setattr(b, name, value)
    b.state, b.version = BatchState(BATCH.after(b.state, act)), b.version + 1
    b.save(force_update=True)


def _forget_check(b: ImportBatch) -> None:
    ImportSlice.objects.filter(batch=b, checked=True).update(checked=False, found=None)


def choose_sheet(*, by: Actor, batch_id: UUID, version: int | None = None, sheet: int, header_row: int) -> None:
    """Say which sheet is the list and which row holds its heads. Refused for a sheet that cannot be read, and for heads without rows."""
    b = hold(by, batch_id, "choose_sheet", version)
    known = {s.place: s for s in lists.sheets(b)}
    if sheet not in known or known[sheet].problem:
        raise Refused(known[sheet].problem if sheet in known else _("Choose one of the sheets."), "sheet")
    b.sheet, b.header_row = sheet, header_row
    heads, rows = lists.heads_in(b), lists.body(b)
    if not any(heads):
        raise Refused(_("This row is empty. Write the number of the row with the heads."), "header_row")
    if not rows:
        raise Refused(_("There is no row below the heads."), "header_row")
    _forget_check(b)
    move(b, "choose_sheet", rows=len(rows), plan=json.dumps({"heads": heads}))
    audit.record("list_step", "import", b.pk, detail="sheet")


def name_columns(*, by: Actor, batch_id: UUID, version: int | None = None, targets: Sequence[str]) -> None:
    """Say what each column means; remembered for lists with the same heads. Refused where two mean the same, or a needed one lacks."""
    b = hold(by, batch_id, "name_columns", version)
    said, named = lists.plan_of(b), [Target(t) for t in targets]
    if len(named) != len(said["heads"]):
        raise Refused(LOST)
    if wrong := problems(named):
        raise Refused(wrong[0])
    about = fingerprint(said["heads"])
    _remember(by, about, {folded(head): target.value for head, target in zip(said["heads"], named, strict=True) if head})
    _forget_check(b)
    move(b, "name_columns", plan=json.dumps(said | {"targets": [t.value for t in named], "values": {}}))
    audit.record("list_step", "import", b.pk, detail="columns")


def name_values(
    *, by: Actor, batch_id: UUID, version: int | None = None, values: Mapping[str, Mapping[str, str]], manager: UUID
) -> None:  # fmt: skip
    """Say what each value of the coded columns means ("" leaves it open), and who manages a case of which the list says nobody.

    Remembered for the next list of the organisation. Refused for codes that do not exist.
    """
    b = hold(by, batch_id, "name_values", version)
    for name, told in values.items():
        if name not in LISTS.values() or not set(told.values()) <= {"", *codes_of(by, name)}:
            raise Refused(_("Choose one of the meanings."))
        _remember(by, name, told)
    if str(manager) not in codes_of(by, "manager"):
        raise Refused(_("This person does not work at this desk in a fitting role."), "manager")
    _forget_check(b)
    said = lists.plan_of(b) | {"values": {name: dict(told) for name, told in values.items()}, "manager": str(manager)}
    move(b, "name_values", plan=json.dumps(said), errors=0, left_out=0)
    audit.record("list_step", "import", b.pk, detail="values")


def _remember(by: Actor, about: str, told: Mapping[str, str]) -> None:
    moment = now()
    insert(
        *(
            Meaning(organisation=by.organisation, about=about, token=token(about, text), code=code, by=by.id, at=moment)
            for text, code in told.items()
        )
    )


def discard(*, by: Actor, batch_id: UUID) -> None:
    """Throw a list away before it is taken in: its rows and their key are gone."""
    b = hold(by, batch_id, "discard")
    forget_rows(b)
    move(b, "discard", ended_at=now(), file_name="", plan="", sheets="")
    audit.record("list_discarded", "import", b.pk)


def forget_rows(b: ImportBatch) -> None:
    """The staged rows go, and with their key whatever a backup still holds of them."""
    ImportSlice.objects.filter(batch=b).delete()
    vault.withdraw_domain(b.domain, b.organisation)


def settled() -> Any:
    """The database's own present moment, by which the log judges what came later."""
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        return cursor.fetchone()[0]
