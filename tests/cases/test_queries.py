"""Reading cases: the file, its timeline, the worklist, the packet; flat in statements, without a name."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from jejaring.audit.models import Event
from jejaring.cases import actions, queries, rules
from jejaring.cases.actions import NewNeed, NewParty
from jejaring.cases.models import Case
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now
from tests.cases.files import GIRL, RECRUITER, later, lodging, open_file, victim_of, wife_hit
from tests.cast import Cast

WORK = ("Cerita contoh", "Kondisi contoh", "Catatan contoh")


@contextmanager
def counted() -> Iterator[CaptureQueriesContext]:
    with CaptureQueriesContext(connection) as asked:
        yield asked


def work_on(cast: Cast, case: Case) -> None:
    """Something of everything, an hour after the opening."""
    by = {"by": cast.manager, "case_id": case.pk}
    with acting_as(cast.manager, "test"), later(hours=1):
        victim = victim_of(case)
        actions.screen_trafficking(**by, victim_id=victim, acts=["recruitment"], means=["fraud"], purposes=["sexual_exploitation"])
        actions.sight_identifier(**by, kind="phone", value="0812-7400-1188", use="may_go_to_police", role="recruiter")
        actions.assess(**by, danger_signs=["recruiter_near"], condition="Kondisi contoh", wishes="Pulang")
        needs = [NewNeed("shelter", cast.desk_id("social")), NewNeed("health")]
        shelter, _health = actions.plan_services(**by, victim_id=victim, needs=needs)
        actions.record_service_fact(**by, planned_id=shelter.pk, kind="given")
        actions.write_note(**by, text="Catatan contoh")
        actions.report_to_police(**by, number="LP/B/1")
        actions.propose_closure(**by, reason="goals_met", outcome="safe", account="Pulih")


def test_the_file_asks_few_questions_however_much_there_is(cast: Cast, case: Case) -> None:
    work_on(cast, case)
    asked = []
    for _round in range(2):
        with acting_as(cast.manager, "test"):
            with counted() as found:
                queries.case_for(cast.manager, case.pk)
            asked.append(len(found))
            for _n in range(4):
                actions.write_note(by=cast.manager, case_id=case.pk, text="Lagi")
                actions.add_incident(by=cast.manager, case_id=case.pk, incident=lodging())
                actions.add_party(by=cast.manager, case_id=case.pk, party=NewParty("witness", name="Saksi"))
    assert asked == [3, 3]  # the case with all its rows, the keys, the entry in the read log


def test_the_file_opens_texts_and_no_names_and_is_logged_once(cast: Cast, case: Case) -> None:
    work_on(cast, case)
    with acting_as(cast.manager, "test"):
        shown = repr(queries.case_for(cast.manager, case.pk))
    assert all(text in shown for text in WORK)
    assert "Bunga" not in shown
    assert "1111-2222" not in shown
    with acting_as(cast.supervisor, "test"):
        assert Event.objects.filter(act="read", subject_kind="case", subject_id=case.pk).count() == 1


def test_nobody_else_reads_a_file_by_any_question(cast: Cast, case: Case) -> None:
    for name in ("duty", "stranger", "police", "chair", "admin"):
        actor = cast.actors[name]
        with acting_as(actor, "test"):
            for question in (queries.summary, queries.case_for, queries.moments, queries.packet_facts):
                with pytest.raises(Http404):
                    question(actor, case.pk)
            assert queries.cases(actor).rows == ()


def test_the_plan_counts_what_was_needed_and_given(cast: Cast, case: Case) -> None:
    work_on(cast, case)
    with acting_as(cast.manager, "test"):
        file = queries.case_for(cast.manager, case.pk)
    assert (file.needed, file.given) == (2, 1)
    assert {(need.service, need.state) for need in file.plan} == {("shelter", "given"), ("health", "needed")}


def test_the_timeline_tells_everything_newest_first_and_asks_nothing_again(cast: Cast, case: Case) -> None:
    work_on(cast, case)
    with acting_as(cast.manager, "test"), translation.override("en"):
        file = queries.case_for(cast.manager, case.pk)
        with counted() as asked:
            moments = queries.moments(cast.manager, case.pk, file=file)
    assert len(asked) == 0
    assert [m.at for m in moments] == sorted((m.at for m in moments), reverse=True)
    told = " | ".join(m.title for m in moments)
    for words in ("Case opened", "Incident recorded", "Trafficking screen", "Identifier sighted", "Assessment", "Plan:", "Given", "Note",
                  "Police report", "Closure proposed"):  # fmt: skip
        assert words in told
    assert "Added:" not in told
    assert "not a verdict" in " ".join(m.text for m in moments)
    assert next(m for m in moments if m.title == "Police report").group == "law"


def test_who_joins_later_is_a_moment_of_its_own(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"), later(days=1), translation.override("en"):
        actions.add_party(by=cast.manager, case_id=case.pk, party=NewParty("witness", "female", 40, name="Saksi"))
        actions.assign(by=cast.manager, case_id=case.pk, companion=cast.supervisor.id)
        told = {m.title: m.text for m in queries.moments(cast.manager, case.pk)}
    assert told["Added: Witness"] == "Woman, 40"
    assert "Companion: Petugas supervisor" in told


def test_the_worklist_pages_by_key_and_never_shows_a_name(cast: Cast) -> None:
    opened = []
    for n in range(5):
        with later(hours=n / 60):
            opened.append(open_file(cast).pk)
    with acting_as(cast.manager, "test"):
        seen, key = [], ""
        for _page in range(3):
            found = queries.cases(cast.manager, before=key, limit=2)
            seen += [row.id for row in found.rows]
            key = found.next_key
        assert (seen, key) == (opened[::-1], "")
        assert "Bunga" not in repr(queries.cases(cast.manager))
        assert len(queries.cases(cast.manager, before="broken").rows) == 5


def test_the_worklist_asks_the_same_for_one_case_and_for_many(cast: Cast) -> None:
    asked = []
    for count in (1, 4):
        for _n in range(count):
            open_file(cast)
        with acting_as(cast.manager, "test"), counted() as found:
            queries.cases(cast.manager)
        asked.append(len(found))
    assert asked[0] <= 3
    assert asked[1] <= 3


def test_the_worklist_is_narrowed_by_state_and_by_a_part_of_the_reference(cast: Cast, case: Case) -> None:
    other = wife_hit(cast)
    with acting_as(cast.manager, "test"):
        actions.propose_closure(by=cast.manager, case_id=other.pk, reason="goals_met", outcome="safe", account="Selesai")

        def found(**by: str) -> set[object]:
            return {row.id for row in queries.cases(cast.manager, **by).rows}

        assert found(state="open") == {case.pk}
        assert found(state="active") == {case.pk, other.pk}
        assert found(state="closed") == set()
        assert found(query=f" {case.reference.lower()} ") == {case.pk}
        assert found(query="%") == set()


def test_a_row_says_who_without_a_name_and_what_is_due_first(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        (row,) = queries.cases(cast.manager).rows
    assert row.title == "Anak perempuan, 17"
    assert row.due_at is not None
    assert row.due_at - now() < timedelta(hours=24, minutes=1)


def test_the_packet_knows_every_field_and_puts_each_identifier_where_it_may_go(cast: Cast, case: Case) -> None:
    work_on(cast, case)
    with acting_as(cast.manager, "test"):
        packet = queries.packet_facts(cast.manager, case.pk)
    assert set(packet) == set(rules.PACKET)
    assert packet["victim_name"] == "Bunga Contoh"
    assert "+6281274001188" in packet["identifiers_for_police"]
    assert packet["identifiers"] == ""
    assert "RSUD" not in packet["given_services"]
    assert "Dinas Sosial Contoh" in packet["given_services"]
    assert packet["incident_story"] == "Cerita contoh"
    assert packet["manager"] == "Petugas manager"


def test_the_packet_logs_every_identity_that_it_opens_and_never_says_who_reported(cast: Cast) -> None:
    case = open_file(cast, parties=(GIRL, RECRUITER, NewParty("reporter", name="Tetangga Contoh")))
    with acting_as(cast.manager, "test"):
        packet = queries.packet_facts(cast.manager, case.pk)
    assert not any("Tetangga" in text for text in packet.values())
    with acting_as(cast.supervisor, "test"):
        assert Event.objects.filter(act="read", subject_kind="person", case_id=case.pk).count() == 1


def test_the_acts_of_a_case_follow_its_state_and_the_actor(cast: Cast, case: Case) -> None:
    def offered(name: str) -> dict[str, bool]:
        with acting_as(cast.actors[name], "test"):
            return {
                url: verdict.ok for _label, url, verdict in queries.acts(cast.actors[name], queries.case_for(cast.actors[name], case.pk))
            }

    assert offered("manager")["cases:assess"]
    assert offered("companion")["cases:note"]
    assert not offered("companion")["cases:assess"]
    assert "cases:reopen" not in offered("manager")
    with acting_as(cast.manager, "test"):
        actions.propose_closure(by=cast.manager, case_id=case.pk, reason="goals_met", outcome="safe", account="Selesai")
    assert offered("supervisor")["cases:confirm"]
    assert not offered("manager")["cases:confirm"]
