"""What must hold on Sunday evening: database, screens and the script's own book say the same; nobody knows what was not theirs."""

import re
from collections import Counter
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from jejaring.access.roles import Permission as P
from jejaring.commitments.jobs import CLOCK
from jejaring.reference import queries as reference
from tests.stories.week_book import Promise
from tests.stories.week_people import OUTSIDERS, Told, Week
from tests.stories.week_script import END, MONDAY

PROMISES = """select c.id, c.key, c.subject_kind, c.subject_id, c.case_id, c.desk_id, c.started_at, c.due_at, c.state, c.ended_at,
    c.ended_by_act from commitments_commitment c order by c.started_at, c.id"""
LIVES = 'select commitment_id, act, at, "by" from commitments_commitmentevent order by at, id'
TABLES = "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname = 'public'"
SPLITS = (("reports", "channel", "channel"), ("cases", "kind", "category"), ("victims", "sex", "sex"), ("cases", "", ""))
ANSWERS = {P.WORK_CASE, P.ANSWER_REFERRAL}
FRONT = ("/", "/reports/", "/cases/", "/referrals/", "/figures/", "/promises/", "/directory/", "/log/", "/organisations/", "/notices/")
ID = re.compile(r"/promises/([0-9a-f-]{36})/")


def _subject(row: dict[str, Any]) -> UUID:
    """A check after closure has an id that no screen shows: it is the case's here."""
    subject: UUID = row["case_id"] if row["subject_kind"] == "check" else row["subject_id"]
    return subject


def _of_the_database(row: dict[str, Any]) -> tuple[Any, ...]:
    return (row["key"], _subject(row), row["desk_id"], row["started_at"], row["due_at"], row["state"], row["ended_at"])


def _of_the_book(p: Promise) -> tuple[Any, ...]:
    return (p.key, p.subject, p.desk, p.opened_at, p.due_at, p.state, p.ended_at)


def stored_promises(owner: "psycopg.Connection[Any]") -> list[dict[str, Any]]:
    """Every promise of the database, whoever may see it."""
    return owner.cursor(row_factory=dict_row).execute(PROMISES).fetchall()


def every_promise_has_its_acts(week: Week, owner: "psycopg.Connection[Any]") -> None:
    """Owner, opening, due moment and end are those of the book, and the life of each says who did it and when."""
    stored, book = stored_promises(owner), week.book.promises
    told = Counter(map(_of_the_book, book))
    found = Counter(map(_of_the_database, stored))
    assert found == told, {"only stored": list(found - told)[:5], "only told": [p for p in book if _of_the_book(p) in told - found][:3]}
    lives: dict[UUID, list[tuple[str, Any, UUID]]] = {}
    for promise, act, at, by in owner.execute(LIVES):
        lives.setdefault(promise, []).append((act, at, by))
    waiting = list(book)
    for row in stored:
        promise = next(p for p in waiting if _of_the_book(p) == _of_the_database(row))
        waiting.remove(promise)
        _lived(week, promise, lives[row["id"]])


def _lived(week: Week, promise: Promise, life: list[tuple[str, Any, UUID]]) -> None:
    """First opened by whom the book says, then reminded by the clock, last ended by whom the book says;
    whoever was late while the clock looked was told on."""
    (first, opened_at, opener), *rest = life
    assert (first, opened_at, opener) == ("opened", promise.opened_at, promise.opened_by.id), promise
    if promise.ended_by:
        assert rest.pop() == (promise.state, promise.ended_at, promise.ended_by.id), promise
    assert {by for _act, _at, by in rest} <= {CLOCK}, (promise, rest)
    climbed = [tick for tick in week.ticks if promise.due_at <= tick and (promise.ended_at is None or tick < promise.ended_at)]
    assert bool(climbed) == any(act == "escalated" for act, _at, _by in rest), (promise, rest)


def every_desk_is_shown_what_it_owes(week: Week, owner: "psycopg.Connection[Any]") -> None:
    """The first page of each desk lists exactly what the script still owes there, late ones marked, and says how many."""
    stored = {row["id"]: row for row in stored_promises(owner)}
    for name in ("supervisor", "police", "hospital", "social"):
        person = week.who(name).opens("/?all=1")
        owed = week.book.owed_by(person.actor.desk)
        rows = [row for row in person.main.all("li", classes="promise") if ID.search(str([a["href"] for a in row.all("a")]))]
        ids = [UUID(ID.findall(" ".join(a["href"] for a in row.all("a")))[0]) for row in rows]
        shown = Counter((stored[pk]["key"], _subject(stored[pk])) for pk in ids if stored[pk]["desk_id"] == person.actor.desk)
        assert shown == Counter((p.key, p.subject) for p in owed), name
        for pk in ids[:: 1 if name != "supervisor" else 5]:
            assert person.opens(f"/promises/{pk}/").status == 200
        person.opens("/?all=1")
        late = sum("late" in row["class"].split() for row, pk in zip(rows, ids, strict=True) if stored[pk]["desk_id"] == person.actor.desk)
        assert late == sum(p.late for p in owed), name
        of_them = f"{late} terlambat" if late else "tidak ada yang lewat waktu"
        assert f"{len(owed)} janji terbuka · {of_them}" in person.page_words, person.main.words[:200]




def the_figures_are_those_of_the_script(week: Week, everything: list[Told]) -> None:
    """Reports, cases and victims, in all and split, as the statistician reads them. A case that went to another region counts there."""
    reader = week.who("statistician")
    for told in everything:
        if told.case and "gone" not in told.counted:
            week.book.counts("cases", kind=told.kind)
            week.book.counts("victims", sex=told.sex)
    since, until = f"{MONDAY:%d/%m/%Y}", f"{END:%d/%m/%Y}"
    for unit, by, labels in SPLITS:
        page = reader.opens(f"/figures/?unit={unit}&by={by}&since={since}&until={until}")
        said = next(e for e in page.main.all("p", classes="say")).words
        total = week.book.counted[unit, "", ""]
        assert said.startswith(f"{total} "), (unit, total, said)
        if by:
            lines = [[cell.words for cell in row.all("th", "td")] for row in page.main.all("tr")][1:-1]
            wanted = {reference.label(labels, v): n for (u, b, v), n in week.book.counted.items() if (u, b) == (unit, by)}
            assert {line[0]: int(line[2].split()[0]) for line in lines} == wanted, unit


def the_chair_reads_which_desk_kept_its_word(week: Week) -> None:
    """Open, late, kept and kept late of every desk on the chair's page are those of the book; the page opens no door to any of it."""
    page = week.who("chair").opens("/promises/")
    lines = [[cell.words for cell in row.all("th", "td")] for row in page.main.all("table")[0].all("tr")][1:]
    said = {line[0].partition(" Konsep")[0].partition(" diingatkan")[0].strip(): tuple(_figures(line[2:5])) for line in lines}
    wanted = {}
    for name in ("unit", "police", "hospital", "social"):
        promises = [p for p in week.book.promises if p.desk == week.cast.desk_id(name) and p.state in ("open", "kept")]
        count = Counter((p.state, p.late) for p in promises)
        open_, kept = (count[state, False] + count[state, True] for state in ("open", "kept"))
        wanted[week.cast.desks[name].name] = tuple(_figures([str(open_), str(count["open", True]), f"{kept} {count['kept', True] or ''}"]))
    assert {name: numbers for name, numbers in said.items() if name in wanted} == wanted, (said, wanted)


def _figures(cells: list[str]) -> list[int]:
    return [int(number) for cell in cells for number in re.findall(r"\d+", cell)]


def outsiders_find_nothing(week: Week, everything: list[Told]) -> None:
    """Whoever got nothing opens what there is to open: the front pages of the role, and everything of the week by its address."""
    for name in OUTSIDERS:
        person = week.who(name)
        for path in FRONT:
            person.opens(path)
        every = everything if person.actor.permissions & ANSWERS else everything[::4]  # a role without desk work finds no door at all
        for path in (p for told in every for p in _addresses(told)):
            assert person.opens(path).status in (403, 404), (name, path)


def partners_find_only_their_packets(week: Week, everything: list[Told]) -> None:
    """A partner opens the referrals that were sent to it or by it; no report, no case, no referral of others."""
    for name in ("police", "hospital", "social"):
        person = week.who(name)
        for told in everything:
            for path in _addresses(told):
                mine = path.startswith("/referrals/") and person.actor.desk in (told.receiver, told.sender)
                assert (person.opens(path).status == 200) == mine, (name, path)


def _addresses(told: Told) -> list[str]:
    named = (("reports", told.report), ("triage", told.report), ("cases", told.case), ("referrals", told.referral or told.asked))
    return [f"/{kind}/{pk}/" for kind, pk in named if pk]


def nothing_was_said_that_may_not_be(week: Week, owner: "psycopg.Connection[Any]", mails: list[str]) -> None:
    """No name, number or story in an address, a mail, or any column of any table that is not sealed."""
    asked = " ".join(address for _method, address, _status in week.seen.requests).encode()
    stored = {table: _all_of(owner, table) for (table,) in owner.execute(TABLES).fetchall()}
    assert len(mails) > 20
    assert week.book.told > 1_000
    for secret in week.book.secrets:
        assert secret not in asked
        assert not [mail for mail in mails if secret.decode() in mail]
        assert not [table for table, text in stored.items() if secret in text], secret
    assert {"public.audit_event", "public.notices_notice", "public.intake_report"} <= set(stored)


def _all_of(owner: "psycopg.Connection[Any]", table: str) -> bytes:
    """Every row of a table as text, and once more with its bytes read as letters."""
    text: str = owner.execute(f"select coalesce(string_agg(t::text, ' '), '') from {table} t").fetchone()[0]  # type: ignore[index]
    plain = b" ".join(bytes.fromhex(found) for found in re.findall(r"\\x((?:[0-9a-f]{2})+)", text))
    return text.encode() + plain
