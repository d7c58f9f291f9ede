"""Papers of the case: what was attached, issued or noted, without their names and texts, which the page of papers opens."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jejaring.cases.models import Document
from jejaring.cases.queries.documents import PAPER_AT, label_of
from jejaring.cases.queries.sections.kinds import UNSEALED, Brought, Section, words
from jejaring.cases.queries.standing import CaseSummary
from jejaring.cases.states import DocumentOrigin
from jejaring.guard.branches import AUTHOR, Branch
from jejaring.kernel.moments import Moment


@dataclass(frozen=True, slots=True)
class PaperMark:
    """A paper in clear facts."""

    id: UUID
    origin: DocumentOrigin
    kind: str
    number: str
    dated_on: date | None
    at: datetime
    by: str
    removed_at: datetime | None

    @property
    def label(self) -> str:
        """What it is, in words."""
        return label_of(self.origin, self.kind)


def _build(found: Brought) -> tuple[PaperMark, ...]:
    return tuple(
        PaperMark(d.pk, DocumentOrigin(d.origin), d.kind, d.number, d.dated_on, d.at, d.author or "", d.removed_at)
        for d in found.of(Document)
    )


TITLES = {DocumentOrigin.ISSUED: "sent", DocumentOrigin.BROUGHT: "plain", DocumentOrigin.ONLINE: "told"}


def _tell(head: CaseSummary, papers: tuple[PaperMark, ...]) -> Iterator[Moment]:
    for p in papers:
        said = _("%(paper)s issued") if p.origin == DocumentOrigin.ISSUED else _("%(paper)s attached")
        title = (_("%(paper)s noted") if p.origin == DocumentOrigin.ONLINE else said) % {"paper": words(p.label, p.number, between=" ")}
        text = _("Removed since") if p.removed_at else ""
        yield Moment(p.at, TITLES[p.origin], title, text, p.by, PAPER_AT, head.id, _("Papers"), group="papers")


SECTION = Section(
    "papers", _build, tells=_tell, brings=(Branch(Document, on=UNSEALED, order="{row}.at desc, {row}.id desc", also={"author": AUTHOR}),)
)
