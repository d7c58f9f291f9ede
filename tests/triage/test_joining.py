"""A report that joined a case: what it promised is the case's from then on."""

from datetime import datetime, time
from importlib import import_module

import psycopg
import pytest

from jejaring.cases import actions as cases
from jejaring.commitments import queries as commitments
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import WIB, standing_at
from jejaring.kernel.deadlines import Window
from jejaring.people.rules import ContactWish
from jejaring.triage import actions
from tests.cast import Cast, assemble
from tests.databases import Clone
from tests.triage.told import owed, proposed

migration = import_module("jejaring.triage.migrations.0003_joined_promises")
AFTERNOON = Window(time(13), time(15))
OLD = "update commitments_commitment set case_id = null where subject_kind = 'report'"
GIVEN = "select count(*) from commitments_commitment where subject_id = %s and case_id = %s"


@pytest.mark.django_db
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


@pytest.mark.django_db
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


@pytest.mark.django_db
def test_a_closed_case_leaves_nothing_owed_on_a_report_that_joined_it(cast: Cast) -> None:
    told, case_id, outcome_id = proposed(cast)
    with acting_as(cast.manager, "test"):
        actions.answer_join(by=cast.manager, outcome_id=outcome_id, accept=True)
        cases.propose_closure(by=cast.manager, case_id=case_id, reason="withdrawn", outcome="unknown")
    with acting_as(cast.supervisor, "test"):
        cases.confirm_closure(by=cast.supervisor, case_id=case_id)
    assert "open" not in owed(cast, told.pk).values()


def test_what_joined_before_this_was_so_gets_its_case_once_and_only_then(own_database: Clone) -> None:
    """As the database was left by the program before: the promises of the report know no case. The statements are the migration's own."""
    cast = assemble()
    joined, case_id, outcome_id = proposed(cast)
    waiting, _other, _outcome = proposed(cast)
    closed, closed_id, closed_outcome = proposed(cast)
    with acting_as(cast.manager, "test"):
        actions.answer_join(by=cast.manager, outcome_id=outcome_id, accept=True)
        actions.answer_join(by=cast.manager, outcome_id=closed_outcome, accept=True)
        cases.propose_closure(by=cast.manager, case_id=closed_id, reason="withdrawn", outcome="unknown")
    before = owed(cast, joined.pk), owed(cast, waiting.pk)
    with psycopg.connect(own_database.owner_url, autocommit=True) as owner:
        owner.execute(OLD)
        owner.execute("update cases_case set state = 'closed' where id = %s", [closed_id])

        changed = [[owner.execute(sql.encode()).rowcount for sql in (migration.JOINED, migration.CLOSED)] for _n in range(2)]

        assert changed[0][0] >= 2
        assert changed[0][1] >= 1
        assert changed[1] == [0, 0], "a second time it finds nothing"
        assert owner.execute(GIVEN, [joined.pk, case_id]).fetchone() != (0,)
        assert owner.execute("select count(*) from commitments_commitment where subject_id = %s and case_id is not null",
                             [waiting.pk]).fetchone() == (0,), "nobody took it in yet"  # fmt: skip
    assert (owed(cast, joined.pk), owed(cast, waiting.pk)) == before
    assert "open" not in owed(cast, closed.pk).values()
    with acting_as(cast.manager, "test"):
        cases.assess(by=cast.manager, case_id=case_id)
    assert owed(cast, joined.pk)["first_response"] == "kept", "as for a report that joins today"
