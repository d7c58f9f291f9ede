"""The demo city: the published figures, nobody real in it, told again the same way, alive at every hour."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.contrib.auth import authenticate
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker

from jejaring.access.purposes import Purpose
from jejaring.cases.models import Document, Note
from jejaring.commitments import queries as commitments
from jejaring.config import demo
from jejaring.config.demo import names, places, scenes, stream
from jejaring.config.demo.tales import Somebody, Tale
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import WIB, standing_at
from jejaring.kernel.identifiers import nik_contradictions, parse_nik
from jejaring.reference import queries as reference
from tests import databases
from tests.databases import Clone

TODAY = date(2026, 11, 24)
PUBLISHED = [(2024, month) for month in range(1, 11)]
VILLAGES = [("15.71.01.1001", "Simpang IV Sipin"), ("15.71.09.1001", "Kenali Besar"), ("15.71.11.1003", "Eka Jaya")]


def at(hour: int, *, day: int = 24) -> datetime:
    return datetime(2026, 11, day, hour, 12, tzinfo=WIB)


def ask(url: str, query: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url) as owner:
        return owner.execute(query.encode()).fetchall()


@pytest.fixture(scope="module")
def published(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Clone]:
    """January to October 2024 in a database of its own."""
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())
        clone = stack.enter_context(databases.clone("published"))
        stack.enter_context(databases.connected_to(clone))
        demo.build(TODAY, months=PUBLISHED, owner_url=clone.owner_url)
        yield clone


@pytest.fixture
def short_history(monkeypatch: pytest.MonkeyPatch) -> None:
    """A city that begins in October, so that it is told in seconds."""
    monkeypatch.setattr(demo, "FIRST", date(2026, 10, 1))


def test_january_to_october_2024_has_the_published_figures(published: Clone) -> None:
    inside = "registered_at >= '2024-01-01 00:00+07' and registered_at < '2024-11-01 00:00+07' and reported_at >= '2024-01-01 00:00+07'"
    victims = f"from cases_participant p join cases_case c on c.id = p.case_id where p.role = 'victim' and {inside}"
    assert ask(published.owner_url, f"select count(*) from cases_case where {inside}") == [(149,)]
    assert ask(published.owner_url, "select count(*) from cases_case") == [(149,)]
    assert ask(published.owner_url, f"select p.sex, count(*) {victims} group by 1 order by 1") == [("female", 73), ("male", 76)]
    assert ask(published.owner_url, f"select count(*) {victims} and 'trafficking' = any (c.categories)") == [(22,)]
    assert ask(published.owner_url, f"select count(*) {victims} and p.sex = 'male' and p.age < 18") == [(64,)]


def test_every_row_about_a_person_is_marked_as_invented(published: Clone) -> None:
    for table in ("cases_case", "people_person", "intake_report"):
        [(all_rows, marked)] = ask(published.owner_url, f"select count(*), count(*) filter (where synthetic) from {table}")
        assert all_rows == marked
        assert all_rows > 100


def test_a_copy_of_the_database_names_nobody(published: Clone) -> None:
    everything = dump(published.owner_url)
    told = [tale for year, month in PUBLISHED for tale in stream.tales_of(year, month, seed=stream.SEED, villages=villages())]
    needles = {text for tale in told for text in words_of(tale) if len(text) > 8}
    assert len(needles) > 300
    assert not [text for text in needles if text.encode() in everything or text.encode().hex().encode() in everything]
    assert names.MARK.encode() not in everything
    assert names.MARK.encode().hex().encode() not in everything


def villages() -> list[tuple[str, str]]:
    return [(row.code, row.name) for row in reference.areas("village", "15.71")]


def dump(url: str) -> bytes:
    """All tables as text, as the owner reads them; sealed bytes in hexadecimal digits."""
    with psycopg.connect(url) as owner:
        tables = owner.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
        found = b""
        for (table,) in tables:
            with owner.cursor().copy(sql.SQL("copy {} to stdout").format(sql.Identifier(table))) as copy:
                found += b"".join(bytes(part) for part in copy)
    return found


def people_of(tale: Tale) -> list[Somebody]:
    return [tale.victim, *tale.respondents, *tale.others, *([tale.guardian] if tale.guardian else [])]


def words_of(tale: Tale) -> list[str]:
    """Names, numbers, addresses, and the story whole and in part."""
    found = [text for who in people_of(tale) for text in (who.name, who.nik, who.phone, who.address)]
    return [*found, tale.reporter_name, tale.reporter_phone, tale.wish.number, tale.story, tale.story[:40], tale.story[-30:]]


def test_nobody_who_is_told_of_can_be_real() -> None:
    months = stream.months(stream.FIRST, TODAY)
    told = [tale for year, month in months for tale in stream.tales_of(year, month, seed="x", villages=VILLAGES)]
    told += scenes.of(at(10), seed="x", villages=VILLAGES)
    somebody = [(who, tale) for tale in told for who in people_of(tale)]
    numbers = [who.phone for who, _tale in somebody] + [n for tale in told for n in (tale.reporter_phone, tale.wish.number)]
    assert all(who.name.startswith(names.MARK) for who, _tale in somebody if who.name)
    assert all(tale.reporter_name.startswith(names.MARK) for tale in told if tale.reporter_name)
    assert all(number.startswith("0899-0000-") for number in numbers if number)
    for who in (who for who, _tale in somebody if who.nik):
        nik = parse_nik(who.nik)
        assert nik is not None
        assert nik.district == "157199"  # a district that does not exist
        assert not nik_contradictions(nik, birth_date=date.fromisoformat(who.birth_date), sex=who.sex)


def test_there_are_twelve_accounts_that_name_offices(published: Clone) -> None:
    rows = ask(published.owner_url, "select username, display_name, password like '!%' from directory_user")
    assert sorted(name for name, _shown, locked in rows if not locked) == sorted(
        "duty manager companion supervisor police hospital social secretary chair statistician privacy admin".split()
    )
    assert {shown for _name, shown, _locked in rows} == {account.name for account in places.ACCOUNTS}
    with acting_as(places.VISITOR, Purpose.SIGN_IN):
        assert authenticate(username="duty", password="jejaring-demo") is not None


def test_telephones_of_the_offices_ring_nowhere(published: Clone) -> None:
    phones = [phone for (phone,) in ask(published.owner_url, "select phone from directory_desk")]
    assert all(phone.startswith("0741-555-") for phone in phones)
    assert len(set(phones)) == len(phones) == len(places.OFFICES)


def test_what_lies_long_back_took_at_most_six_acts() -> None:
    for tale in stream.tales_of(2025, 3, seed="x", villages=VILLAGES):
        acts = [step.act for step in stream.with_steps(tale, seed="x", recent=False).steps if step.act != "respond"]
        assert len(acts) <= 6


def test_an_old_report_has_been_told_to_its_end_within_ninety_days() -> None:
    months = stream.months(stream.FIRST, date(2026, 7, 1))
    old = [tale for year, month in months for tale in stream.tales_of(year, month, seed="x", villages=VILLAGES)]
    whole = [stream.with_steps(tale, seed="x", recent=False) for tale in old]
    cases = [tale for tale in whole if tale.outcome != "advise"]
    assert len(cases) > 400
    assert all(step.at <= tale.reported_at + stream.RECENT for tale in whole for step in tale.steps)
    assert all(sum(step.act == "close" for step in tale.steps) == 1 for tale in cases)
    assert all(len([step for step in tale.steps if step.act != "respond"]) <= 6 for tale in whole)
    told = {tale.key: {step.act for step in tale.steps} & {"police", "untold"} for tale in cases}
    assert all(len(told[tale.key]) == tale.is_sexual for tale in cases)


def test_of_the_published_year_nothing_is_owed_any_more(published: Clone) -> None:
    assert ask(published.owner_url, "select key, reference from commitments_commitment where state = 'open'") == []
    assert {state for (state,) in ask(published.owner_url, "select distinct state from cases_case")} == {"closed", "legal_watch"}
    ended = "select ended_by_act, count(*) from commitments_commitment where key = 'police_report' group by 1"
    police = dict(ask(published.owner_url, ended))
    assert set(police) <= {"report_to_police", "leave_police_untold"}
    assert police["report_to_police"] > 20
    decided = "select count(*) from cases_closure where state = 'confirmed' and decided_by <> proposed_by"
    assert ask(published.owner_url, decided) == ask(published.owner_url, "select count(*) from cases_closure") == [(149,)]


UNMET = """select c.reference, s.service from cases_plannedservice s join cases_case c on c.id = s.case_id
    where not exists (select from cases_servicefact f where f.planned_id = s.id)
    and exists (select from cases_servicefact f where f.case_id = s.case_id and f.service = s.service and f.kind = 'given')"""


def test_a_need_is_met_by_the_service_that_was_given(published: Clone) -> None:
    assert ask(published.owner_url, "select count(*) from cases_servicefact where kind = 'given'")[0][0] > 50
    assert ask(published.owner_url, UNMET) == []


LATE = """select c.key, c.due_at, o.short_name, o.kind from commitments_commitment c
    join directory_desk d on d.id = c.desk_id join directory_organisation o on o.id = d.organisation_id
    where c.state = 'open' and c.due_at < '2026-11-24 10:12+07'"""
LONG_OPEN = "select count(*) from cases_case where state = 'open' and registered_at < '2026-08-26 10:12+07'"


def test_today_is_that_of_a_well_run_city_with_a_few_honest_troubles(own_database: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "FIRST", date(2026, 8, 1))  # what began earlier has ended, as two tests above prove
    with standing_at(at(10)):
        demo.build(TODAY, owner_url=own_database.owner_url)

    late = ask(own_database.owner_url, LATE)
    assert 8 <= len(late) <= 16
    assert all(at(10) - due < timedelta(weeks=4) for _key, due, _desk, _kind in late)
    assert len({desk for _key, _due, desk, _kind in late}) >= 4
    assert any(key == "referral_answer" and kind != "protection_unit" for key, _due, _desk, kind in late)
    assert ask(own_database.owner_url, LONG_OPEN) == [(0,)]


FACTS = (
    "select reference, kind, categories, risk, state, channel, area, reported_at, registered_at, closed_at from cases_case order by 1",
    """select c.reference, p.role, p.sex, p.age, r.relation from cases_participant p join cases_case c on c.id = p.case_id
        left join cases_relation r on r.respondent_id = p.id order by 1, 2, 3, 4, 5""",
    "select reference, state, purpose, services, basis, sent_at from referrals_referral order by 1",
    "select reference, key, state, risk, due_at, ended_at, ended_by_act from commitments_commitment order by 1, 2, 5, 6",
)


def clear_facts(today: date) -> list[list[tuple[Any, ...]]]:
    with databases.clone("told") as clone, databases.connected_to(clone):
        demo.build(today, months=[(2026, 9)], owner_url=clone.owner_url)
        return [ask(clone.owner_url, query) for query in FACTS]


def test_the_same_seed_and_day_tell_the_same_city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock(), standing_at(at(10)):
        first, second = clear_facts(TODAY), clear_facts(TODAY)
    assert first == second
    assert all(first)


@pytest.mark.parametrize("hour", [2, 16])
def test_every_desk_has_something_due_and_something_late(own_database: Clone, short_history: None, hour: int) -> None:
    with standing_at(at(hour)):
        demo.build(TODAY, owner_url=own_database.owner_url)
        town = places.found_again()
        for name in ("duty", "police", "hospital", "social"):
            with acting_as(town.actors[name], Purpose.DEMO):
                owed = commitments.owed_by(town.actors[name], limit=100)
            assert [o for o in owed if o.late], name
            assert [o for o in owed if not o.late and o.due_at - at(hour) < timedelta(hours=5)], name
        waiting = ask(own_database.owner_url, "select state, count(*) from intake_report where state <> 'decided' group by 1 order by 1")
        assert waiting == [("draft", 1), ("waiting", 5)]
        letters = "select count(*) from referrals_letter where acknowledged_at is null"
        assert ask(own_database.owner_url, letters) == [(2,)]
        assert ask(own_database.owner_url, "select count(*) from cases_case where state = 'closure_proposed'")[0][0] >= 2


def counted(clone: Clone) -> list[tuple[Any, ...]]:
    tables = ("intake_report", "cases_case", "commitments_commitment", "referrals_referralevent", "audit_event", "directory_submission")
    return [ask(clone.owner_url, f"select count(*) from {table}")[0] for table in tables]


def test_a_later_start_tells_the_days_between_once(own_database: Clone, short_history: None) -> None:
    with standing_at(at(10)):
        demo.build(TODAY, owner_url=own_database.owner_url)
    before = counted(own_database)
    with standing_at(at(15, day=28)):
        demo.build(at(15, day=28).date(), owner_url=own_database.owner_url)
        after = counted(own_database)
        demo.build(at(15, day=28).date(), owner_url=own_database.owner_url)
    assert all(b < a for b, a in zip(before, after, strict=True))
    assert counted(own_database) == after
    assert ask(own_database.owner_url, "select mode, demo_told_until from directory_installation") == [("demo", date(2026, 11, 28))]
    assert ask(own_database.owner_url, "select count(*) from referrals_letter where acknowledged_at is null") == [(0,)]
    assert ask(own_database.owner_url, "select count(*) from cases_case where state = 'transferred'") == [(1,)]


def test_everybody_acts_at_the_desk_of_their_office_wherever_else_they_work(own_database: Clone) -> None:
    town, earlier = places.found(), "update directory_membership set valid_from = valid_from - 1 where desk_id = %s and user_id = %s"
    with psycopg.connect(own_database.owner_url) as owner:  # the other desk comes first
        for name, others in places.ALSO.items():
            for key, _role in others:
                owner.execute(earlier, [town.desks[key].pk, town.actors[name].id])
    town = places.found_again()
    there = {account.username: town.actors[account.username].desk for account in places.ACCOUNTS}
    assert there == {account.username: town.desks[account.office].pk for account in places.ACCOUNTS}


def test_the_unit_is_on_duty_day_and_night_and_a_desk_whose_roster_ran_out_is_shown(own_database: Clone, short_history: None) -> None:
    from jejaring.config.demo.places import found_again
    from jejaring.directory import queries as directory

    with standing_at(at(15)):
        demo.build(TODAY, owner_url=own_database.owner_url)
        town = found_again()
        with acting_as(town.actors["duty"], "test"):
            duty, left = directory.standing(town.actors["duty"])
            roster = directory.roster(town.actors["duty"])
        assert [w.name for w in duty.now] == ["Petugas piket UPTD PPA"]
        assert (duty.nobody, roster.gaps) == (False, [])
        assert [note.by_name for note in left] == ["Petugas piket malam UPTD PPA"]
        with acting_as(town.actors["chair"], "test"):
            assert directory.deserted() == {town.desks["shelter"].pk}


SEALED = """select i.kind, i.ground, u.ground, a.username, c.username, u.confirmed_at - u.asked_at, u.ended_at < u.until,
    u.until < '2026-11-24 10:12+07'
    from cases_sealeditem i left join cases_unsealing u on u.item_id = i.id left join directory_user a on a.id = u.asked_by
    left join directory_user c on c.id = u.confirmed_by order by i.kind desc"""


def test_a_note_and_a_paper_are_sealed_and_two_people_have_opened_one_and_closed_it_again(own_database: Clone, short_history: None) -> None:
    with standing_at(at(10)):
        demo.build(TODAY, owner_url=own_database.owner_url)
        opened = ("note", "adoption", "care", "manager", "privacy", timedelta(minutes=9), True, True)
        assert ask(own_database.owner_url, SEALED) == [opened, ("document", "adoption", *[None] * 6)]
        for name in ("manager", "supervisor", "privacy"):
            with acting_as(places.found_again().actors[name], Purpose.DEMO):
                assert not Note.objects.exclude(sealed_text=None).exists()
                assert not Document.objects.exclude(sealed_content=None).exists()
