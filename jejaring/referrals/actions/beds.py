"""How many beds a shelter has, and that none is promised twice."""

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.kernel.clock import now
from jejaring.kernel.ids import uuid7
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require
from jejaring.referrals import permissions, queries
from jejaring.referrals.models import Referral, Shelter
from jejaring.vault import actions as vault
from jejaring.vault.models import IDENTITY

SERVICE = "shelter"


def house_of(by: Actor) -> Shelter | None:
    """The actor's own shelter, locked, so that two keepers cannot give the last bed twice; none where the desk keeps no beds here."""
    return Shelter.objects.select_for_update().filter(desk_id=by.desk).first()


def set_beds(*, by: Actor, beds: int, address: str | None = None) -> Shelter:
    """The shelter's keeper says how many beds there are, and where the house is (no address: as before).

    Fewer beds than people stay is allowed: a house may have to close rooms; it is then full until somebody leaves.
    """
    require(permissions.may_keep_shelter(by))
    if not 0 <= beds <= 500:
        raise Refused(_("Between 0 and 500 beds."), "beds")
    row = house_of(by)
    first = row is None
    if row is None:
        pk = uuid7()
        vault.make_domain(pk, by.organisation, classes=(IDENTITY,))
        row = Shelter(id=pk, domain=pk, desk_id=by.desk)
    row.beds, row.changed_at = beds, now()
    if address is not None:
        row.address = address
    row.save(force_insert=first, force_update=not first)
    audit.record("shelter_changed", "shelter", row.pk, detail=str(beds))
    return row


def keep_bed(by: Actor, referral: Referral) -> None:
    """Accepting a person into a shelter promises a bed. Call it after the acceptance, which counts already: Refused undoes it.

    Desks that keep no beds here are not asked.
    """
    house = house_of(by) if SERVICE in referral.services else None
    if house is not None and queries.beds_taken(by.desk) > house.beds:
        raise Refused(_("The shelter is full. Answer “not available”, or record first who has left; nothing was changed."))
