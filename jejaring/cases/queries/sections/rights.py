"""What a victim is owed by the law: examinations, notices of progress, rights explained, and no punishment for what was forced."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jejaring.cases.models import Examination, ForcedOffence, ProgressNotice, RightsExplained
from jejaring.cases.queries.sections.kinds import Brought, Section, words
from jejaring.cases.queries.sections.law import parties_of, who_of
from jejaring.cases.queries.sections.people import PARTICIPANTS
from jejaring.cases.queries.sections.services import desk_words
from jejaring.cases.queries.standing import CaseSummary
from jejaring.cases.states import ExaminationKind, Payer
from jejaring.guard.branches import AUTHOR, Branch
from jejaring.kernel.moments import Moment
from jejaring.reference import queries as reference
from jejaring.ui import when
from jejaring.vault import actions as vault

DESK = """select json_build_array(d.name, o.short_name) from directory_desk d join directory_organisation o on o.id = d.organisation_id
    where d.id = {row}.desk_id"""
EXPLAINED_BY = "select u.display_name from directory_user u where u.id = {row}.explained_by"


@dataclass(frozen=True, slots=True)
class ExaminationRow:
    """A request of an examination."""

    id: UUID
    words: str
    kind: ExaminationKind
    letter_number: str
    letter_on: date
    investigator: str
    desk: str
    examined_on: date | None
    received_on: date | None
    result: str
    payer: Payer
    cost: int | None
    at: datetime
    by: str
    version: int


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice of progress."""

    id: UUID
    number: str
    dated: date
    content: str
    given_on: date | None
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class RightsRow:
    """Rights that were explained."""

    id: UUID
    words: str
    rights: tuple[str, ...]
    explained_on: date
    explained_by: str
    language: str
    interpreter: bool
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ForcedRow:
    """An offence that was forced, with the sentence for a letter."""

    id: UUID
    words: str
    offence: str
    coercion: str
    at: datetime
    by: str

    @property
    def sentence(self) -> str:
        """What a letter to the police, the prosecutor or an employer says."""
        return _(
            "The act “%(offence)s” was committed because the person was forced to it by those who commit trafficking (%(coercion)s). Under "
            "article 18 of Law 21/2007 a victim who is forced into an offence is not punished; we ask that the person is treated as a "
            "victim."
        ) % {"offence": self.offence.strip().rstrip("."), "coercion": self.coercion.strip().rstrip(".")}


def _examinations(found: Brought) -> tuple[ExaminationRow, ...]:
    parties = parties_of(found)
    return tuple(
        ExaminationRow(
            e.pk, who_of(parties.get(e.victim_id)), e.kind, vault.read(e, "letter_number"), e.letter_on, e.investigator,
            desk_words(e.at_desk), e.examined_on, e.received_on, vault.read(e, "result"), e.payer, e.cost, e.at, e.author or "", e.version,
        ) for e in found.of(Examination)
    )  # fmt: skip


def _tell_examinations(_head: CaseSummary, rows: tuple[ExaminationRow, ...]) -> Iterator[Moment]:
    for e in rows:
        yield Moment(e.at, "sent", _("Examination requested: %(kind)s") % {"kind": _(e.kind.label)},
                     text=words(e.words, when.day(e.letter_on), e.investigator, e.desk), by=e.by, group="law")  # fmt: skip


def _notices(found: Brought) -> tuple[NoticeRow, ...]:
    return tuple(
        NoticeRow(n.pk, vault.read(n, "number"), n.dated, vault.read(n, "content"), n.given_on, n.at, n.author or "")
        for n in found.of(ProgressNotice)
    )


def _tell_notices(_head: CaseSummary, rows: tuple[NoticeRow, ...]) -> Iterator[Moment]:
    for n in rows:
        given = _("given to the victim %(day)s") % {"day": when.day(n.given_on)} if n.given_on else _("not given to the victim yet")
        yield Moment(n.at, "told", _("Notice of progress from the police (SP2HP)"), text=words(n.number, when.day(n.dated), given),
                     by=n.by, group="law")  # fmt: skip


def _rights(found: Brought) -> tuple[RightsRow, ...]:
    parties = parties_of(found)
    return tuple(
        RightsRow(
            r.pk, who_of(parties.get(r.victim_id)), reference.labels("victim_right", tuple(r.rights)), r.explained_on, r.author or "",
            reference.label("language", r.language), r.interpreter, vault.read(r, "note"), r.at,
        ) for r in found.of(RightsExplained)
    )  # fmt: skip


def _tell_rights(_head: CaseSummary, rows: tuple[RightsRow, ...]) -> Iterator[Moment]:
    for r in rows:
        yield Moment(r.at, "kept", _("Rights explained"), text=words(r.words, ", ".join(r.rights)), by=r.explained_by, group="law")


def _forced(found: Brought) -> tuple[ForcedRow, ...]:
    parties = parties_of(found)
    return tuple(
        ForcedRow(f.pk, who_of(parties.get(f.victim_id)), vault.read(f, "offence"), vault.read(f, "coercion"), f.at, f.author or "")
        for f in found.of(ForcedOffence)
    )


def _tell_forced(_head: CaseSummary, rows: tuple[ForcedRow, ...]) -> Iterator[Moment]:
    for f in rows:
        title = _("An offence that was forced: not punished (UU 21/2007 article 18)")
        yield Moment(f.at, "told", title, text=f.words, by=f.by, group="law")


EXAMINATIONS = Section(
    "examinations", _examinations, tells=_tell_examinations,
    brings=(PARTICIPANTS, Branch(Examination, order="{row}.letter_on, {row}.id", also={"author": AUTHOR, "at_desk": DESK})),
)  # fmt: skip
NOTICES = Section(
    "progress", _notices, tells=_tell_notices,
    brings=(Branch(ProgressNotice, order="{row}.dated desc, {row}.id desc", also={"author": AUTHOR}),),
)  # fmt: skip
RIGHTS = Section(
    "rights", _rights, tells=_tell_rights,
    brings=(PARTICIPANTS, Branch(RightsExplained, order="{row}.explained_on desc, {row}.id desc", also={"author": EXPLAINED_BY})),
)  # fmt: skip
FORCED = Section(
    "forced", _forced, tells=_tell_forced,
    brings=(PARTICIPANTS, Branch(ForcedOffence, order="{row}.at, {row}.id", also={"author": AUTHOR})),
)  # fmt: skip
