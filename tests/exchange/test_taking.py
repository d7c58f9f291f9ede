"""Taking a list in: checked row by row, all of it through the acts of cases or nothing, undone while nobody has worked on it."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from jejaring.audit.models import Event
from jejaring.cases import actions as cases
from jejaring.cases.models import Case, Incident, IncidentForm, Note, Participant, Relation
from jejaring.cases.queries import case_for
from jejaring.commitments.models import Commitment
from jejaring.directory import actions as directory
from jejaring.directory.models import Membership
from jejaring.exchange import actions
from jejaring.exchange.models import ImportBatch, ImportedCase, ImportSlice, Meaning
from jejaring.exchange.queries import imports
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import WIB, now, today
from jejaring.kernel.verdict import Refused
from jejaring.notices.models import Notice
from jejaring.people.models import Person
from jejaring.vault import actions as vault
from jejaring.vault.models import Wrap
from tests.cast import Cast
from tests.exchange import lists
from tests.exchange.lists import CLEAN, HEADS, checked, csv_of, preview, state, taken_in, understood, xlsx_of


def changed(row: int, **cells: str) -> list[list[str]]:
    """The clean list with other cells in one row, by head."""
    rows = [list(r) for r in CLEAN]
    for head, value in cells.items():
        rows[row][HEADS.index(head.replace("_", " "))] = value
    return rows


def found(cast: Cast, batch_id: Any) -> list[Case]:
    """The cases of a list in the order of its rows."""
    with acting_as(cast.supervisor, "test"):
        ids = list(ImportedCase.objects.filter(batch_id=batch_id).order_by("row").values_list("case_id", flat=True))
        return sorted(Case.objects.filter(pk__in=ids), key=lambda c: ids.index(c.pk))


@pytest.mark.parametrize("data", [csv_of(CLEAN), csv_of(CLEAN, separator="\t", encoding="utf-16"), xlsx_of(CLEAN)])
def test_a_clean_list_becomes_cases_with_their_people(cast: Cast, data: bytes) -> None:
    wife, girl, boy = found(cast, taken_in(cast, data))

    assert [c.kind for c in (wife, girl, boy)] == ["domestic_violence", "violence_against_children", "violence_against_children"]
    assert [c.area for c in (wife, girl, boy)] == ["15.71.07.1004", "15.71.08", "15.71.08"]
    assert {(c.channel, c.opened_from, c.lead_desk_id) for c in (wife, girl, boy)} == {("imported", None, cast.supervisor.desk)}
    assert [c.registered_at.astimezone(WIB).date() for c in (wife, girl, boy)] == [date(2025, 3, d) for d in (3, 5, 9)]
    with acting_as(cast.manager, "test"):
        file = case_for(cast.manager, wife.pk)
        person = Person.objects.get(pk=file.victims[0].person_id)
        assert vault.read(person, "name") == "Melati Contoh"
        assert [r.relation for r in Relation.objects.filter(case_id=wife.pk)] == ["spouse"]
        assert [f.form for f in IncidentForm.objects.filter(case_id=girl.pk)] == ["sexual"]
        note = vault.read(Note.objects.get(case_id=wife.pk), "text")
    assert note == "Diambil dari daftar lama: baris 2, 001/PPA/2025.\nKeterangan: visum"


def test_promises_run_from_now_on_and_the_desk_is_not_flooded(cast: Cast) -> None:
    before = now()
    _wife, girl, _boy = found(cast, taken_in(cast, csv_of(CLEAN)))

    with acting_as(cast.manager, "test"):
        promises = list(Commitment.objects.filter(case_id=girl.pk))
        assert not Notice.objects.exists()
    assert {str(p.key) for p in promises} >= {"assessment", "plan", "review", "police_report"}
    assert min(p.started_at for p in promises) >= before


def test_a_row_that_cannot_be_read_refuses_the_whole_list(cast: Cast) -> None:
    batch_id = checked(cast, csv_of(changed(1, Tgl_Lapor="3/25/2025")))

    with acting_as(cast.supervisor, "import"), pytest.raises(Refused):
        actions.commit(by=cast.supervisor, batch_id=batch_id)

    with acting_as(cast.supervisor, "test"):
        assert not Case.objects.exists()
    assert state(cast, batch_id) == "checked"


def test_rows_that_cannot_be_read_stay_out_only_when_somebody_says_so(cast: Cast) -> None:
    batch_id = taken_in(cast, csv_of(changed(1, Tgl_Lapor="3/25/2025")), without_errors=True)

    assert [c.kind for c in found(cast, batch_id)] == ["domestic_violence", "violence_against_children"]


def test_what_fails_in_the_middle_leaves_nothing(cast: Cast) -> None:
    rows = [[*row[:-1], name] for row, name in zip(CLEAN, ("", "", "Petugas manager"), strict=True)]
    batch_id = checked(cast, csv_of(rows, heads=[*HEADS[:-1], "Petugas"]), manager_of_the_rest=cast.supervisor.id)
    with acting_as(cast.admin, "administration"):
        (membership,) = Membership.objects.filter(user_id=cast.manager.id)
        directory.end_membership(by=cast.admin, membership_id=membership.pk, last_day=today() - timedelta(days=1))

    with acting_as(cast.supervisor, "import"), pytest.raises(Refused), transaction.atomic():
        actions.commit(by=cast.supervisor, batch_id=batch_id)  # the third case's manager works here no longer

    with acting_as(cast.supervisor, "test"):
        assert (Case.objects.count(), Person.objects.count(), ImportedCase.objects.count()) == (0, 0, 0)
    assert state(cast, batch_id) == "checked"
    assert preview(cast, batch_id).cases == 3


def test_every_problem_is_named_with_row_column_value_and_what_to_do(cast: Cast) -> None:
    rows = [*changed(0, Usia="belasan"), ["4", "004", "31/02/2025", "Kenanga Contoh", "P", "20", "KDRT", "", "", "", "", "", ""]]
    rows[1][HEADS.index("Status")] = "selesai"

    shown = preview(cast, checked(cast, csv_of(rows)))

    assert [(p.row, p.column, p.value, str(p.severity)) for p in shown.problems] == [
        (2, "Usia", "belasan", "error"), (5, "Tgl Lapor", "31/02/2025", "error"), (3, "Status", "selesai", "left_out"),
    ]  # fmt: skip
    assert shown.problems[1].words == "Tidak terbaca tanggal."
    assert shown.problems[1].advice == "Tulis seperti 3/3/2026 atau 3 Maret 2026."
    assert (shown.rows, shown.errors, shown.left_out, shown.cases) == (4, 2, 1, 1)


def test_siblings_with_one_nik_and_a_birth_after_the_incident_are_named_with_row_and_column(cast: Cast) -> None:
    heads = [*HEADS, "NIK", "Tanggal Lahir", "Tanggal Kejadian"]
    rows = [
        [*CLEAN[1], "1571015502100001", "15/2/2010", "1/3/2025"], [*CLEAN[2], "1571015502100001", "", "1/3/2025"],
        [*CLEAN[0], "", "2/3/2025", "1/3/2025"],
    ]  # fmt: skip
    rows[1][HEADS.index("JK")], rows[1][HEADS.index("Usia")], rows[2][HEADS.index("Usia")] = "P", "", ""

    shown = preview(cast, checked(cast, csv_of(rows, heads=heads)))

    assert [(p.row, p.column, p.value, str(p.severity)) for p in shown.problems] == [
        (4, "Tanggal Lahir", "2/3/2025", "error"), (3, "NIK", "1571015502100001", "warning"),
    ]  # fmt: skip
    assert "Baris sebelumnya" in shown.problems[1].words
    assert (shown.errors, shown.cases) == (1, 2)


def test_a_value_without_a_meaning_is_a_problem_until_somebody_says_one(cast: Cast) -> None:
    data = csv_of(changed(0, Kecamatan="Entah"))

    assert [(p.row, p.column, p.value) for p in preview(cast, checked(cast, data)).problems] == [(2, "Kecamatan", "Entah")]
    assert preview(cast, checked(cast, data, district={"entah": ""})).problems == ()


def test_the_same_victim_twice_and_a_list_brought_again_stay_out(cast: Cast) -> None:
    taken_in(cast, csv_of(CLEAN[:1]))

    shown = preview(cast, checked(cast, csv_of([*CLEAN, [*CLEAN[1][:3], "ANGGREK  contoh", *CLEAN[1][4:]]])))

    assert [(p.row, p.words) for p in shown.problems] == [
        (2, "Baris ini sudah pernah diambil dengan daftar sebelumnya."),
        (5, "Korban dan tanggal yang sama sudah ada di baris sebelumnya."),
    ]
    assert (shown.cases, shown.left_out) == (2, 2)


def test_two_nameless_children_of_one_day_are_two(cast: Cast) -> None:
    rows = [["", "", "3/3/2025", "", "P", "9", "Kekerasan fisik", "", "", "", "", "", ""]] * 2

    assert preview(cast, checked(cast, csv_of(rows))).cases == 2


def test_rows_of_one_number_become_one_case_with_several_victims(cast: Cast) -> None:
    rows = [CLEAN[0], [*CLEAN[0][:3], "Adik Contoh", "L", "8", *CLEAN[0][6:]]]

    (case,) = found(cast, taken_in(cast, csv_of(rows)))

    with acting_as(cast.manager, "test"):
        people = list(Participant.objects.filter(case_id=case.pk).order_by("recorded_at").values_list("role", "sex", "age"))
        assert Incident.objects.filter(case_id=case.pk).count() == 1
    assert people == [("victim", "female", 34), ("victim", "male", 8), ("respondent", "unknown", None)]


def test_what_was_said_is_remembered_for_the_next_list_of_the_organisation_and_no_other(cast: Cast) -> None:
    heads = ["Tanggal", "Sebutan", "L/P", "Umur", "Macam"]
    rows = [["3/3/2025", "Melati Contoh", "P", "34", "rumah tangga ribut"]]
    batch_id = lists.bring(cast, csv_of(rows, heads=heads))
    meant = ["reported_on", "victim_name", "victim_sex", "victim_age", "kind"]
    with acting_as(cast.supervisor, "import"):
        actions.choose_sheet(by=cast.supervisor, batch_id=batch_id, sheet=0, header_row=1)
        actions.name_columns(by=cast.supervisor, batch_id=batch_id, targets=meant)
        told = {"kind": {"rumah tangga ribut": "category:domestic_violence"}, "sex": {"p": "female"}}
        actions.name_values(by=cast.supervisor, batch_id=batch_id, values=told, manager=cast.manager.id)

    again = lists.bring(cast, csv_of(rows, heads=[*reversed(heads)]))
    with acting_as(cast.supervisor, "import"):
        actions.choose_sheet(by=cast.supervisor, batch_id=again, sheet=0, header_row=1)
        b = imports.found(cast.supervisor, again)
        assert [(c.guess.target, c.guess.remembered) for c in imports.columns_of(cast.supervisor, b)] == [
            (t, True) for t in reversed(meant)
        ]
        stored = list(Meaning.objects.filter(about="kind"))
    assert [m.code for m in stored] == ["category:domestic_violence"]
    assert b"rumah tangga" not in bytes(stored[0].token)
    with acting_as(cast.stranger, "test"):
        assert not Meaning.objects.exists()


def test_staged_rows_lie_sealed_and_are_gone_afterwards(cast: Cast) -> None:
    batch_id = checked(cast, csv_of(CLEAN))
    with acting_as(cast.supervisor, "test"):
        raw = b"".join(bytes(s.content) + bytes(s.found) for s in ImportSlice.objects.filter(batch_id=batch_id))
    assert raw
    assert b"Melati" not in raw

    with acting_as(cast.supervisor, "import"):
        actions.commit(by=cast.supervisor, batch_id=batch_id)
        assert not ImportSlice.objects.filter(batch_id=batch_id).exists()
        assert not Wrap.objects.filter(domain=batch_id).exists()
        assert vault.read(ImportBatch.objects.get(pk=batch_id), "file_name") == ""


def test_a_list_that_is_thrown_away_leaves_no_row_and_no_key(cast: Cast) -> None:
    batch_id = understood(cast, csv_of(CLEAN))

    with acting_as(cast.supervisor, "import"):
        actions.discard(by=cast.supervisor, batch_id=batch_id)
        assert not ImportSlice.objects.exists()
        assert not Wrap.objects.filter(domain=batch_id).exists()
    assert state(cast, batch_id) == "discarded"


def test_the_check_goes_on_where_it_stood(cast: Cast) -> None:
    rows = [[str(n), "", "3/3/2025", f"Korban {n} Contoh", "P", "30", "KDRT", "", "", "", "", "", ""] for n in range(250)]
    batch_id = understood(cast, csv_of(rows))
    presses = []
    with acting_as(cast.supervisor, "import"):
        while not actions.check_some(by=cast.supervisor, batch_id=batch_id, seconds=0):
            presses.append(imports.progress(imports.found(cast.supervisor, batch_id)))

    assert presses == [(83, 250), (166, 250)]
    assert preview(cast, batch_id).cases == 250


def test_a_list_is_undone_whole_while_nobody_has_worked_on_it(cast: Cast) -> None:
    batch_id = taken_in(cast, csv_of(CLEAN))
    case = found(cast, batch_id)[0]
    with acting_as(cast.manager, "test"):
        case_for(cast.manager, case.pk)  # reading is no work

    with acting_as(cast.supervisor, "import"):
        assert actions.undo(by=cast.supervisor, batch_id=batch_id) == 3

    with acting_as(cast.supervisor, "test"):
        left = (Case, Participant, Person, Incident, Commitment, Note, ImportedCase)
        assert [m.__name__ for m in left if m.objects.exists()] == []
        assert not Wrap.objects.filter(domain=case.pk).exists()
    with acting_as(cast.privacy, "test"):
        assert Event.objects.filter(act="case_opened").count() == 3
    assert preview(cast, checked(cast, csv_of(CLEAN))).cases == 3, "it can be brought again"


@pytest.mark.parametrize("work", ["note", "referral", "entry"])
def test_a_list_on_which_somebody_has_worked_stays_and_says_which_case(cast: Cast, work: str) -> None:
    batch_id = taken_in(cast, csv_of(CLEAN))
    case = found(cast, batch_id)[1]
    with acting_as(cast.manager, "test"):
        if work == "entry":
            victim = Participant.objects.get(case_id=case.pk, role="victim")
            actions.note_entry(by=cast.manager, victim_id=victim.pk, state="entered", number="S-1")
        elif work == "referral":
            cases.plan_service(by=cast.manager, case_id=case.pk, service="shelter",
                               victim_id=Participant.objects.get(case_id=case.pk, role="victim").pk)  # fmt: skip
        else:
            cases.write_note(by=cast.manager, case_id=case.pk, text="Sudah dihubungi")

    with acting_as(cast.supervisor, "import"):
        assert [c.reference for c in imports.worked_on(batch_id)] == [case.reference]
        with pytest.raises(Refused):
            actions.undo(by=cast.supervisor, batch_id=batch_id)
    assert len(found(cast, batch_id)) == 3


def test_the_database_itself_refuses_to_undo_what_is_worked_on_or_not_ours(cast: Cast) -> None:
    batch_id = taken_in(cast, csv_of(CLEAN))
    case = found(cast, batch_id)[0]
    with acting_as(cast.manager, "test"):
        cases.write_note(by=cast.manager, case_id=case.pk, text="Sudah dihubungi")

    for actor in (cast.supervisor, cast.manager, cast.stranger):
        with acting_as(actor, "test"), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select undo_import(%s)", [batch_id])
    with acting_as(cast.supervisor, "test"), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select erase_whole('cases_case', %s)", [[case.pk]])


def test_nobody_else_sees_a_list(cast: Cast) -> None:
    batch_id = understood(cast, csv_of(CLEAN))

    for name in ("manager", "duty", "stranger", "privacy", "police"):
        with acting_as(cast.actors[name], "test"):
            assert not ImportBatch.objects.filter(pk=batch_id).exists()
            assert not ImportSlice.objects.exists()


def test_the_log_says_who_took_which_list_in_and_no_name(cast: Cast) -> None:
    batch_id = taken_in(cast, csv_of(CLEAN))

    with acting_as(cast.privacy, "test"):
        rows = list(Event.objects.filter(subject_id=batch_id).order_by("at").values_list("act", "detail"))
        assert not Event.objects.filter(detail__icontains="melati").exists()
    assert rows[0] == ("list_brought", "4")
    assert rows[-1] == ("list_taken_in", "3 3")


def test_a_plan_holds_no_cell(cast: Cast) -> None:
    batch_id = understood(cast, csv_of(CLEAN))

    with acting_as(cast.supervisor, "test"):
        said = imports.plan_of(imports.found(cast.supervisor, batch_id))
    assert "Melati" not in json.dumps({k: v for k, v in said.items() if k != "heads"})


def test_a_police_report_in_the_list_comes_along_and_keeps_the_duty(cast: Cast) -> None:
    heads = [*HEADS[:-1], "No. LP"]
    rows = [[*CLEAN[1][:-1], "LP/B/17/III/2025"]]

    (girl,) = found(cast, taken_in(cast, csv_of(rows, heads=heads)))

    with acting_as(cast.manager, "test"):
        assert vault.read(Case.objects.get(pk=girl.pk), "police_number") == "LP/B/17/III/2025"
        assert not Commitment.objects.filter(case_id=girl.pk, key="police_report").exists()
    assert girl.police_reported_on == date(2025, 3, 5)


ABROAD = ["No. Registrasi", "Tgl Lapor", "Tgl Kejadian", "Nama Korban", "JK", "Usia", "Jenis Kasus", "Nama Pelaku", "Hubungan dgn Pelaku"]


@pytest.mark.parametrize(
    ("head", "said", "abroad"),
    [("Korban mengetahui di luar negeri", ("Ya",), True), ("Learned abroad", ("yes",), True),
     ("Diketahui di luar negeri?", ("tdk",), False), ("Learned of it abroad", ("",), False),
     ("Learned abroad", ("ya", "tidak"), False), ("Learned abroad", ("ya", "Y"), True)],
)  # fmt: skip
def test_where_the_victims_learned_of_it_comes_along_and_decides_the_period_of_a_complaint(
    cast: Cast, head: str, said: tuple[str, ...], abroad: bool
) -> None:
    told, happened = (f"{day.day}/{day.month}/{day.year}" for day in (today(), today() - timedelta(days=200)))
    rows = [["001", told, happened, f"Contoh {n}", "P", "34", "KDRT", "Suami Contoh", "suami", word] for n, word in enumerate(said)]
    (case,) = found(cast, taken_in(cast, csv_of(rows, heads=[*ABROAD, head])))

    with acting_as(cast.manager, "test"):
        assert Incident.objects.get(case_id=case.pk).learned_abroad is abroad
        periods = Commitment.objects.filter(case_id=case.pk, key__startswith="complaint_period").values_list("key", flat=True)
        assert list(periods) == (["complaint_period_abroad"] if abroad else []), "six months have passed, nine have not"
