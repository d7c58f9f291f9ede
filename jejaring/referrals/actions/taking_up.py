"""A request that the unit accepted becomes a report of its own, in one press: what the partner said is not asked or typed again."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.directory import queries as directory
from jejaring.directory.states import OrganisationKind
from jejaring.guard.rows import change
from jejaring.intake import actions as intake
from jejaring.intake import rules as told
from jejaring.intake.states import LimitsNotRead, ReporterKind
from jejaring.kernel.clock import WIB
from jejaring.kernel.verdict import require
from jejaring.referrals import permissions, queries, rules
from jejaring.referrals.actions.answering import LOCKED
from jejaring.referrals.models import Referral
from jejaring.vault import actions as vault

CHANNEL_OF: Mapping[str, str] = {
    OrganisationKind.POLICE: "police",
    OrganisationKind.HEALTH: "hospital",
    OrganisationKind.EDUCATION: "school",
    OrganisationKind.PROTECTION_UNIT: "referral_in",
}
WHO: Mapping[str, str] = {"hospital": "facility_unit", "school": "school", "referral_in": "from_unit", "other_agency": "agency"}
LETTERS = ("police", "referral_in", "other_agency")  # the channels that ask for a letter's number and day


@transaction.atomic
def take_up(*, by: Actor, referral_id: UUID) -> UUID:
    """The unit makes a report of a request that it accepted; the report's clocks begin now, its triage is as for every other.

    Whom it is about, where, the danger signs and how to reach the person safely go over as they were said; what has no field of its own
    stands in the story. Pressed twice, it gives the same report. Http404 for others than the receiver, Refused before the acceptance.
    """
    row = LOCKED.one(referral_id)
    require(permissions.may_take_up(by, queries.to_row(row)))
    if row.report_id:
        return row.report_id
    packet = queries.packet_of(row)
    report = intake.receive_report(by=by, **_said(row, packet), contact=queries.wish_of(packet.get(rules.SAFE_CONTACT, {})))
    row.report_id = report.pk
    change(row, "report_id")
    audit.record("request_taken_up", "referral", row.pk, fields=("request", *packet))
    return report.pk


def _said(row: Referral, packet: Mapping[str, Any]) -> dict[str, Any]:
    desk = directory.desk(row.from_desk_id)
    channel = CHANNEL_OF.get(desk.organisation_kind, "other_agency")
    written = {"letter_number": row.reference, "letter_date": row.sent_at.astimezone(WIB).date().isoformat()}
    facts: dict[str, Any] = {
        "channel": channel, "reporter_kind": ReporterKind.PROFESSIONAL, "limits_read": False,
        "limits_not_read_reason": LimitsNotRead.PROFESSIONAL, "danger_signs": _codes(packet.get("danger_signs")),
        "survivor_awareness": "knows" if row.consent_by == "person" else "", "reporter_name": desk.label, "reporter_contact": desk.phone,
        "victim_name": packet.get("victim_name", ""), "victim_sex": row.sex, "victim_age": row.age, "area": row.area,
        "location_note": packet.get("victim_domicile", ""), "narrative": _story(row, packet),
        "details": {WHO[channel]: desk.label} if channel in WHO else {},
    }  # fmt: skip
    facts["details"] |= written if channel in LETTERS else {}
    known = {"no_danger_asked": False, "has_contact": bool(packet.get(rules.SAFE_CONTACT)), "incident_precision": "unknown"}
    return facts | {"complete": not told.missing(facts | known)}


def _codes(value: Any) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else ()  # words of an older packet stay in the story


def _story(row: Referral, packet: Mapping[str, Any]) -> str:
    """What was asked, and what was said of the person and has no field of its own in a report, each with its name."""
    apart = {rules.SAFE_CONTACT, "risk", "victim_name", "victim_domicile"}
    apart |= {"victim"} if row.age is not None else set()
    apart |= {"danger_signs"} if _codes(packet.get("danger_signs")) else set()
    carried = [queries.packet_field(name, value) for name, value in packet.items() if name not in apart]
    return "\n\n".join([vault.read(row, "request"), *(f"{f.label}: {f.value}" for f in carried)])
