"""On which bases something of a case may leave, what the person was told, and what a withdrawal would do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases.models import Participant, ServiceFact
from jejaring.cases.queries import CaseSummary
from jejaring.cases.states import PartyRole
from jejaring.directory import queries as directory
from jejaring.guard.stored import Stored
from jejaring.kernel.clock import now
from jejaring.kernel.verdict import Verdict
from jejaring.people.rules import is_child
from jejaring.reference import queries as reference
from jejaring.referrals import permissions, rules
from jejaring.referrals.models import Referral, SharingBasis
from jejaring.referrals.queries.lists import label_of, with_desks
from jejaring.referrals.queries.sending import facts_for
from jejaring.referrals.rules import Fate
from jejaring.referrals.states import Evidence, Handover, ReferralPurpose, ReferralState
from jejaring.vault import actions as vault

TEXTS = ("reason", "child_view", "withdrawal_note", "settlement")
TAKEN = (ReferralState.ACCEPTED, ReferralState.DONE)


class Resting(Protocol):
    """What a withdrawal asks about a basis."""

    @property
    def id(self) -> UUID: ...
    @property
    def to_desk_id(self) -> UUID: ...
    @property
    def victim_id(self) -> UUID | None: ...


def _stands(*, withdrawn: bool, conflict: bool, until: datetime) -> tuple[str, str]:
    """How a basis stands, in words, and the look of its badge."""
    if withdrawn:
        return gettext("Withdrawn"), "calm"
    if conflict:
        return gettext("Does not hold"), "late"
    return (gettext("In force"), "kept") if until > now() else (gettext("Expired"), "calm")


@dataclass(frozen=True, slots=True)
class BriefBasis:
    """A basis in one line of the case file: nothing opened."""

    to_desk: str
    purpose_words: str
    basis_words: str
    state_words: str
    tone: str


@dataclass(frozen=True, slots=True)
class BasisRow:
    """One basis of sharing, its texts opened, for the team of the case."""

    id: UUID
    case_id: UUID
    to_desk_id: UUID
    to_desk: str
    victim_id: UUID | None
    purpose: ReferralPurpose
    basis: str
    about: str
    consent_by: str
    guardian_conflict: bool  # when it was written down
    in_conflict: bool  # the guardian who gave it is in conflict today
    wording: str
    evidence: str
    document_id: UUID | None
    until: datetime
    at: datetime
    by: str
    withdrawn_at: datetime | None
    withdrawn_for: str
    not_recalled: tuple[str, ...]
    settled_at: datetime | None
    version: int
    reason: str
    child_view: str
    withdrawal_note: str
    settlement: str
    may_withdraw: Verdict
    may_settle: Verdict

    @property
    def basis_words(self) -> str:
        """The basis in words."""
        return reference.label("sharing_basis", self.basis)

    @property
    def given_words(self) -> str:
        """Who gave a consent."""
        return gettext(rules.GIVERS[self.consent_by]) if self.consent_by else ""

    @property
    def withdrawn_words(self) -> str:
        """Who withdrew it."""
        return gettext(rules.GIVERS[self.withdrawn_for]) if self.withdrawn_for else ""

    @property
    def evidence_words(self) -> str:
        """How it can be shown."""
        return gettext(Evidence(self.evidence).label) if self.evidence else ""

    @property
    def recall_words(self) -> list[str]:
        """What the person was told cannot be called back."""
        return [gettext(rules.NOT_RECALLED[code]) for code in self.not_recalled]

    @property
    def _stands(self) -> tuple[str, str]:
        return _stands(withdrawn=self.withdrawn_at is not None, conflict=self.in_conflict, until=self.until)

    @property
    def state_words(self) -> str:
        """How it stands, in a word or two."""
        return self._stands[0]

    @property
    def tone(self) -> str:
        """The look of its badge."""
        return self._stands[1]


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a withdrawal does to one referral."""

    referral: Referral
    fate: Fate

    @property
    def words(self) -> str:
        """The same for whoever decides."""
        desk, reference_ = label_of(self.referral.to_desk), self.referral.reference
        said = {
            Fate.ENDS: gettext("%(desk)s, %(reference)s: access ends at once, and the desk is told."),
            Fate.LEGAL_DUTY: gettext("%(desk)s, %(reference)s: stays, because the law obliges us to report."),
            Fate.VITAL_INTEREST: gettext("%(desk)s, %(reference)s: stays, because life is in danger."),
            Fate.TAKEN_OVER: gettext("%(desk)s, %(reference)s: they have taken the case over; the desk is told."),
        }
        return said[self.fate] % {"desk": desk, "reference": reference_}


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Everything that a withdrawal would do, before it is done."""

    consequences: tuple[Consequence, ...]
    not_recalled: tuple[str, ...]
    facts: rules.Facts

    @property
    def may_keep_for_life(self) -> Verdict:
        """Whether a referral may stay because life is in danger."""
        return rules.vital_interest_fits(self.facts)


def bases(actor: Actor, case: CaseSummary) -> list[BasisRow]:
    """The bases of a case, newest first; one entry in the read log. Three statements."""
    vault.preload([case.domain])
    rows = SharingBasis.objects.filter(case_id=case.id).select_related("to_desk__organisation").order_by("-at", "-pk")
    guardians = {g.pk: g for g in Participant.objects.filter(case_id=case.id, role=PartyRole.GUARDIAN)}
    audit.record("read", "case", case.id, case_id=case.id, fields=["sharing_basis"])
    return [to_row(actor, case, b, guardians) for b in rows]


BRIEF = Stored(
    lambda case: SharingBasis.objects.filter(case_id=case).select_related("to_desk__organisation")
    .annotate(conflicted=Exists(Participant.objects.filter(pk=OuterRef("guardian_id"), conflict=True))).order_by("-at", "-pk")
)  # fmt: skip


def bases_brief(case_id: UUID) -> list[BriefBasis]:
    """The bases of a case for its file, newest first, nothing opened. One statement."""
    found: list[Any] = BRIEF(case_id)
    return [_brief(b, conflict=b.conflicted) for b in found]


def _brief(b: SharingBasis, *, conflict: bool) -> BriefBasis:
    words = _stands(withdrawn=b.withdrawn_at is not None, conflict=conflict, until=b.until)
    return BriefBasis(label_of(b.to_desk), gettext(b.purpose.label), reference.label("sharing_basis", b.basis), *words)


def basis_of(actor: Actor, case: CaseSummary, basis_id: UUID) -> BasisRow:
    """One basis of a case. Raises ObjectDoesNotExist where the case has none of this id."""
    vault.preload([case.domain])
    row = SharingBasis.objects.select_related("to_desk__organisation").get(pk=basis_id, case_id=case.id)
    guardians = {g.pk: g for g in Participant.objects.filter(case_id=case.id, role=PartyRole.GUARDIAN)}
    audit.record("read", "case", case.id, case_id=case.id, fields=["sharing_basis"])
    return to_row(actor, case, row, guardians)


def to_row(actor: Actor, case: CaseSummary, b: SharingBasis, guardians: dict[UUID, Participant]) -> BasisRow:
    """A basis with its texts opened; the caller writes the read log."""
    about = next((v.words for v in case.victims if v.id == b.victim_id), gettext("all who are harmed"))
    giver = guardians.get(b.guardian_id) if b.guardian_id else None
    opened = {name: vault.read(b, name) for name in TEXTS}
    return BasisRow(
        b.pk, b.case_id, b.to_desk_id, label_of(b.to_desk), b.victim_id, b.purpose, b.basis, about, b.consent_by, b.guardian_conflict,
        in_conflict(b, giver, guardians.values()), b.wording, b.evidence, b.document_id, b.until, b.at,
        directory.account_name(b.by), b.withdrawn_at, b.withdrawn_for,
        tuple(b.not_recalled), b.settled_at, b.version, **opened,
        may_withdraw=permissions.may_withdraw_consent(actor, b.basis, withdrawn=b.withdrawn_at is not None),
        may_settle=permissions.may_settle(actor, withdrawn=b.withdrawn_at is not None, settled=b.settled_at is not None),
    )  # fmt: skip


def in_conflict(b: SharingBasis, giver: Participant | None, guardians: Iterable[Participant]) -> bool:
    """Whether the guardian who gave a consent is in conflict with the child today; where none is named, whether all of them are."""
    if b.consent_by != "guardian":
        return False
    known = [g.conflict for g in guardians]
    return giver.conflict if giver else bool(known) and all(known)


def consent_for(case: CaseSummary, to_desk: UUID, purpose: ReferralPurpose) -> SharingBasis | None:
    """The newest consent to this purpose and receiver, in force or not. One statement."""
    rows = SharingBasis.objects.filter(case_id=case.id, to_desk_id=to_desk, purpose=purpose, basis="consent")
    return rows.order_by("-at", "-pk").first()


def resting_on(basis_id: UUID, *, lock: bool = False) -> list[Referral]:
    """The referrals that rest on a basis and were not withdrawn already. One statement."""
    rows = with_desks(Referral.objects.filter(sharing_id=basis_id).exclude(state=ReferralState.WITHDRAWN)).order_by("pk")
    return list(rows.select_for_update(of=("self",)) if lock else rows)


def withdrawal_of(actor: Actor, case: CaseSummary, basis: Resting, *, kept_for_life: bool = False, lock: bool = False) -> Withdrawal:
    """What a withdrawal of this consent would do to each referral, and what it cannot call back. Five statements."""
    facts = facts_for(actor, case, directory.desk(basis.to_desk_id))
    victim = next((v for v in case.victims if v.id == basis.victim_id), None)
    facts = replace(facts, adult=not is_child(victim.age, victim.minor)) if victim else facts
    found = resting_on(basis.id, lock=lock)
    fates = tuple(Consequence(r, _fate(r, facts, kept_for_life)) for r in found)
    return Withdrawal(fates, _not_recalled(case, fates), facts)


def _fate(r: Referral, facts: rules.Facts, kept_for_life: bool) -> Fate:
    taken = r.handover == Handover.TRANSFER and r.state in TAKEN
    return rules.fate_of(facts, purpose=r.purpose, taken_over=taken, kept_for_life=kept_for_life)


def _not_recalled(case: CaseSummary, found: Sequence[Consequence]) -> tuple[str, ...]:
    """What of it all is gone already. One statement where something was sent."""
    rows = [c.referral for c in found]
    return rules.not_recalled(
        read=bool(rows), letters=any(hasattr(r, "letter") for r in rows),
        police=bool(case.police_reported_on) or any(r.purpose == ReferralPurpose.LAW_ENFORCEMENT for r in rows),
        services=bool(rows) and ServiceFact.objects.filter(referral_id__in=[r.pk for r in rows]).exists(),
        taken_over=any(c.fate == Fate.TAKEN_OVER for c in found),
    )  # fmt: skip
