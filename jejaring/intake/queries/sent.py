"""What a partner desk may know of the reports that it sent: received, by whom, when answered."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jejaring.access.actor import Actor
from jejaring.directory import queries as directory
from jejaring.intake.models import SentReport

SENT_PAGE = 25

# The channels by which a kind of body reports, its usual one first.
CHANNELS_OF = {
    "police": ("police", "raid"),
    "health": ("hospital",),
    "social": ("other_agency", "raid"),
    "education": ("school",),
    "civil": ("village", "raid", "other_agency"),
    "community": ("village", "child_protection_community", "family_welfare_movement", "family_learning_centre"),
    "labour": ("other_agency", "raid"),
    "protection_unit": ("referral_in",),
}
ANY_OTHER = ("other_agency", "raid")


@dataclass(frozen=True, slots=True)
class SentRow:
    """A report that this desk sent."""

    id: UUID
    reference: str
    channel: str
    to_desk: str
    sent_by: str
    sent_at: datetime
    due_at: datetime
    received_at: datetime | None
    received_by: str
    answered_at: datetime | None


def channels_for(actor: Actor) -> tuple[str, ...]:
    """The channels by which the actor's own body reports, its usual one first. Two statements."""
    return CHANNELS_OF.get(directory.desk(actor.desk).organisation_kind, ANY_OTHER)


def units(actor: Actor) -> list[tuple[str, str]]:
    """The protection units that receive reports here, as choices, the nearest first. Four statements."""
    return [(str(d.id), d.label) for d in directory.units_near(actor.desk)]


def sent_reports(actor: Actor, *, before: datetime | None = None) -> list[SentRow]:
    """The reports that the actor's desk sent, newest first. One statement, and one for each kind of names not held yet."""
    rows = SentReport.objects.filter(from_desk=actor.desk).order_by("-sent_at", "-pk")
    rows = rows.filter(sent_at__lt=before) if before else rows
    return [
        SentRow(
            r.pk, r.reference, r.channel, directory.desk_name(r.to_desk), directory.account_name(r.sent_by), r.sent_at, r.due_at,
            r.received_at, directory.account_name(r.received_by) if r.received_by else "", r.answered_at,
        )
        for r in rows[:SENT_PAGE]
    ]  # fmt: skip
