"""Tracks of the law: facts that are corrected and never changed, with the promises that they open and keep."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from django.http import Http404
from django.utils.translation import override

from jejaring.cases import actions, queries
from jejaring.cases.actions import NewParty, law
from jejaring.cases.models import Case, LegalStep, LegalTrack
from jejaring.cases.queries.law import LawFile, law_for
from jejaring.commitments.models import Commitment
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import WIB, today
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused
from tests.cases import files
from tests.cases.files import promises
from tests.cast import Cast

BOY = NewParty("respondent", "male", 16, relation="former_dating_partner", known=False)


def respondent_of(case: Case, place: int = 0) -> UUID:
    """The id of a respondent. Call it inside the team's context."""
    return list(case.participants.filter(role="respondent").order_by("recorded_at").values_list("pk", flat=True))[place]


def tell(cast: Cast, case: Case, stage: str, *, days_ago: int = 0, by: str = "companion", respondent: int = 0, **other: Any) -> UUID:
    """A step against a respondent, told today."""
    with acting_as(cast.actors[by], "test"):
        facts = {"note": "Alasan contoh"} | other
        return law.record_step(
            by=cast.actors[by], case_id=case.pk, respondent_id=respondent_of(case, respondent), stage=stage,
            happened_on=today() - timedelta(days_ago), **facts,
        )  # fmt: skip


def told(cast: Cast, case: Case) -> LawFile:
    with acting_as(cast.manager, "test"):
        return law_for(cast.manager, case.pk)


def owed(cast: Cast, case: Case, state: str = "open") -> list[str]:
    with acting_as(cast.manager, "test"):
        return [key for key in promises(case, state) if key not in ("assessment", "plan", "review", "police_report")]


def to_judgment(cast: Cast, case: Case, respondent: int = 0) -> None:
    for stage in ("police_report", "prosecution"):
        tell(cast, case, stage, respondent=respondent)
    tell(cast, case, "judgment", result="convicted", respondent=respondent)
    tell(cast, case, "final_judgment", respondent=respondent)


def test_the_first_step_against_a_respondent_opens_the_track_and_says_who_told_what(cast: Cast, case: Case) -> None:
    tell(cast, case, "police_report", number="LP/B/1/III/2026", office="Polresta Contoh", articles=["uu_21_2007_2"])
    track = told(cast, case).criminal[0]
    step = track.steps[0]
    assert (track.state, step.stage, step.number, step.office) == ("running", "police_report", "LP/B/1/III/2026", "Polresta Contoh")
    assert (step.by, step.law) == ("Petugas companion", "uu_20_2025")
    with acting_as(cast.manager, "test"):
        assert b"LP/B/1" not in bytes(LegalStep.objects.get().number)
        assert LegalTrack.objects.count() == 1


def test_a_respondent_without_a_step_has_an_empty_track_on_the_page(cast: Cast, case: Case) -> None:
    assert [(t.state, t.id) for t in told(cast, case).criminal] == [("empty", None)]


@pytest.mark.parametrize(
    ("stage", "field", "other"),
    [
        ("judgment", "stage", {"result": "convicted"}),
        ("police_report", "happened_on", {"days_ago": -1}),
        ("police_report", "happened_on", {"days_ago": 40}),
        ("complaint_withdrawn", "stage", {}),
        ("unheard_of", "stage", {}),
        ("police_report", "next_on", {"next_on": date(2020, 1, 1)}),
    ],
)
def test_what_contradicts_the_file_is_refused_at_its_field_and_leaves_nothing(
    cast: Cast, case: Case, stage: str, field: str, other: dict[str, Any]
) -> None:
    with pytest.raises(Refused) as refused, transaction.atomic():
        tell(cast, case, stage, **other)
    assert refused.value.field == field
    with acting_as(cast.manager, "test"):
        assert not LegalStep.objects.exists()


def test_a_correction_supersedes_and_the_earlier_entry_stays(cast: Cast, case: Case) -> None:
    first = tell(cast, case, "police_report", number="LP/1")
    with acting_as(cast.manager, "test"):
        law.correct_step(
            by=cast.manager, case_id=case.pk, step_id=first, reason="Nomor keliru", stage="police_report", happened_on=today(),
            number="LP/2",
        )  # fmt: skip
        with pytest.raises(Refused, match="corrected already"):
            law.correct_step(
                by=cast.manager, case_id=case.pk, step_id=first, reason="Lagi", stage="police_report", happened_on=today(), number="LP/3"
            )
    track = told(cast, case).criminal[0]
    assert ([s.number for s in track.steps], [s.number for s in track.replaced]) == (["LP/2"], ["LP/1"])


def test_a_step_on_which_others_rest_is_not_taken_away(cast: Cast, case: Case) -> None:
    first = tell(cast, case, "police_report")
    second = tell(cast, case, "investigation")
    facts: dict[str, Any] = {"by": cast.manager, "case_id": case.pk, "reason": "Salah", "happened_on": today(), "void": True}
    with acting_as(cast.manager, "test"):
        with pytest.raises(Refused, match="rest on this"):
            law.correct_step(step_id=first, stage="police_report", **facts)
        law.correct_step(step_id=second, stage="investigation", **facts)
        law.correct_step(step_id=first, stage="police_report", **facts)
    assert told(cast, case).criminal[0].state == "empty"
    assert owed(cast, case) == []


def test_no_step_is_changed_or_deleted_not_even_by_the_database(cast: Cast, case: Case) -> None:
    step = tell(cast, case, "police_report")
    with acting_as(cast.manager, "test"):
        for act in (lambda: LegalStep.objects.filter(pk=step).update(stage="trial"), LegalStep.objects.filter(pk=step).delete):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                act()


def test_a_hearing_is_promised_for_its_day_and_kept_by_what_happened_there(cast: Cast, case: Case) -> None:
    tell(cast, case, "police_report")
    hearing = today() + timedelta(7)
    tell(cast, case, "prosecution", next_on=hearing)
    assert owed(cast, case) == ["court_hearing"]
    with acting_as(cast.manager, "test"):
        row = Commitment.objects.get(key="court_hearing")
        assert (row.due_at.astimezone(WIB).date(), row.case_id, row.subject_kind) == (hearing, case.pk, "law")
    with files.later(days=7):
        tell(cast, case, "trial", next_on=hearing + timedelta(7))
    assert (owed(cast, case), owed(cast, case, "kept")) == (["court_hearing"], ["court_hearing"])


def test_a_hearing_that_is_moved_is_promised_anew(cast: Cast, case: Case) -> None:
    tell(cast, case, "police_report")
    step = tell(cast, case, "prosecution", next_on=today() + timedelta(7))
    with acting_as(cast.manager, "test"):
        law.correct_step(
            by=cast.manager, case_id=case.pk, step_id=step, reason="Sidang ditunda", stage="prosecution", happened_on=today(),
            next_on=today() + timedelta(14),
        )  # fmt: skip
    assert (owed(cast, case), owed(cast, case, "cancelled").count("court_hearing")) == (["court_hearing"], 1)


def test_a_returned_file_is_asked_after_when_its_days_are_over(cast: Cast, case: Case) -> None:
    for stage in ("police_report", "file_to_prosecutor"):
        tell(cast, case, stage)
    tell(cast, case, "file_returned", days=14)
    assert owed(cast, case) == ["file_completion", "progress_notice"]
    with acting_as(cast.manager, "test"):
        assert Commitment.objects.get(key="file_completion").due_at.astimezone(WIB).date() == today() + timedelta(14)
    tell(cast, case, "file_complete")
    assert owed(cast, case, "kept") == ["file_completion"]


def test_notices_of_progress_are_asked_for_from_the_report_until_the_court_has_it(cast: Cast, case: Case) -> None:
    tell(cast, case, "police_report")
    tell(cast, case, "investigation")
    assert owed(cast, case) == ["investigation_notice", "progress_notice"]
    tell(cast, case, "prosecution")
    assert owed(cast, case) == []


def test_diversion_is_a_childs_path_and_depends_on_the_article(cast: Cast) -> None:
    case = files.open_file(cast, parties=(files.GIRL, BOY))
    tell(cast, case, "police_report", articles=["uu_12_2022_14"])
    assert told(cast, case).criminal[0].diversion == "sought"
    tell(cast, case, "probation_report")
    tell(cast, case, "diversion")
    track = told(cast, case).criminal[0]
    assert (track.state, track.objection) == ("exited", "")


def test_an_exit_against_the_law_is_recorded_with_an_objection(cast: Cast, case: Case) -> None:
    tell(cast, case, "police_report")
    tell(cast, case, "restorative_justice")
    with override("en"):
        assert "not settled" in told(cast, case).criminal[0].objection


def watched(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        actions.propose_closure(by=cast.manager, case_id=case.pk, reason="goals_met", outcome="safe", watch_law=True)
    with acting_as(cast.supervisor, "test"):
        actions.confirm_closure(by=cast.supervisor, case_id=case.pk)


def state_of(cast: Cast, case: Case) -> str:
    with acting_as(cast.supervisor, "test"):
        return queries.summary(cast.supervisor, case.pk).state


def test_while_the_law_is_watched_its_promises_run_on(cast: Cast, case: Case) -> None:
    tell(cast, case, "police_report")
    watched(cast, case)
    assert owed(cast, case) == ["progress_notice"]


def test_the_watch_cannot_end_while_a_track_runs_and_ends_with_the_last_one(cast: Cast, case: Case) -> None:
    tell(cast, case, "police_report")
    watched(cast, case)
    with acting_as(cast.manager, "test"), pytest.raises(Refused, match="still runs"):
        actions.end_watch(by=cast.manager, case_id=case.pk, reason="Cukup")
    to_judgment_rest(cast, case)
    assert state_of(cast, case) == "closed"
    assert owed(cast, case) == ["restitution_request"], "restitution may be asked for until ninety days after the judgment"
    with acting_as(cast.manager, "test"), pytest.raises(Refused, match="closed"):
        law.record_step(by=cast.manager, case_id=case.pk, respondent_id=respondent_of(case), stage="sentence_executed", happened_on=today())


def to_judgment_rest(cast: Cast, case: Case) -> None:
    tell(cast, case, "prosecution")
    tell(cast, case, "judgment", result="convicted")
    tell(cast, case, "final_judgment")


def test_a_second_man_who_was_never_found_keeps_the_watch_for_people_to_decide(cast: Cast) -> None:
    case = files.open_file(cast, parties=(files.GIRL, files.RECRUITER, files.RECRUITER))
    to_judgment(cast, case)
    assert state_of(cast, case) == "open"
    watched(cast, case)
    assert state_of(cast, case) == "legal_watch"
    with acting_as(cast.manager, "test"):
        actions.end_watch(by=cast.manager, case_id=case.pk, reason="Terlapor kedua tidak ditemukan")
    assert state_of(cast, case) == "closed"


def test_other_courts_have_tracks_of_their_own(cast: Cast) -> None:
    case = files.wife_hit(cast)
    with acting_as(cast.companion, "test"):
        track = law.open_track(
            by=cast.companion, case_id=case.pk, kind="religious_court", matter="divorce", filed_on=today() - timedelta(300),
            office="Pengadilan Agama Jambi", number="12/Pdt.G/2026", next_on=today() + timedelta(10),
        )  # fmt: skip
        law.record_step(
            by=cast.companion, case_id=case.pk, track_id=track, stage="decided", happened_on=today(), result="granted", note="Nafkah iddah"
        )
    found = told(cast, case).others[0]
    assert ([s.stage for s in found.steps], found.matter, found.steps[-1].result) == (["filed", "decided"], "divorce", "granted")
    assert owed(cast, case) == ["safety_review"], "a divorce raises danger"
    assert owed(cast, case, "cancelled") == ["court_hearing"]


def test_a_stranger_finds_nothing_and_a_double_click_is_one_step(cast: Cast, case: Case) -> None:
    with acting_as(cast.stranger, "test"), pytest.raises(Http404):
        law_for(cast.stranger, case.pk)
    submission = uuid7()
    assert tell(cast, case, "police_report", submission=submission) == tell(cast, case, "police_report", submission=submission)
    with acting_as(cast.stranger, "test"):
        assert not LegalStep.objects.exists()


@pytest.mark.parametrize(("matter", "asked"), [("divorce", True), ("shared_property", True), ("birth_certificate", False)])
def test_a_separation_before_the_court_asks_to_score_the_danger_again_once(cast: Cast, matter: str, asked: bool) -> None:
    case = files.wife_hit(cast)

    with acting_as(cast.manager, "test"):
        for _n in range(2):
            law.open_track(by=cast.manager, case_id=case.pk, kind="religious_court", matter=matter, filed_on=today())
        assert promises(case).count("safety_review") == int(asked)
        actions.assess(by=cast.manager, case_id=case.pk, danger_signs=("separation",))
        assert "safety_review" not in promises(case)
