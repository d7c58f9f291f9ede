"""Who can do this, for this person, at this hour? Desks with what each service asks of somebody, and what an entry still lacks."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jejaring.directory import rules
from jejaring.directory.models import ClosedDay, Desk, ServiceOffered
from jejaring.directory.queries.hours import Opening, opening, week_in_words
from jejaring.directory.queries.opening import working_calendar
from jejaring.directory.states import EntryPart
from jejaring.kernel.clock import now, today
from jejaring.kernel.hours import read_hours
from jejaring.reference import queries as reference

ENTRY_PARTS = len(EntryPart)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The question. `at` is a moment that somebody chose; `open_only`: nothing that is closed then (or now)."""

    words: str = ""
    service: str = ""
    sex: str = ""
    age: int | None = None
    need: str = ""
    area: str = ""
    at: datetime | None = None
    open_only: bool = False

    @property
    def about_somebody(self) -> bool:
        """Whether it asks for a service or for a person, so that a desk without services is no answer."""
        return bool(self.service or self.sex or self.need) or self.age is not None


@dataclass(frozen=True, slots=True)
class Offer:
    """One service of a desk, with what it asks of somebody, in words."""

    service: str
    name: str
    who: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A desk of the directory."""

    desk_id: UUID
    organisation: str
    desk: str
    kind: str
    phone: str
    email: str
    address: str
    place: str
    area: str
    hours: str
    opening: Opening
    uses_system: bool
    accessible: str
    interpreter: str
    serves: tuple[str, ...]
    offers: tuple[Offer, ...]
    missing: tuple[EntryPart, ...]
    verified_on: date | None
    deserted: bool = False  # it plans its shifts, is open, and nobody is on duty now

    @property
    def complete(self) -> int:
        """How many of the parts of a complete entry are there."""
        return ENTRY_PARTS - len(self.missing)


def find(wanted: Wanted, *, empty: Collection[UUID] = ()) -> list[Entry]:
    """The desks that answer the question: those that are open at the hour first, and of them those in the district.

    Four statements. `empty` are the desks that have nobody on duty now. A desk that can say nothing of its hours stays in the list,
    last: it may be the only one.
    """
    closed, at = _closed_days(), wanted.at or now()
    services = {wanted.service, *(row.code for row in reference.children("service", wanted.service))} if wanted.service else set()
    desks = Desk.objects.filter(closed_on=None, organisation__closed_on=None).select_related("organisation").prefetch_related("services")
    found = []
    for desk in desks.order_by("organisation__name", "name"):
        offers = [offer for offer in desk.services.all() if _offered(offer, services, wanted)]
        if (offers or not wanted.about_somebody) and _serves(desk, wanted):
            entry = _entry(desk, offers, closed.get(desk.pk, frozenset()), at, asked=wanted.at is not None)
            if _says(wanted.words, entry) and not (wanted.open_only and entry.opening.open is False):
                found.append(replace(entry, deserted=desk.pk in empty))
    order = {True: 0, False: 1, None: 2} if wanted.open_only else {}
    return sorted(found, key=lambda e: (order.get(e.opening.open, 0), not (wanted.area and e.area.startswith(wanted.area))))


def _closed_days() -> dict[UUID, frozenset[date]]:
    found: dict[UUID, set[date]] = {}
    for desk, day in ClosedDay.objects.filter(day__gte=today(), day__lte=today() + timedelta(days=60)).values_list("desk_id", "day"):
        found.setdefault(desk, set()).add(day)
    return {desk: frozenset(days) for desk, days in found.items()}


def _offered(offer: ServiceOffered, services: set[str], wanted: Wanted) -> bool:
    right = not services or offer.service in services
    return right and rules.fits(offer.sex, offer.minimum_age, offer.maximum_age, sex=wanted.sex, age=wanted.age)


def _serves(desk: Desk, wanted: Wanted) -> bool:
    """Whether the desk serves that district, and somebody with that need can use it."""
    if wanted.area and desk.serves and wanted.area not in desk.serves:
        return False
    if wanted.need == "access":
        return str(desk.accessible) == "yes"
    if wanted.need == "interpreter":
        return bool(desk.interpreter) or any(o.service == "disability_support" for o in desk.services.all())
    return True


def _entry(desk: Desk, offers: list[ServiceOffered], closed: frozenset[date], at: datetime, *, asked: bool) -> Entry:
    week, o = read_hours(desk.hours), desk.organisation
    calendar = working_calendar(week, closed, o.region) if week else None
    place = reference.area_name(desk.area) if desk.area else ""
    facts = (o.name, desk.name, o.kind, desk.phone, desk.email, o.address, place, desk.area)
    hours = week_in_words(week) if week else desk.hours
    reach = (desk.uses_system, desk.accessible, desk.interpreter, tuple(reference.area_name(a) for a in desk.serves))
    said = tuple(_offer(offer) for offer in sorted(offers, key=lambda x: reference.label("service", x.service)))
    return Entry(desk.pk, *facts, hours, opening(calendar, at, asked=asked), *reach, said, missing(desk), desk.verified_on)


def _offer(offer: ServiceOffered) -> Offer:
    return Offer(offer.service, reference.label("service", offer.service), who(offer), tuple(_facts(offer)))


def who(offer: ServiceOffered) -> str:
    """For whom a service is: "women and girls, 12–17 years"; empty where it is for everybody."""
    sex = {"female": _("women and girls"), "male": _("men and boys")}.get(offer.sex, "")
    low, high = offer.minimum_age, offer.maximum_age
    if low and high is not None:
        age = _("%(low)s–%(high)s years") % {"low": low, "high": high}
    elif low:
        age = _("from %(low)s years") % {"low": low}
    else:
        age = _("up to %(high)s years") % {"high": high} if high is not None else ""
    return ", ".join(part for part in (sex, age) if part)


def _facts(offer: ServiceOffered) -> list[str]:
    found = [offer.eligibility] if offer.eligibility else []
    if offer.documents:
        found.append(_("Bring: %(what)s") % {"what": offer.documents})
    if offer.wait_days is not None:
        days = ngettext("usual wait %(n)s day", "usual wait %(n)s days", offer.wait_days) % {"n": offer.wait_days}
        found.append(days if offer.wait_days else _("without waiting"))
    if offer.capacity is not None:
        found.append(ngettext("%(n)s place", "%(n)s places", offer.capacity) % {"n": offer.capacity})
    return [*found, offer.note] if offer.note else found


def missing(desk: Desk) -> tuple[EntryPart, ...]:
    """What a complete entry would say and this one does not. The desk is read with its organisation and services."""
    offers = list(desk.services.all())
    told = all(o.sex or o.eligibility or o.minimum_age is not None or o.documents for o in offers)
    there = {
        EntryPart.PHONE: desk.phone, EntryPart.HOURS: read_hours(desk.hours), EntryPart.ADDRESS: desk.organisation.address,
        EntryPart.AREA: desk.area, EntryPart.ACCESS: desk.accessible != "unknown", EntryPart.SERVICES: offers,
        EntryPart.FOR_WHOM: offers and told, EntryPart.CHECKED: rules.is_fresh(desk.verified_on, today()),
    }  # fmt: skip
    return tuple(part for part in EntryPart if not there[part])


def _says(words: str, entry: Entry) -> bool:
    """Whether every word stands somewhere in the entry, as the screen shows it."""
    offers = " ".join(f"{o.name} {o.who} {' '.join(o.facts)}" for o in entry.offers)
    kind = _(getattr(entry.kind, "label", ""))
    text = f"{entry.organisation} {entry.desk} {kind} {entry.hours} {entry.address} {entry.place} {entry.interpreter} {offers}".casefold()
    return all(word in text for word in words.casefold().split())


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One service of a desk as the administrator corrects it."""

    service: str
    sex: str
    minimum_age: int | None
    maximum_age: int | None
    eligibility: str
    documents: str
    wait_days: int | None
    capacity: int | None
    note: str
    words: Offer


def offers_of(desk_id: UUID) -> list[OfferRow]:
    """What a desk offers, by the names of the services. One statement."""
    rows = sorted(ServiceOffered.objects.filter(desk_id=desk_id), key=lambda x: reference.label("service", x.service))
    return [
        OfferRow(
            x.service, x.sex, x.minimum_age, x.maximum_age, x.eligibility, x.documents, x.wait_days, x.capacity, x.note, _offer(x),
        )
        for x in rows
    ]  # fmt: skip


def lacking(desk_id: UUID) -> tuple[EntryPart, ...]:
    """What the entry of one desk still lacks. Two statements. Raises Desk.DoesNotExist."""
    return missing(Desk.objects.select_related("organisation").prefetch_related("services").get(pk=desk_id))


def complete_by_desk() -> dict[UUID, int]:
    """How many parts of a complete entry each desk has, for the administrator's list. Two statements."""
    rows = Desk.objects.select_related("organisation").prefetch_related("services")
    return {desk.pk: ENTRY_PARTS - len(missing(desk)) for desk in rows}


def lines(entries: list[Entry]) -> list[tuple[str, ...]]:
    """The entries as lines of a file, one for each service; a desk without a service has one line as well."""
    found: list[tuple[str, ...]] = []
    for e in entries:
        facts = (e.organisation, e.desk, e.phone, e.email, e.address, e.place, e.hours, e.opening.words)
        found += [(*facts, o.name, o.who, "; ".join(o.facts)) for o in e.offers] or [(*facts, "", "", "")]
    return found
