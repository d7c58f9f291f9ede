"""The restitution ledgers: one for each victim, in whole rupiah."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jejaring.cases.models import RestitutionEntry
from jejaring.cases.queries.sections.kinds import Brought, Section, words
from jejaring.cases.queries.sections.law import valid
from jejaring.cases.queries.standing import CaseSummary
from jejaring.cases.rules import restitution
from jejaring.cases.states import LedgerKind
from jejaring.guard.branches import AUTHOR, Branch
from jejaring.kernel.moments import Moment
from jejaring.reference import queries as reference
from jejaring.ui import when
from jejaring.ui.numbers import rupiah
from jejaring.vault import actions as vault


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One amount."""

    id: UUID
    victim_id: UUID
    kind: LedgerKind
    amount: int
    happened_on: date
    office: str
    number: str
    note: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A victim's ledger."""

    victim_id: UUID
    words: str
    sums: restitution.Ledger
    entries: tuple[EntryRow, ...]

    @property
    def state(self) -> str:
        """How far it is paid, in words of the list."""
        code = "paid_in_full" if self.sums.is_settled else "paid_in_part" if self.sums.paid + self.sums.fund else ""
        return reference.label("restitution", code) if code else ""


def _build(found: Brought) -> tuple[LedgerRow, ...]:
    rows = [
        EntryRow(
            e.pk, e.victim_id, e.kind, e.amount, e.happened_on, e.office, vault.read(e, "number"), vault.read(e, "note"), e.at,
            e.author or "",
        ) for e in valid(found.of(RestitutionEntry))
    ]  # fmt: skip
    of = {v.id: tuple(r for r in rows if r.victim_id == v.id) for v in found.head.victims}
    return tuple(LedgerRow(v.id, v.words, restitution.ledger(of[v.id]), of[v.id]) for v in found.head.victims)


def _tell(_head: CaseSummary, ledgers: tuple[LedgerRow, ...]) -> Iterator[Moment]:
    for e in (e for row in ledgers for e in row.entries):
        title = _("Restitution: %(what)s, %(amount)s") % {"what": _(e.kind.label).lower(), "amount": rupiah(e.amount)}
        look = "kept" if e.kind in (LedgerKind.PAID, LedgerKind.FUND) else "plain"
        yield Moment(e.at, look, title, text=words(when.day(e.happened_on), e.office, e.note), by=e.by, group="law")


SECTION = Section(
    "ledgers", _build, tells=_tell,
    brings=(Branch(RestitutionEntry, order="{row}.happened_on, {row}.at, {row}.id", also={"author": AUTHOR}),),
)  # fmt: skip
