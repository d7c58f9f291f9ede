"""The papers of a case: the list, one of them, its pages as pictures, its content to take along. Each reading is in the log."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases.models import Document
from jejaring.cases.queries.standing import CaseSummary, name_of
from jejaring.cases.states import DocumentOrigin, Media
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused
from jejaring.reference import queries as reference
from jejaring.ui import when
from jejaring.ui.papers import scans
from jejaring.ui.papers.kinds import KINDS
from jejaring.vault import actions as vault
from jejaring.vault import files
from jejaring.vault.files import Opened

SEALED_TEXTS = ("name", "note", "address", "digest")  # together under a key of their own once two people have to open a paper
PAPER_AT = "cases:papers"  # the page of a case's papers
CONTENT_TYPES: Mapping[str | None, str] = {Media.PDF: "application/pdf", Media.JPEG: "image/jpeg", Media.PNG: "image/png"}
GONE = _("The content of this paper is gone.")
DAMAGED = _("The stored file was changed or cut, so that it is not shown. Tell your administrator; nothing else is concerned.")


def label_of(origin: DocumentOrigin, kind: str) -> str:
    """What a paper is, in words: printed kinds by their own names, online material, else the list of documents."""
    if origin == DocumentOrigin.ISSUED and kind in KINDS:
        return gettext(KINDS[kind].label)
    return gettext("Online material") if origin == DocumentOrigin.ONLINE else reference.label("document_kind", kind)


def shape_of(media: str, size: int) -> str:
    """Type and size: "PDF · 1,4 MB"."""
    words = f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, size // 1000)} kB"
    return f"{media.upper()} · {words.replace('.', ',') if when.language() == 'id' else words}"


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper in the list of a case, its texts opened."""

    id: UUID
    domain: UUID
    origin: DocumentOrigin
    kind: str
    number: str
    referral_id: UUID | None
    dated_on: date | None
    media: Media | None
    size: int
    pages: int
    file: UUID | None
    name: str
    note: str
    address: str
    digest: str
    by_id: UUID
    by: str
    at: datetime
    removed_at: datetime | None
    removed_reason: str
    sealed: bool = False  # two people opened it for the actor

    @property
    def issued(self) -> bool:
        """Whether it left this house under a number."""
        return self.origin == DocumentOrigin.ISSUED

    @property
    def label(self) -> str:
        """What it is, in words."""
        return label_of(self.origin, self.kind)

    @property
    def badge(self) -> str:
        """Where it comes from, or that it is removed."""
        return gettext("Removed") if self.removed_at else gettext(self.origin.label)

    @property
    def tone(self) -> str:
        """How the badge looks."""
        return "late" if self.removed_at else "kept" if self.issued else "calm"

    @property
    def title(self) -> str:
        """What it is, with its number or its day."""
        day = when.day(self.dated_on) if self.dated_on and not self.number else ""
        return " ".join(part for part in (self.label, self.number, f"({day})" if day else "") if part)

    @property
    def shape(self) -> str:
        """Type and size: "PDF · 240 kB"."""
        return shape_of(self.media, self.size) if self.media else ""

    @property
    def line(self) -> str:
        """The small line below the title: type and size, the name of the file, when and by whom."""
        at = f"{when.moment(self.at)}, {self.by}" if self.by else when.moment(self.at)
        gone = gettext("removed because: %(reason)s") % {"reason": self.removed_reason} if self.removed_at else ""
        return " · ".join(part for part in (self.shape, self.name, self.note, at, gone) if part)


def to_row(d: Document, author: str) -> PaperRow:
    """A paper with its texts opened; the caller writes the read log."""
    closed = d.domain != d.case_id
    opened = json.loads(vault.read(d, "sealed_content")) if closed else {name: vault.read(d, name) for name in SEALED_TEXTS}
    opened["removed_reason"] = "" if closed else vault.read(d, "removed_reason")
    return PaperRow(
        d.pk, d.domain, DocumentOrigin(d.origin), d.kind, d.number, d.referral_id, d.dated_on, Media(d.media) if d.media else None, d.size,
        d.pages, d.file, sealed=closed, by_id=d.by, by=author, at=d.at, removed_at=d.removed_at, **opened,
    )  # fmt: skip


def _rows(case: CaseSummary) -> list[PaperRow]:
    vault.preload([case.domain])
    found = Document.objects.filter(case_id=case.id, domain=case.domain).annotate(author=name_of("by")).order_by("-at", "-pk")
    return [to_row(d, d.author or "") for d in found]


def papers(actor: Actor, case: CaseSummary) -> list[PaperRow]:
    """The papers of a case that the actor sees, newest first, the removed ones too; the read of their names is logged. Two statements."""
    rows = _rows(case)
    audit.record("read", "case", case.id, case_id=case.id, fields=["papers"])
    return rows


def paper(actor: Actor, case: CaseSummary, document_id: UUID, *, sealed: bool = False) -> PaperRow:
    """One paper of a case; `sealed`: also one that two people have opened for the actor, to be looked at alone. Http404 for none."""
    vault.preload([case.domain])
    rows = Document.objects.filter(case_id=case.id).annotate(author=name_of("by"))
    if not sealed:
        rows = rows.filter(domain=case.domain)
    d: Any = get_object_or_404(rows, pk=document_id)
    return to_row(d, d.author or "")


def issued_for(actor: Actor, case: CaseSummary, referral_id: UUID) -> PaperRow | None:
    """The letter of a referral as it was issued; none before it was printed."""
    vault.preload([case.domain])
    rows = Document.objects.filter(case_id=case.id, domain=case.domain, referral_id=referral_id, origin=DocumentOrigin.ISSUED)
    d = rows.annotate(author=name_of("by")).order_by("at").first()
    return to_row(d, d.author or "") if d else None


def shown_paper(actor: Actor, case: CaseSummary, document_id: UUID) -> PaperRow:
    """One paper with its pages about to be shown; logged."""
    row = paper(actor, case, document_id, sealed=True)
    audit.record("paper_shown", "document", document_id, case_id=case.id, detail=row.kind)
    return row


def unsealed(row: PaperRow) -> Opened:
    """The content of a paper, its key at hand: it may be streamed. Refused where the content is gone or was changed."""
    if row.file is None:
        raise Refused(GONE)
    try:
        return files.unseal(row.file, domain=row.domain, size=row.size)
    except vault.KeyMissing:
        raise Refused(GONE if row.removed_at else _("Your organisation does not hold the key of this paper."))
    except files.FileDamaged:
        raise Refused(DAMAGED)


def page_picture(actor: Actor, case: CaseSummary, document_id: UUID, page: int) -> bytes:
    """One page drawn as PNG, by a process of its own; logged. Refused where it cannot be drawn."""
    row = paper(actor, case, document_id, sealed=True)
    audit.record("page_shown", "document", document_id, case_id=case.id, detail=str(page))
    try:
        return scans.draw(unsealed(row).read(), page)
    except files.FileDamaged:
        raise Refused(DAMAGED)
    except scans.Unfit as unfit:
        raise Refused(unfit.reason)


def taken(actor: Actor, case: CaseSummary, document_id: UUID, reason: str) -> tuple[PaperRow, Opened]:
    """A paper to take along, for a reason of a short list; both are logged before a byte leaves."""
    row = paper(actor, case, document_id)
    opened = unsealed(row)
    audit.record("paper_taken", "document", document_id, case_id=case.id, detail=reason)
    return row, opened
