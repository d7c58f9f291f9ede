"""What was sealed, and opened by two people: that it was, by whom and on which ground, never what."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from jejaring.cases.models import SealedItem, Unsealing
from jejaring.cases.queries.sections.kinds import Brought, Section
from jejaring.cases.queries.standing import CaseSummary
from jejaring.guard.branches import AUTHOR, Branch
from jejaring.kernel.moments import Moment

ASKER, SECOND = AUTHOR.replace('"by"', "asked_by"), AUTHOR.replace('"by"', "confirmed_by")


@dataclass(frozen=True, slots=True)
class SealedMark:
    """Something was sealed, asked for or opened."""

    at: datetime
    said: str
    ground: str
    by: str


def _build(found: Brought) -> tuple[SealedMark, ...]:
    told = []
    for i in found.of(SealedItem):
        told.append(SealedMark(i.at, _("%(what)s sealed") % {"what": _(i.kind.label)}, _(i.ground.label), i.author or ""))
    for u in found.of(Unsealing):
        told.append(SealedMark(u.asked_at, _("Asked to open something sealed"), _(u.ground.label), u.asker or ""))
        if u.confirmed_at:
            told.append(SealedMark(u.confirmed_at, _("Opened for %(name)s, for an hour") % {"name": u.asker or ""}, "", u.second or ""))
    return tuple(told)


def _tell(head: CaseSummary, marks: tuple[SealedMark, ...]) -> Iterator[Moment]:
    for m in marks:
        yield Moment(m.at, "plain", m.said, m.ground, m.by, "cases:sealed", head.id, _("Sealed"), group="papers")


SECTION = Section(
    "sealed", _build, tells=_tell,
    brings=(
        Branch(SealedItem, order="{row}.at desc, {row}.id desc", also={"author": AUTHOR}),
        Branch(Unsealing, order="{row}.asked_at desc, {row}.id desc", also={"asker": ASKER, "second": SECOND}),
    ),
)  # fmt: skip
