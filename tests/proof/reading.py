"""What somebody reads of a world, by bare SQL over every guarded table and by the queries of the product, beside what the oracle says."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from django.http import Http404

from jejaring.access.actor import Actor
from jejaring.access.purposes import Purpose
from jejaring.access.roles import Role
from jejaring.audit import queries as audit
from jejaring.cases import queries as cases
from jejaring.cases.models import SealedItem
from jejaring.desk.queries import card as cards
from jejaring.exchange.queries import register
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import standing_at
from jejaring.people import queries as people
from jejaring.people.models import Person
from jejaring.referrals import queries as referrals
from jejaring.vault import actions as vault
from tests.cases import files
from tests.proof.worlds import World, at_desk

# Ids of cases in these tables are of the desk's own work or log, and carry nothing of a person: the head of a promise, the desk's decision
# on its own report, who worked on what, the log for its readers. Of a case that does not exist for somebody they are not there either.
DESK = {
    "commitments_commitment", "triage_outcome", "cases_teammember", "audit_event", "referrals_referral", "notices_notice",
    "exchange_importedcase",
}  # fmt: skip
OVERSEEN = {"cases_sealeditem", "cases_unsealing", "cases_emergencyaccess"}  # the oracle has a sentence for each
# A guarded table that names no case: the tables whose rows decide who sees one of it, or why it is of no case.
ELSE: Mapping[str, str] = {
    "directory_submission": "one's own", "directory_signinattempt": "of accounts", "directory_shift": "of the desk",
    "directory_securitykey": "one's own", "directory_recoverycode": "one's own",
    "directory_handover": "of the desk", "audit_seal": "ids of entries, for the clock and the privacy officer",
    "audit_anchor": "the same", "vault_shredding": "certificates: none in a world", "vault_wrap": "the oracle has a sentence",
    "notices_notice": "by what it is about", "cases_emergencysuspension": "by its access", "cases_emergencyreview": "by its access",
    "people_knownquestion": "one's own", "referrals_shelter": "beds, for all", "exchange_importbatch": "of the desk",
    "exchange_importslice": "of the batch", "exchange_meaning": "of the organisation", "vault_filekey": "by its domain's wrap",
    "intake_report": "of the desk", "intake_response": "by its report", "intake_reportdetail": "by its report",
    "intake_foundperson": "by its report", "intake_sentreport": "of both desks", "triage_triage": "by its report",
    "cases_conflicttold": "the privacy officer's own words, by a reference",
    "triage_silentcheck": "by its report", "referrals_stay": "by its referral", "referrals_desknote": "by its referral",
}  # fmt: skip
GUARDED = """select c.relname, coalesce(array_agg(a.attname::text) filter (where a.attname is not null), '{}')
    from pg_class c left join pg_attribute a on a.attrelid = c.oid and a.attname = any (%s) and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relrowsecurity group by 1"""
OF = ("case_id", "referral_id", "commitment_id", "victim_id", "participant_id", "stay_id", "incident_id", "household_id", "item_id")
PARTS = ("cases_participant", "cases_incident", "people_person", "people_blindtoken")  # each case has rows there
OF_EVERY_REFERRAL = ("referrals_packet", "referrals_referralevent")


@lru_cache
def guarded() -> dict[str, tuple[str, ...]]:
    """Every guarded table, with the columns by which it hangs on a case, or the word that says why it does not."""
    with connection.cursor() as cursor:
        cursor.execute(GUARDED, [list(OF)])
        found = {table: tuple(columns) for table, columns in cursor.fetchall()}
    named = {"cases_case": ("id",), "referrals_referral": ("id", "case_id")}
    return {table: named.get(table) or columns or tuple(filter(None, [ELSE.get(table)])) for table, columns in found.items()}


@contextmanager
def asking(actor: Actor, moment: datetime, purpose: str) -> Iterator[None]:
    """In the context of somebody at a moment."""
    with standing_at(moment), acting_as(actor, purpose):
        yield


def everybody(world: World) -> Iterator[tuple[Actor, str]]:
    """Who works somewhere today, at each of their desks; under the purpose of an emergency as well who ever asked for an access."""
    asked = {a.user for a in world.accesses}
    for account, desk in sorted({job[:2] for job in world.jobs}):
        if world.works(account, desk):
            actor = at_desk(account, desk)
            yield actor, "test"
            if account in asked:
                yield actor, Purpose.EMERGENCY


def read(table: str, column: str, where: str = "true") -> set[UUID]:
    """What bare SQL answers in the running context."""
    with connection.cursor() as cursor:
        cursor.execute(f"select distinct {column} from {table} where {column} is not null and {where}")
        return {row[0] for row in cursor.fetchall()}


def asked(sql: str, *values: Any) -> set[UUID]:
    """What a function of the database answers in the running context."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return {row[0] for row in cursor.fetchall() if row[0]}


def compare(what: str, found: set[Any], said: set[Any]) -> Iterator[str]:
    """In words, where they are not the same."""
    if found != said:
        yield f"{what}: {len(found - said)} too many, {len(said - found)} missing"


def differences(world: World, actor: Actor, moment: datetime, purpose: str) -> Iterator[str]:
    """Where what the actor reads is not what the oracle says."""
    mine, packets = world.cases(actor, moment, purpose), world.second_ring(actor, moment, purpose)
    for table in ("cases_case", *PARTS):
        yield from compare(table, read(table, "id" if table == "cases_case" else "case_id"), mine)
    for table in ("referrals_referral", *OF_EVERY_REFERRAL):
        yield from compare(table, read(table, "id" if table == "referrals_referral" else "referral_id"), packets)
    yield from _everywhere(world, actor, mine, packets)
    yield from _sealed_and_in_danger(world, actor, moment, purpose)
    yield from _keys(world, actor, moment, purpose)
    if purpose != Purpose.EMERGENCY:
        yield from _lists(world, actor, mine, packets)
        yield from _one_by_one(world, actor, mine, packets)


def _everywhere(world: World, actor: Actor, mine: set[UUID], packets: set[UUID]) -> Iterator[str]:
    """No table holds a case of others, and none at all a case that does not exist for the actor, or a packet of it."""
    hidden = world.hidden(actor)
    parts = hidden | {s["id"] for s in world.sent if s["case"] in hidden} | {s.item for s in world.sealed if s.case in hidden}
    parts |= {a.id for a in world.accesses if a.case in hidden}
    for table, columns in guarded().items():
        if "case_id" in columns:
            found = read(table, "case_id")
            if extra := found & hidden if table in DESK | OVERSEEN else found - mine:
                yield f"{table}: {len(extra)} cases of others"
        if "referral_id" in columns and (extra := read(table, "referral_id") - packets):
            yield f"{table}: {len(extra)} referrals of others"
    for table, column in (("notices_notice", "subject_id"), ("audit_event", "subject_id"), ("commitments_commitment", "subject_id")):
        if hidden and (extra := read(table, column) & parts):
            yield f"{table}: {len(extra)} of a case in conflict"
    readers = world.works(actor.id, actor.desk, Role.SUPERVISOR) or world.works(actor.id, actor.desk, Role.PRIVACY)
    if not readers and read("audit_event", "id"):
        yield "the log, for somebody who is none of its readers"


def _sealed_and_in_danger(world: World, actor: Actor, moment: datetime, purpose: str) -> Iterator[str]:
    yield from compare("cases_note", read("cases_note", "id"), world.seen_notes(actor, moment, purpose))
    yield from compare("cases_sealeditem", read("cases_sealeditem", "id"), world.told_of_seals(actor, moment, purpose))
    told = {s.item for s in world.sealed if s.asked} & world.told_of_seals(actor, moment, purpose)
    yield from compare("cases_unsealing", read("cases_unsealing", "item_id"), told)
    accesses = world.told_of_accesses(actor, moment, purpose)
    yield from compare("cases_emergencyaccess", read("cases_emergencyaccess", "id", "case_id is not null"), accesses)
    reviewed = {a.id for a in world.accesses if a.reviewed}
    yield from compare("cases_emergencyreview", read("cases_emergencyreview", "access_id"), accesses & reviewed)
    if purpose == Purpose.EMERGENCY or Role.DUTY in actor.roles:
        said = world.cards(actor, moment, purpose)
        yield from compare("the safety cards", {row.id for row in cards.cards(actor)}, said)
        contacts = {case for case, *_rest in world.teams if asked("select id from card_plans(%s)", case)}
        yield from compare("the plans of the cards", contacts - said, set())
    for case, desk, _team in world.teams:
        own = {case} if desk == actor.desk and case not in world.hidden(actor) else set()
        yield from compare("a case by its reference", asked("select own_case_by_reference(%s)", world.references[case]), own)


def _keys(world: World, actor: Actor, moment: datetime, purpose: str) -> Iterator[str]:
    known = {case for case, *_rest in world.teams} | {s["id"] for s in world.sent} | {s.item for s in world.sealed}
    yield from compare("vault_wrap", read("vault_wrap", "domain") & known, world.keys(actor, moment, purpose))


def _lists(world: World, actor: Actor, mine: set[UUID], packets: set[UUID]) -> Iterator[str]:
    """The worklist, its search and its file, the register, the referrals, the log, hints of somebody being known."""
    yield from compare("the list of cases", {row.id for row in cases.cases(actor, limit=100).rows}, mine)
    yield from compare("the register", {row.case_id for row in register.entries(actor, limit=100).rows}, mine)
    numbers = {world.references[case] for case in mine}
    yield from compare("the file of cases", {str(row[0]) for row in cases.case_table(actor, limit=100).rows}, numbers)
    for case, number in world.references.items():
        found = {row.id for row in cases.cases(actor, limit=100, query=number).rows}
        yield from compare("the search", found, {case} & mine)
    received = {row["id"] for row in world.sent if row["to"] == actor.desk} & packets
    yield from compare("the list of referrals", {row.id for row in referrals.inbox(actor)}, received)
    yield from compare("the list of what was sent", {row.id for row in referrals.outbox(actor)}, packets - received)
    if {Role.SUPERVISOR, Role.PRIVACY} & actor.roles:
        told = {e.case_id for e in audit.events(actor, limit=500).rows}
        yield from compare("the log", told & world.hidden(actor), set())


def _one_by_one(world: World, actor: Actor, mine: set[UUID], packets: set[UUID]) -> Iterator[str]:
    for case, _desk, _team in world.teams:
        if there(lambda case=case: cases.summary(actor, case)) != (case in mine):
            yield "a case by its id"
    for sent in world.sent:
        if there(lambda sent=sent: referrals.referral_for(actor, sent["id"])) != (sent["id"] in packets):
            yield "a packet by its id"
    for person in Person.objects.all():
        if vault.read(person, "name") != files.WIFE.name:
            yield "a name of one's own case that the key does not open"
        if {hint.case_id for hint in people.known(actor, person.pk)} - mine:
            yield "somebody of a case of others is known"
    for item in SealedItem.objects.filter(case_id__in=mine):
        summary = cases.summary(actor, item.case_id)
        found = cases.opened(actor, summary, cases.sealed_item(actor, summary, item.pk))
        if bool(found) != (item.pk in read("vault_wrap", "domain")) or (found and found[1].text != "tersegel"):
            yield "what is sealed"


def there(ask: Callable[[], object]) -> bool:
    """Whether something is found."""
    try:
        with transaction.atomic():
            ask()
    except (Http404, ObjectDoesNotExist):
        return False
    return True
