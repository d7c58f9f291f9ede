"""Writes on persons and on how they may safely be reached; the caller's transaction keeps them together with its own."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.guard.rows import insert
from jejaring.kernel.clock import WIB, now, today
from jejaring.kernel.ids import uuid7
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require
from jejaring.people import permissions, rules
from jejaring.people.models import BlindToken, Person, SafeContact
from jejaring.people.rules import ContactWish
from jejaring.people.states import Pregnancy
from jejaring.vault import actions as vault

TOKEN_FIELDS = {"nik", "phone", "name", "alias", "birth_date", "age"}
LISTS = ("needs", "disabilities")
LOST = _("Somebody else decided this in the meantime; nothing of yours was lost.")
RENEWED_AT_ONCE = 100  # persons


def record_contact(
    *, by: Actor, subject_id: UUID, domain: UUID, wish: ContactWish, case_id: UUID | None = None, desk: UUID | None = None,
    organisation: UUID | None = None,
) -> None:  # fmt: skip
    """The newest wish about contact counts; earlier ones stay on record. Sealed in the domain of the report or case.

    An empty wish writes nothing: it would say that somebody was asked. `desk` and `organisation` are those that a report was sent to, else
    the actor's own. Two statements.
    """
    require(permissions.may_record_contact(by))
    if wish.empty:
        return
    window = wish.window
    row = SafeContact(
        domain=domain, organisation=organisation or by.organisation, desk=desk or by.desk, subject_id=subject_id, case_id=case_id,
        channels=list(wish.channels),
        never=list(wish.never), window_start=window.start if window else None, window_end=window.end if window else None,
        watched=wish.watched, number=wish.number, note=wish.note, recorded_at=now(),
    )  # fmt: skip
    insert(row)
    audit.record("contact_recorded", "contact", subject_id, case_id=case_id)


def register_person(
    *, by: Actor, case_id: UUID | None, sex: str = "unknown", age: int | None = None, age_is_estimate: bool = False, name: str = "",
    alias: str = "", nik: str = "", birth_date: rules.PartlyKnown | str | None = None, phone: str = "", nationality: str = "idn",
    address: str = "", address_area: str = "", domicile: str = "", domicile_area: str = "", origin: str = "", origin_area: str = "",
    education: str = "unknown", occupation: str = "unknown", marital_status: str = "unknown", religion: str = "",
    disabilities: Sequence[str] = (), pregnancy: str = "", needs: Sequence[str] = (), language: str = "", synthetic: bool = False,
) -> Person:  # fmt: skip
    """Register somebody as this organisation knows them, in a key domain of their own. Nothing is required: unknown is a value.

    Without an age the birth date gives one (in years, today in Asia/Jakarta). Raises Refused for an impossible age or birth date; what
    only contradicts itself is kept as told. Religion and pregnancy: empty where nobody asked.
    """
    require(permissions.may_register(by))
    pk, birth = uuid7(), rules.birth_text(birth_date)
    _check(birth, age)
    known = rules.age_on(birth, today()) if age is None else age
    row = Person(
        id=pk, domain=pk, organisation=by.organisation, case_id=case_id, sex=sex, age=known, age_is_estimate=age_is_estimate, name=name,
        alias=alias, nik=nik, birth_date=birth, phone=phone, nationality=nationality, address=address, address_area=address_area,
        domicile=domicile, domicile_area=domicile_area, origin=origin, origin_area=origin_area, education=education or "unknown",
        occupation=occupation or "unknown", marital_status=marital_status or "unknown", religion=religion, disabilities=list(disabilities),
        pregnancy=_asked(pregnancy), needs=list(needs), language=language, synthetic=synthetic, recorded_at=now(),
    )  # fmt: skip
    tokens = _tokens(row, {"name": name, "alias": alias, "nik": nik, "phone": phone, "birth_date": birth, "age": known})
    insert(*vault.new_domain(pk, by.organisation), row, *tokens)
    audit.record("person_registered", "person", pk, case_id=case_id)
    return row


def _asked(pregnancy: str) -> str:
    return "" if pregnancy == Pregnancy.NOT_ASKED else str(pregnancy)


def update_person(*, by: Actor, person_id: UUID, version: int, **fields: Any) -> Person:
    """Correct a registration; names of `register_person`. Raises Refused where somebody else was first. Tokens follow the fields."""
    require(permissions.may_register(by))
    row = get_object_or_404(Person.objects.select_for_update(), pk=person_id)
    if row.version != version:
        raise Refused(LOST)
    opened = {name: vault.read(row, name) for name in TOKEN_FIELDS - {"age"}}
    if "birth_date" in fields:
        fields["birth_date"] = rules.birth_text(fields["birth_date"])
    if "pregnancy" in fields:
        fields["pregnancy"] = _asked(fields["pregnancy"])
    facts = {"age": row.age, **opened, **fields}
    _check(facts["birth_date"], facts["age"])
    for name, value in fields.items():
        setattr(row, name, list(value) if name in LISTS else value)
    row.version += 1
    row.save(force_update=True)
    if TOKEN_FIELDS.intersection(fields):
        _renew(row, facts)
    audit.record("person_updated", "person", row.pk, case_id=row.case_id, fields=sorted(fields))
    return row


def renew_tokens() -> None:
    """Write the tokens of an earlier spelling anew, a hundred persons at a time, of those whom the actor sees. One statement for none."""
    for row in Person.objects.filter(tokens__kind="name_year").distinct()[:RENEWED_AT_ONCE]:
        _renew(row, {"age": row.age, **{name: vault.read(row, name) for name in TOKEN_FIELDS - {"age"}}})


def _check(birth: str, age: int | None) -> None:
    for field, reason in rules.impossible(birth=birth, age=age, today=today()).items():
        raise Refused(reason, field)


def _tokens(row: Person, known: Mapping[str, Any]) -> list[BlindToken]:
    """Tokens of what is known in plain text; spelled in one way first, so that equal things give equal tokens."""
    said = {name: known[name] for name in ("name", "alias", "nik", "phone", "age")}
    values = rules.match_values(**said, birth=known["birth_date"], today=row.recorded_at.astimezone(WIB).date())
    made = dict.fromkeys((kind, *found) for kind, value in values for found in vault.blinds(rules.purpose_of(kind), value))
    common = {"person_id": row.pk, "organisation": row.organisation, "case_id": row.case_id}
    return [BlindToken(kind=kind, token=token, index_version=version, **common) for kind, version, token in made]


def _renew(row: Person, known: Mapping[str, Any]) -> None:
    BlindToken.objects.filter(person_id=row.pk).delete()
    insert(*_tokens(row, known))
