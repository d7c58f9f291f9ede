"""Lists of referrals: their order, their few statements, and what they do not open."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jejaring.audit.models import Event
from jejaring.cases.models import Case
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now, standing_at, today
from jejaring.referrals import queries
from tests.cases.files import open_file, wife_hit
from tests.cast import Cast
from tests.referrals.sent import act, send


def statements(ask: Callable[[], Any]) -> int:
    """How many statements a query makes."""
    with CaptureQueriesContext(
        connection,
    ) as seen:
        ask()
    return len(seen.captured_queries)


def test_what_waits_comes_first_soonest_due_and_then_what_is_settled(cast: Cast, case: Case) -> None:
    slow = send(cast, wife_hit(cast), "social", services=("shelter",))
    urgent, settled = send(cast, case, "social"), send(cast, case, "social")
    act(cast, "social", "unavailable", settled)

    with acting_as(cast.social, "test"):
        rows = queries.inbox(cast.social)

    assert [r.id for r in rows] == [urgent.pk, slow.pk, settled.pk]
    assert [r.waits for r in rows] == [True, True, False]
    assert rows[0].due is not None
    assert rows[0].due.due_at < rows[1].due.due_at  # type: ignore[union-attr]


@pytest.mark.parametrize(("who", "ask"), [("social", queries.inbox), ("manager", queries.outbox)])
def test_a_list_costs_three_statements_for_one_row_as_for_five(cast: Cast, who: str, ask: Callable[..., Any]) -> None:
    actor, costs = cast.actors[who], []
    for more in (1, 4):
        for _n in range(more):
            send(cast, open_file(cast), "social")
        with acting_as(actor, "test"):
            costs.append(statements(lambda: ask(actor)))

    assert costs[0] == costs[1] <= 3


def test_lists_name_nobody_and_open_nothing(cast: Cast, case: Case) -> None:
    send(cast, case)

    with acting_as(cast.police, "test"), CaptureQueriesContext(connection) as seen:
        (row,) = queries.inbox(cast.police)

    assert "Bunga" not in str(row)
    assert not [q for q in seen.captured_queries if "vault_wrap" in q["sql"] or "audit_event" in q["sql"]]


def test_reading_a_referral_is_logged_for_either_side(cast: Cast, case: Case) -> None:
    row = send(cast, case)
    for who in (cast.police, cast.manager):
        with acting_as(who, "referral"):
            queries.referral_for(who, row.pk)

    with acting_as(cast.supervisor, "test"):
        event = Event.objects.get(act="read", subject_kind="referral", actor=cast.manager.id)
    with acting_as(cast.privacy, "test"):
        theirs = Event.objects.get(act="read", subject_kind="referral", actor=cast.police.id)
    for found in (event, theirs):
        assert found.subject_id == row.pk
        assert {"request", "victim_name", "safe_contact"} <= set(found.fields.split(","))


def test_one_referral_costs_few_statements(cast: Cast, case: Case) -> None:
    row = send(cast, case)

    with acting_as(cast.police, "test"):
        assert statements(lambda: queries.referral_for(cast.police, row.pk)) <= 8


def test_the_outbox_holds_only_cases_that_one_sees(cast: Cast, case: Case) -> None:
    send(cast, case)

    with acting_as(cast.supervisor, "test"):
        assert len(queries.outbox(cast.supervisor)) == 1
    with acting_as(cast.duty, "test"):
        assert queries.outbox(cast.duty) == []


def test_settled_referrals_page_by_key(cast: Cast, case: Case) -> None:
    first = send(cast, case, "social")
    act(cast, "social", "unavailable", first)
    with standing_at(now() + timedelta(hours=1)):
        second = send(cast, case, "social")
        act(cast, "social", "unavailable", second)

        with acting_as(cast.social, "test"):
            assert [r.id for r in queries.inbox(cast.social)] == [second.pk, first.pk]
            assert [r.id for r in queries.inbox(cast.social, before=second.sent_at)] == [first.pk]


def test_the_timeline_of_a_case_tells_each_step_once(cast: Cast, case: Case) -> None:
    row = send(cast, case)
    act(cast, "police", "accept", row)
    act(cast, "police", "serve", row, service="law_enforcement", happened_on=today(), note="Rahasia")

    with acting_as(cast.manager, "test"):
        found = queries.moments(cast.manager, case.pk)
        assert [r.id for r in queries.of_case(cast.manager, case.pk)] == [row.pk]

    assert [(m.kind, m.by) for m in found] == [
        ("sent", "UPTD PPA Contoh"), ("plain", "Polresta Contoh"), ("kept", "Polresta Contoh"),
    ]  # fmt: skip
    assert "Rahasia" not in str(found)
    with acting_as(cast.stranger, "test"):
        assert queries.moments(cast.stranger, case.pk) == []
