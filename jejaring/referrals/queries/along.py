"""Papers of the case that went along with a referral: for both sides, until the packet's access ends. Each look is in the log."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases.queries.documents import label_of, shape_of
from jejaring.cases.states import DocumentOrigin
from jejaring.guard.branches import Branch
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused
from jejaring.referrals.models import PacketPaper, Referral
from jejaring.ui import when
from jejaring.ui.papers import scans
from jejaring.vault import actions as vault
from jejaring.vault import files

CLOSED = _("The access to this paper has ended.")
ANY_ORIGIN = {True: DocumentOrigin.ISSUED, False: DocumentOrigin.BROUGHT}
ALONG = Branch(PacketPaper, on="{row}.referral_id = {parent}.id")


@dataclass(frozen=True, slots=True)
class PaperAlong:
    """A paper that went along with a referral."""

    id: UUID
    domain: UUID
    file: UUID
    kind: str
    number: str
    dated_on: date | None
    media: str
    size: int
    pages: int
    name: str

    @property
    def title(self) -> str:
        """What it is, with its number or its day."""
        day = when.day(self.dated_on) if self.dated_on and not self.number else ""
        label = label_of(ANY_ORIGIN[bool(self.number)], self.kind)
        return " ".join(part for part in (label, self.number, f"({day})" if day else "") if part)

    @property
    def shape(self) -> str:
        """Type and size."""
        return shape_of(self.media, self.size)


def _along(p: PacketPaper) -> PaperAlong:
    known = (p.pk, p.domain, p.file, p.kind, p.number, p.dated_on, p.media, p.size, p.pages)
    return PaperAlong(*known, vault.read(p, "name"))


def papers_of(referral: Any) -> list[PaperAlong]:
    """The papers that went along with a referral which was read with `with_papers`. No statement; the page logs the read."""
    return [_along(p) for p in ALONG.rows(referral.along)]


def with_papers(rows: QuerySet[Referral]) -> QuerySet[Any]:
    """Referrals with their papers in the same statement."""
    return rows.annotate(along=ALONG.on_rows_of(Referral))


def paper_along(actor: Actor, referral_id: UUID, paper_id: UUID, *, act: str, detail: str = "") -> PaperAlong:
    """One paper of a referral for either side, about to be shown or taken; logged. Http404 for everybody else, and after the access."""
    found = get_object_or_404(PacketPaper.objects.select_related("referral"), pk=paper_id, referral_id=referral_id)
    case_id = found.referral.case_id if found.referral.from_desk_id == actor.desk else None
    audit.record(act, "document", paper_id, case_id=case_id, detail=detail or found.kind)
    return _along(found)


def opened_along(paper: PaperAlong) -> files.Opened:
    """Its content, the key at hand. Refused once the access has ended or where the file was harmed."""
    try:
        return files.unseal(paper.file, domain=paper.domain, size=paper.size)
    except (vault.KeyMissing, files.FileDamaged):
        raise Refused(CLOSED)


def picture_along(actor: Actor, referral_id: UUID, paper_id: UUID, page: int) -> bytes:
    """One page as a picture, drawn by a process of its own; logged."""
    try:
        return scans.draw(opened_along(paper_along(actor, referral_id, paper_id, act="page_shown", detail=str(page))).read(), page)
    except scans.Unfit as unfit:
        raise Refused(unfit.reason)
    except files.FileDamaged:
        raise Refused(CLOSED)
