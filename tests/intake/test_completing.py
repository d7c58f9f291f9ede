"""A report is completed, a draft received, a decision taken once."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from jejaring.commitments.models import CommitmentEvent
from jejaring.guard.context import acting_as
from jejaring.intake import actions
from jejaring.intake.models import Report
from jejaring.intake.states import ReportState
from jejaring.kernel.clock import WIB, standing_at
from jejaring.kernel.deadlines import Window
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused
from jejaring.people.queries import contact_wish
from jejaring.people.rules import ContactWish
from jejaring.vault import actions as vault
from tests.cast import Cast
from tests.intake.conftest import NIGHT, STORY, WISH, as_shown, promises, receive, signed_in

pytestmark = pytest.mark.django_db


def complete(cast: Cast, row: Report, *, by: str = "duty", **rest: Any) -> Report:
    actor = cast.actors[by]
    with acting_as(actor, "intake"):
        return actions.complete_report(by=actor, report_id=row.pk, **({"version": row.version} | rest))


def test_what_is_told_afterwards_stands_below_the_story_with_its_moment(cast: Cast) -> None:
    row = receive(cast.duty)
    with standing_at(NIGHT + timedelta(days=400)):
        complete(cast, row, addition="Dia menyebut nama hotel", victim_sex="female")

    with acting_as(cast.duty, "test"):
        again = Report.objects.get(pk=row.pk)
        story = vault.read(again, "narrative")
        assert story.startswith(STORY + "\n\n[")
        assert story.endswith("]\nDia menyebut nama hotel")
        assert (again.victim_sex, again.version) == ("female", 2)


def test_the_story_of_a_received_report_cannot_be_replaced(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        complete(cast, receive(cast.duty), narrative="Cerita lain")

    assert refusal.value.field == "narrative"


def test_completing_keeps_the_promise_to_complete_and_corrects_what_promises_are_about(cast: Cast) -> None:
    row = receive(cast.duty)
    complete(cast, row, complete=True, victim_sex="female", victim_age=16, area="15.71.07")

    owed = promises(cast.duty, row)
    assert owed["complete_report"].state == "kept"
    assert (owed["triage"].about_sex, owed["triage"].about_age, owed["triage"].about_area) == ("female", 16, "15.71.07")


def test_danger_signs_that_were_added_bring_the_clocks_forward_and_the_old_moment_stays_on_record(cast: Cast) -> None:
    with standing_at(NIGHT):
        row = receive(cast.duty, danger_signs=())
        later = NIGHT + timedelta(hours=1)
    with standing_at(later):
        complete(cast, row, danger_signs=("strangling",))

    owed = promises(cast.duty, row)
    assert owed["first_response"].due_at == later + timedelta(minutes=15)
    assert owed["triage"].due_at == later + timedelta(hours=1)
    assert {c.risk for c in owed.values()} == {"high"}
    with acting_as(cast.duty, "test"):
        moved = CommitmentEvent.objects.get(commitment=owed["first_response"], act="moved")
        assert moved.due_before == NIGHT + timedelta(hours=6)


def test_taking_a_critical_sign_back_needs_a_supervisor(cast: Cast) -> None:
    row = receive(cast.duty, danger_signs=("weapon", "pregnant"))
    with pytest.raises(Refused) as refusal:
        complete(cast, row, danger_signs=("pregnant",))

    assert refusal.value.field == "danger_signs"
    assert complete(cast, row, by="supervisor", danger_signs=("pregnant",)).danger_signs == ["pregnant"]


def test_new_safe_hours_replace_the_promise_of_contact(cast: Cast) -> None:
    evening = ContactWish(("sms",), (), Window(time(19), time(20)))
    with standing_at(NIGHT):
        row = receive(cast.duty)
        complete(cast, row, contact=evening)

    with acting_as(cast.duty, "test"):
        assert contact_wish(row.pk) == evening
    open_ones = [c for c in promises(cast.duty, row, all_of="safe_contact") if c.state == "open"]
    assert [c.due_at for c in open_ones] == [datetime(2026, 3, 3, 20, 0, tzinfo=WIB)]


def test_an_empty_wish_leaves_the_earlier_one(cast: Cast) -> None:
    row = receive(cast.duty)
    complete(cast, row, contact=ContactWish())

    with acting_as(cast.duty, "test"):
        assert contact_wish(row.pk) == WISH


def test_the_second_of_two_who_complete_at_once_is_refused(cast: Cast) -> None:
    row = receive(cast.duty)
    complete(cast, row, victim_sex="female")
    with pytest.raises(Refused, match="nothing of yours was lost"):
        complete(cast, row, by="manager", version=1, victim_sex="male")

    with acting_as(cast.duty, "test"):
        assert Report.objects.get(pk=row.pk).victim_sex == "female"


def test_a_double_click_completes_once(cast: Cast) -> None:
    row, submission = receive(cast.duty), uuid7()
    for _ in range(2):
        complete(cast, row, version=1, addition="Sekali saja", submission=submission)

    with acting_as(cast.duty, "test"):
        again = Report.objects.get(pk=row.pk)
        assert vault.read(again, "narrative").count("Sekali saja") == 1
        assert again.version == 2


def test_a_draft_is_received_with_its_story_changed_and_its_clocks_begin(cast: Cast) -> None:
    with standing_at(NIGHT):
        draft = receive(cast.duty, narrative="Ponakan", reporter_kind="", channel="", limits_read=False, draft=True, contact=None)
        kept = complete(cast, draft, narrative="Ponakan saya", draft=True)
        with pytest.raises(Refused):
            complete(cast, kept, narrative="Ponakan saya")
        facts = {"reporter_kind": "family", "channel": "hotline", "limits_read": True, "danger_signs": ("imminent_wedding",)}
        row = complete(cast, kept, narrative="Ponakan saya mau dinikahkan", contact=WISH, **facts)

    assert row.state == ReportState.WAITING
    owed = promises(cast.duty, row)
    assert set(owed) == {"first_response", "triage", "safe_contact", "complete_report"}
    assert owed["first_response"].due_at == NIGHT + timedelta(minutes=15)


@pytest.mark.parametrize(("said", "kept"), [("not_asked", "not_asked"), ("none", "none"), ("", "")])
def test_a_draft_remembers_whether_danger_was_asked_about(cast: Cast, said: str, kept: str) -> None:
    duty = signed_in("duty")
    duty.post("/reports/new/", {"narrative": "Ponakan saya", "danger_answer": [said] if said else [], "draft": "1"})
    with acting_as(cast.duty, "test"):
        draft = Report.objects.get(state=ReportState.DRAFT)
    shown = as_shown(duty, draft)
    assert shown.get("danger_answer", "") == kept

    assert duty.post(f"/reports/{draft.pk}/complete/", shown | {"draft": "1"}).status_code == 302
    assert as_shown(duty, draft).get("danger_answer", "") == kept


def test_a_report_is_decided_once(cast: Cast) -> None:
    row = receive(cast.duty)
    with acting_as(cast.duty, "triage"):
        decided = actions.decide_report(by=cast.duty, report_id=row.pk, version=1)
        assert (decided.state, decided.version) == (ReportState.DECIDED, 2)
        for version in (1, 2):
            with pytest.raises(Refused):
                actions.decide_report(by=cast.duty, report_id=row.pk, version=version)


def test_deciding_needs_the_permission_to_triage(cast: Cast) -> None:
    row = receive(cast.duty)
    with acting_as(cast.companion, "triage"), pytest.raises(Refused):
        actions.decide_report(by=cast.companion, report_id=row.pk, version=1)
