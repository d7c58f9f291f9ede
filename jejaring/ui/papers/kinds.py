"""The kinds of papers: one dataclass of what stands on it, one template, one row of KINDS.

Everything is in words already, in Indonesian, whatever the language of the screen: agencies write their letters in it. Who prints gathers
the words (`translation.override("id")`); a template arranges them and may say more, never less than the kind promises.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from jejaring.kernel.labels import gettext_noop as _

Rows = tuple[tuple[str, str], ...]  # label and value


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes: from the organisation's own data. `government` is empty for a body that is not a city's or a regency's."""

    organisation: str
    government: str = ""
    address: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: an office first; name and service number are left to the pen where they are empty."""

    office: str
    name: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What every paper has. `draft` marks it across the page; a number is given when it is issued, not before."""

    letterhead: Letterhead
    signer: Signer
    place: str
    date: str  # 3 Maret 2026
    number: str = ""
    to: tuple[str, ...] = ()  # the lines of the address
    enclosed: str = ""
    draft: bool = False


class Data(Protocol):
    """What can be printed: a dataclass with a head."""

    @property
    def head(self) -> Head: ...


@dataclass(frozen=True, slots=True)
class Consent:
    """Consent to one purpose and one receiver, given by the person, or for a child by a guardian without a conflict of interest."""

    head: Head
    person: Rows
    receiver: str
    purpose: str
    fields: tuple[str, ...]  # the names of what would be passed on, never the values
    until: str
    guardian: Rows = ()  # who consents for a child; empty when the person does
    excluded: tuple[str, ...] = ()  # guardians in conflict, in words without a name
    is_child: bool = False
    child_view: str = ""
    may_report_anyway: bool = False  # sexual violence: the duty towards the police does not wait for consent


@dataclass(frozen=True, slots=True)
class Referral:
    """What leaves with a referral: the packet as it was frozen, how the person is reached safely, and the clock."""

    head: Head
    reference: str
    purpose: str
    services: str
    request: str
    safe_contact: Rows
    fields: Rows
    basis: str
    basis_reason: str
    until: str
    answer_by: str = ""
    telephone: str = ""  # of the sender, for the answer
    transfer: bool = False  # the case becomes theirs
    non_punishment: bool = False


@dataclass(frozen=True, slots=True)
class Assignment:
    """A companion's letter of assignment. It names the companion and the case's reference, never the person."""

    head: Head
    companion: Rows
    reference: str
    tasks: tuple[str, ...]
    where: str
    period: str
    bases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HandOver:
    """A person goes from one hand into another: to whom, in which condition, with which things."""

    head: Head
    moment: str  # Selasa, 3 Maret 2026, pukul 09.15 WIB
    where: str
    person: Rows
    giver: Rows
    receiver: Rows
    condition: str
    things: Rows = ()  # thing, and in which state or how many
    message: str = ""
    own_view: str = ""
    non_punishment: bool = False


@dataclass(frozen=True, slots=True)
class Admission:
    """A person is received in a shelter. The address of the shelter stands on no paper."""

    head: Head
    moment: str
    person: Rows
    shelter: str
    brought_by: Rows
    condition: str
    needs: str
    safe_contact: Rows = ()
    things: Rows = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Closure:
    """The end of the work on a case: why, what was reached, which services, what follows."""

    head: Head
    person: Rows
    case: Rows
    reason: str
    outcome: str
    account: str
    services: tuple[tuple[str, str, str], ...]  # service, by whom, what became of it
    follow_up: str
    proposed_by: str
    law_watched: bool = False


@dataclass(frozen=True, slots=True)
class Promises:
    """How the desks of a city keep their promises, on one page for the chair: no name, no case number."""

    head: Head
    period: str
    said: tuple[str, ...]  # the sentences above the table
    desks: tuple[tuple[str, ...], ...]  # desk, open, late, kept in time, half and nine in ten answered within, longest waiting
    quarters: tuple[tuple[str, str, str], ...]  # quarter, kept in time of settled, share with its interval
    kinds: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder to a desk that is late: what it owes in words and numbers, never for whom. A draft until an office signs it."""

    head: Head
    desk: str
    late: tuple[tuple[str, str, str], ...]  # what was promised, how many, the oldest since
    telephone: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of paper. `numbered` ones may be issued: they get a number and are kept as they were issued."""

    code: str
    label: str  # a message id
    title: str  # on the paper, and in the properties of the PDF
    data: type
    numbered: bool = True

    @property
    def template(self) -> str:
        """The file of the template; a city puts one of the same name into its folder."""
        return f"{self.code}.typ"


KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("consent", _("Consent"), "Surat Persetujuan", Consent, numbered=False),
        Kind("referral", _("Referral letter"), "Surat Rujukan", Referral),
        Kind("desk_letter", _("Letter with acknowledgement slip"), "Surat", Referral),
        Kind("assignment", _("Letter of assignment"), "Surat Tugas", Assignment),
        Kind("hand_over", _("Hand-over record"), "Berita Acara Serah Terima", HandOver),
        Kind("admission", _("Shelter admission"), "Berita Acara Penerimaan di Rumah Aman", Admission),
        Kind("closure", _("Record of closure"), "Berita Acara Penutupan Layanan", Closure),
        Kind("promises", _("Promises of the desks on one page"), "Janji Lintas Instansi", Promises, numbered=False),
        Kind("reminder", _("Reminder to a desk"), "Surat Pengingat", Reminder),
    )
}
