"""Desk to desk."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from jejaring.directory.models import Desk
from jejaring.guard.fields import StateField
from jejaring.kernel.ids import uuid7
from jejaring.referrals.states import DeskNoteKind, Handover, ReferralAct, ReferralPurpose, ReferralState
from jejaring.vault.models import CLINICAL, IDENTITY, SealedField


class SharingBasis(models.Model):
    """Why something about the people of a case may go to one desk for one purpose: consent, vital interest, legal duty or public task.

    A consent also keeps its wording, its evidence, who gave it, and whether that guardian was in conflict. Withdrawn, never deleted.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()  # the case's
    case_id = models.UUIDField()
    victim_id = models.UUIDField(null=True)  # the participant whom it is about; none: all victims of the case
    to_desk = models.ForeignKey(Desk, models.PROTECT, related_name="+")
    purpose = StateField(ReferralPurpose)
    basis = models.CharField(max_length=40)  # reference list "sharing_basis"
    reason = SealedField(label="sharing_basis.reason")
    consent_by = models.CharField(max_length=20, default="", blank=True)  # person | guardian
    guardian_id = models.UUIDField(null=True)  # the participant
    guardian_conflict = models.BooleanField(default=False)  # as it stood when the consent was written down
    wording = models.CharField(max_length=40, default="", blank=True)  # the version of the words that were explained
    evidence = models.CharField(max_length=20, default="", blank=True)  # states.Evidence
    document_id = models.UUIDField(null=True)  # the signed paper, scanned
    child_view = SealedField(label="sharing_basis.child_view")
    until = models.DateTimeField()
    by = models.UUIDField()
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)  # who wrote it down
    withdrawn_for = models.CharField(max_length=20, default="", blank=True)  # person | guardian
    withdrawal_note = SealedField(label="sharing_basis.withdrawal_note")
    not_recalled = ArrayField(models.CharField(max_length=40), default=list)  # rules.NOT_RECALLED, as the person was told
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)
    settlement = SealedField(label="sharing_basis.settlement")  # what the receivers said
    version = models.IntegerField(default=1)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case_id", "to_desk"], name="referrals_bases_of_a_case")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(withdrawn_at=None) | models.Q(basis="consent"), name="referrals_consent_alone_ends"),
            models.CheckConstraint(
                condition=models.Q(settled_at=None) | models.Q(withdrawn_at__isnull=False), name="referrals_settled_after_withdrawal"
            ),
        ]


class Referral(models.Model):
    """One desk asks another for something for a person of a case; it carries a packet, a basis of sharing and an expiry."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()  # the packet's own
    reference = models.CharField(max_length=20)
    case_id = models.UUIDField(null=True)  # a transfer straight from triage has no case; the receiver never reads this
    report_id = models.UUIDField(null=True)
    from_desk = models.ForeignKey(Desk, models.PROTECT, related_name="+")
    to_desk = models.ForeignKey(Desk, models.PROTECT, related_name="+")
    purpose = StateField(ReferralPurpose)
    handover = StateField(Handover, default=Handover.REFERRAL)
    services = ArrayField(models.CharField(max_length=40), default=list)
    state = StateField(ReferralState, default=ReferralState.SENT)
    basis = models.CharField(max_length=40)  # reference list "sharing_basis"
    consent_by = models.CharField(max_length=20, default="", blank=True)  # person | guardian, where the basis is consent
    sharing = models.ForeignKey(SharingBasis, models.PROTECT, null=True, related_name="referrals")  # none: a request without a case
    basis_reason = SealedField(label="referral.basis_reason")
    request = SealedField(label="referral.request")  # what is asked of the receiver
    risk = models.CharField(max_length=10, default="")
    sex = models.CharField(max_length=10, default="unknown")
    age = models.IntegerField(null=True)
    area = models.CharField(max_length=13, default="", blank=True)
    kind = models.CharField(max_length=40, default="", blank=True)
    sent_at = models.DateTimeField()
    sent_by = models.UUIDField()
    expires_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["to_desk", "-sent_at"], name="referrals_in"),
            models.Index(fields=["from_desk", "-sent_at"], name="referrals_out"),
            models.Index(fields=["case_id"], name="referrals_of_a_case"),
        ]


class Packet(models.Model):
    """What left with a referral: a frozen snapshot of the fields that its purpose allows, sealed under the packet's own key."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    referral = models.OneToOneField(Referral, models.PROTECT, related_name="packet")
    field_names = ArrayField(models.CharField(max_length=40), default=list)
    content = SealedField(label="packet.content", key_class=IDENTITY)  # JSON: [{"name", "value"}], English names, no labels


class PacketPaper(models.Model):
    """A paper of the case that went along: its file is opened by the packet's key, so the access ends with the packet's."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="papers")
    file = models.UUIDField()
    kind = models.CharField(max_length=40)  # reference list "document_kind", or a kind of paper that the sender printed
    number = models.CharField(max_length=40, default="", blank=True)
    dated_on = models.DateField(null=True)
    media = models.CharField(max_length=10)
    size = models.IntegerField()
    pages = models.IntegerField()
    name = SealedField(label="packet_paper.name", key_class=IDENTITY)


class ReferralEvent(models.Model):
    """One moment of a referral, by whichever side."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="events")
    act = StateField(ReferralAct)
    at = models.DateTimeField()
    by = models.UUIDField()
    desk = models.UUIDField()
    service = models.CharField(max_length=40, default="", blank=True)
    reason = models.CharField(max_length=40, default="", blank=True)  # reference list "decline_reason"
    note = SealedField(label="referral_event.note")


class Letter(models.Model):
    """The numbered letter to a desk without the system; its acknowledgement, by telephone or on paper, stops the same clock."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    referral = models.OneToOneField(Referral, models.PROTECT, related_name="letter")
    number = models.CharField(max_length=40)
    written_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_how = models.CharField(max_length=40, default="", blank=True)
    acknowledged_by_office = models.CharField(max_length=120, default="", blank=True)
    recorded_by = models.UUIDField(null=True)


class Shelter(models.Model):
    """How many beds a shelter's desk has. The number is for every desk; the address is for the shelter alone, under a key of its own."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    desk = models.OneToOneField(Desk, models.PROTECT, related_name="+")
    beds = models.IntegerField()
    address = SealedField(label="shelter.address", key_class=IDENTITY)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(beds__range=(0, 500)), name="referrals_beds_of_a_house")]


class Stay(models.Model):
    """Somebody staying in a shelter after a referral, alone or with children. Its domain is its own and outlives the packet."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="stays")
    desk = models.UUIDField()
    admitted_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    exit_reason = models.CharField(max_length=40, default="", blank=True)  # reference list "shelter_exit"
    condition = SealedField(label="stay.condition")  # on arrival, in the words of the keeper
    belongings = SealedField(label="stay.belongings")
    destination = SealedField(label="stay.destination", key_class=IDENTITY)  # where to, and who fetched the person
    by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(left_at=None) | models.Q(left_at__gte=models.F("admitted_at")), name="referrals_leaves_later"
            ),
            models.UniqueConstraint(fields=["referral"], condition=models.Q(left_at=None), name="referrals_one_stay_at_a_time"),
        ]
        indexes: ClassVar = [models.Index(fields=["desk"], condition=models.Q(left_at=None), name="referrals_staying")]


class StayChild(models.Model):
    """A child who stays along: a bed, no file of its own."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    stay = models.ForeignKey(Stay, models.PROTECT, related_name="children")
    sex = models.CharField(max_length=10, default="unknown")
    age = models.IntegerField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(age__range=(0, 17)), name="referrals_child_along")]


class DeskNote(models.Model):
    """What a receiving desk writes for itself: clinical and counsel's notes open for those roles of that desk alone, and never go back."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="+")
    desk = models.UUIDField()
    kind = StateField(DeskNoteKind, default=DeskNoteKind.CARE)
    text = SealedField(label="desk_note.text", key_class=CLINICAL)
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["referral"], name="referrals_notes_of_a_desk")]
