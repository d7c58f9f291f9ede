"""Writes on persons and on how they may safely be reached; the caller's transaction keeps them together with its own."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.guard.rows import insert
from jejaring.kernel.clock import now, today
from jejaring.kernel.identifiers import name_key, normal_phone, parse_nik
from jejaring.kernel.ids import uuid7
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require
from jejaring.people import permissions, rules
from jejaring.people.models import BlindToken, Person, SafeContact
from jejaring.people.rules import ContactWish
from jejaring.vault import actions as vault

TOKEN_FIELDS = {"nik", "phone", "name", "birth_date", "age"}
LOST = _("Somebody else decided this in the meantime; nothing of yours was lost.")


def record_contact(*, by: Actor, subject_id: UUID, domain: UUID, wish: ContactWish, case_id: UUID | None = None) -> None:
    """The newest wish about contact counts; earlier ones stay on record. Sealed in the domain of the report or case.

    An empty wish writes nothing: it would say that somebody was asked. Two statements.
    """
    require(permissions.may_record_contact(by))
    if wish.empty:
        return
    window = wish.window
    row = SafeContact(
        domain=domain, organisation=by.organisation, desk=by.desk, subject_id=subject_id, case_id=case_id, channels=list(wish.channels),
        never=list(wish.never), window_start=window.start if window else None, window_end=window.end if window else None,
        watched=wish.watched, number=wish.number, note=wish.note, recorded_at=now(),
    )  # fmt: skip
    insert(row)
    audit.record("contact_recorded", "contact", subject_id, case_id=case_id)


def register_person(
    *, by: Actor, case_id: UUID | None, sex: str = "unknown", age: int | None = None, age_is_estimate: bool = False, name: str = "",
    alias: str = "", nik: str = "", birth_date: rules.PartlyKnown | str | None = None, phone: str = "", address: str = "",
    domicile: str = "", origin: str = "", needs: Sequence[str] = (), nationality: str = "IDN", synthetic: bool = False,
) -> Person:  # fmt: skip
    """Register somebody as this organisation knows them, in a key domain of their own. Nothing is required: unknown is a value.

    Without an age the birth date gives one (in years, today in Asia/Jakarta). Raises Refused for an impossible age or birth date.
    """
    require(permissions.may_register(by))
    pk, birth = uuid7(), rules.birth_text(birth_date)
    _check(birth, age)
    known = rules.age_on(birth, today()) if age is None else age
    row = Person(
        id=pk, domain=pk, organisation=by.organisation, case_id=case_id, sex=sex, age=known, age_is_estimate=age_is_estimate, name=name,
        alias=alias, nik=nik, birth_date=birth, phone=phone, address=address, domicile=domicile, origin=origin, needs=list(needs),
        nationality=nationality, synthetic=synthetic, recorded_at=now(),
    )  # fmt: skip
    tokens = _tokens(pk, by.organisation, {"name": name, "nik": nik, "phone": phone, "birth_date": birth, "age": known})
    insert(*vault.new_domain(pk, by.organisation), row, *tokens)
    audit.record("person_registered", "person", pk, case_id=case_id)
    return row


def update_person(*, by: Actor, person_id: UUID, version: int, **fields: Any) -> Person:
    """Correct a registration; names of `register_person`. Raises Refused where somebody else was first. Tokens follow the fields."""
    require(permissions.may_register(by))
    row = get_object_or_404(Person.objects.select_for_update(), pk=person_id)
    if row.version != version:
        raise Refused(LOST)
    opened = {name: vault.read(row, name) for name in ("name", "nik", "birth_date", "phone")}
    if "birth_date" in fields:
        fields["birth_date"] = rules.birth_text(fields["birth_date"])
    facts = {"age": row.age, **opened, **fields}
    _check(facts["birth_date"], facts["age"])
    for name, value in fields.items():
        setattr(row, name, list(value) if name == "needs" else value)
    row.version += 1
    row.save(force_update=True)
    if TOKEN_FIELDS.intersection(fields):
        BlindToken.objects.filter(person_id=row.pk).delete()
        insert(*_tokens(row.pk, row.organisation, facts))
    audit.record("person_updated", "person", row.pk, case_id=row.case_id, fields=sorted(fields))
    return row


def _check(birth: str, age: int | None) -> None:
    for field, reason in rules.identity_problems(birth=birth, age=age, today=today()).items():
        raise Refused(reason, field)


def _tokens(person_id: UUID, organisation: UUID, known: Mapping[str, Any]) -> list[BlindToken]:
    """Tokens of what is known in plain text; spelled in one way first, so that equal things give equal tokens."""
    nik, birth, age = parse_nik(known["nik"]), known["birth_date"], known["age"]
    year = rules.birth_parts(birth)[0] if birth else None if age is None else today().year - age
    plain = {
        "nik": nik.digits if nik else "",
        "phone": normal_phone(known["phone"]),
        "name_year": name_key(known["name"], year) if known["name"] and year else "",
    }
    made = [(kind, vault.blind(f"person.{kind}", value)) for kind, value in plain.items() if value]
    return [BlindToken(person_id=person_id, organisation=organisation, kind=kind, token=token) for kind, token in made]
