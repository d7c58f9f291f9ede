"""A victim's restitution ledger: what was requested, assessed, demanded, ordered and paid, and what is still to be paid. Plain Python."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from jejaring.cases.rules.law import FUTURE, Around
from jejaring.cases.states import LedgerKind
from jejaring.kernel.labels import gettext_noop as _


class Entry(Protocol):
    """What the rules ask about an amount in a ledger."""

    @property
    def kind(self) -> str: ...
    @property
    def amount(self) -> int: ...
    @property
    def happened_on(self) -> date: ...


@dataclass(frozen=True, slots=True)
class _Asked:
    """An amount that is asked about."""

    kind: str
    amount: int
    happened_on: date


@dataclass(frozen=True, slots=True)
class Ledger:
    """A victim's restitution in whole rupiah. Of several amounts of one kind the latest holds; payments add up."""

    requested: int = 0
    assessed: int = 0
    demanded: int = 0
    ordered: int = 0
    paid: int = 0
    fund: int = 0

    @property
    def outstanding(self) -> int:
        """What the court ordered and nobody has paid; never below zero."""
        return max(self.ordered - self.paid - self.fund, 0)

    @property
    def is_settled(self) -> bool:
        """Whether all that was ordered is paid."""
        return self.ordered > 0 and self.outstanding == 0


def ledger(entries: Iterable[Entry]) -> Ledger:
    """The ledger of one victim from its valid entries, in any order."""
    latest: dict[str, int] = {}
    added = {LedgerKind.PAID: 0, LedgerKind.FUND: 0}
    for e in sorted(entries, key=lambda e: e.happened_on):  # stable: of one day the later recorded holds
        kind = LedgerKind(e.kind)
        if kind in added:
            added[kind] += e.amount
        else:
            latest[kind] = e.amount
    k = LedgerKind
    known = (latest.get(k.REQUESTED, 0), latest.get(k.LPSK_ASSESSED, 0), latest.get(k.DEMANDED, 0), latest.get(k.ORDERED, 0))
    return Ledger(*known, added[k.PAID], added[k.FUND])


def problems(kind: str, amount: int, day: date, entries: Sequence[Entry], around: Around) -> dict[str, str]:
    """Why an amount cannot be entered, by field: no payment before or above the order, no order below what is paid."""
    found: dict[str, str] = {}
    if amount <= 0:
        found["amount"] = _("Give an amount in whole rupiah, above zero.")
    if day > around.today:
        found["happened_on"] = FUTURE
    elif around.incident_on and day < around.incident_on:
        found["happened_on"] = _("This lies before the incident.")
    now = ledger(entries)
    if kind in (LedgerKind.PAID, LedgerKind.FUND):
        first = min((e.happened_on for e in entries if e.kind == LedgerKind.ORDERED), default=None)
        if first is None:
            found["kind"] = _("The court has not ordered restitution yet: record the order first.")
        elif amount > now.outstanding:
            found["amount"] = _("This is more than is still to be paid.")
        elif day < first:
            found.setdefault("happened_on", _("A payment cannot lie before the order."))
    elif kind == LedgerKind.ORDERED and now.paid + now.fund > ledger((*entries, _Asked(kind, amount, day))).ordered:
        found["amount"] = _("More than this has been paid already.")
    return found


def overpaid(entries: Iterable[Entry]) -> bool:
    """Whether more is paid than ordered: an order under it cannot be taken away."""
    found = ledger(entries)
    return found.paid + found.fund > found.ordered
