"""A report that joined a case: what it promised is the case's from then on."""

from datetime import datetime, time

import pytest

from jejaring.cases import actions as cases
from jejaring.commitments import queries as commitments
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import WIB, standing_at
from jejaring.kernel.deadlines import Window
from jejaring.people.rules import ContactWish
from jejaring.triage import actions
from tests.cast import Cast
from tests.triage.told import owed, proposed

pytestmark = pytest.mark.django_db
AFTERNOON = Window(time(13), time(15))


def test_what_a_joined_report_promised_is_kept_by_the_case_that_took_it_in(cast: Cast) -> None:
    told, case_id, outcome_id = proposed(cast)
    with acting_as(cast.manager, "test"):
        cases.assess(by=cast.manager, case_id=case_id)
        assert owed(cast, told.pk)["first_response"] == "open", "the case does not have the report yet"
        actions.answer_join(by=cast.manager, outcome_id=outcome_id, accept=True)
        assert owed(cast, told.pk)["first_response"] == "open", "somebody called again after the assessment"

        cases.assess(by=cast.manager, case_id=case_id)
        steps = [(s.commitment.subject_id, s.commitment.key, s.act) for s in commitments.steps_of_case(case_id)]
    assert owed(cast, told.pk)["first_response"] == "kept"
    assert (told.pk, "first_response", "kept") in steps, "the timeline of the case tells it"


def test_contact_promised_in_a_joined_report_is_kept_in_its_own_hours_alone(cast: Cast) -> None:
    morning = datetime(2026, 3, 3, 9, tzinfo=WIB)
    with standing_at(morning):
        told, case_id, outcome_id = proposed(cast, contact=ContactWish(("whatsapp",), (), AFTERNOON))
        with acting_as(cast.manager, "test"):
            actions.answer_join(by=cast.manager, outcome_id=outcome_id, accept=True)
            cases.assess(by=cast.manager, case_id=case_id)
        assert owed(cast, told.pk)["safe_contact"] == "open"
    with standing_at(morning.replace(hour=14)), acting_as(cast.manager, "test"):
        cases.assess(by=cast.manager, case_id=case_id)
    assert owed(cast, told.pk)["safe_contact"] == "kept"


def test_a_closed_case_leaves_nothing_owed_on_a_report_that_joined_it(cast: Cast) -> None:
    told, case_id, outcome_id = proposed(cast)
    with acting_as(cast.manager, "test"):
        actions.answer_join(by=cast.manager, outcome_id=outcome_id, accept=True)
        cases.propose_closure(by=cast.manager, case_id=case_id, reason="withdrawn", outcome="unknown")
    with acting_as(cast.supervisor, "test"):
        cases.confirm_closure(by=cast.supervisor, case_id=case_id)
    assert "open" not in owed(cast, told.pk).values()
