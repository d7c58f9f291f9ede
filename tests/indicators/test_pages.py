"""The pages of figures and promises: what they say, to whom, and at what cost."""

import csv
import io
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from jejaring.audit.models import Event
from jejaring.commitments import actions as commitments
from jejaring.commitments.actions import About
from jejaring.commitments.models import Commitment
from jejaring.commitments.states import RuleKey
from jejaring.guard.context import acting_as
from jejaring.indicators.queries import promises
from jejaring.kernel.clock import now, standing_at
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused
from tests.cast import Cast
from tests.indicators import rows
from tests.screens import signed_in

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}
PERIOD = "since=1/1/2024&until=31/10/2024"
UUID_OR_REFERENCE = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}|[KLRS]-\d\d-\d{4}")
Budget = Callable[[int], AbstractContextManager[None]]


def text_of(client: Client, address: str) -> str:
    """The main part of a page, in English, without its markup."""
    page = client.get(address, **ENGLISH).content.decode()
    spaced = re.sub(r"</t[hd]>", " ", page.partition("<main")[2])
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", spaced))


def test_a_figure_says_what_it_counts_by_which_date_and_until_when(cast: Cast) -> None:
    for _n in range(5):
        rows.case(cast, victims=[("female", 30), ("male", 9)])
    rows.case(cast, forms=("sexual",), victims=[("male", 40)])

    text = text_of(signed_in(cast.chair), f"/figures/?unit=victims&by=form&{PERIOD}")

    assert "11 victims by the day of registration, 1 Jan 2024 – 31 Oct 2024." in text
    assert "Most: Physical, 10 (91%)." in text
    assert "Until 31 Oct 2024, 23.59.59 WIB, both days included" in text
    assert "Total, each counted once" in text
    assert "1 (internal)" in text
    assert "Internal, not for publication" in text


def test_months_without_anything_are_shown_and_drawn(cast: Cast) -> None:
    rows.case(cast, "2024-02-10 08:00")

    page = signed_in(cast.chair).get(f"/figures/?unit=cases&by=month&{PERIOD}", **ENGLISH).content.decode()

    assert page.count('<rect class="column"') == 10
    assert page.count('<th scope="row"') == 11, "ten months and the total"


def test_two_splits_make_a_table_with_sums(cast: Cast) -> None:
    rows.case(cast, victims=[("female", 30)] * 5 + [("male", 9)] * 6)

    text = text_of(signed_in(cast.chair), f"/figures/?unit=victims&by=age_band&across=sex&{PERIOD}")

    assert "Age band Female Male Count" in text
    assert "25–44 years 5 0 5" in text
    assert "Total 5 6 11" in text


def test_what_cannot_be_counted_is_said_in_the_words_of_the_screen(cast: Cast) -> None:
    answer = signed_in(cast.chair).get("/figures/?unit=cases&by=age_band", **ENGLISH)

    assert answer.status_code == 422
    assert "Cases are not counted by “age band”. Possible are: month, district, form" in answer.content.decode()
    wrong = signed_in(cast.chair).get("/figures/?since=gestern&until=2024-01-31&category=theft")
    assert wrong.status_code == 422
    page = wrong.content.decode()
    assert "Belum ada yang disimpan" not in page, "a question saves nothing"
    assert 'value="31/1/2024"' in page


def test_the_download_is_the_same_figure_and_is_logged(cast: Cast) -> None:
    rows.case(cast, victims=[("female", 30), ("male", 9)])

    answer = signed_in(cast.statistician).get(f"/figures/csv/?unit=victims&by=sex&{PERIOD}", **ENGLISH)

    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(x["sex"], x["count"]) for x in lines] == [("female", "1"), ("male", "1"), ("total", "2")]
    assert {x["note"] for x in lines} == {"internal"}
    assert "victims-2024-01-01-2024-10-31-internal.csv" in answer["Content-Disposition"]
    with acting_as(cast.privacy, "test"):
        assert Event.objects.get(act="figure_downloaded").detail == "victims"


def test_only_roles_with_figures_or_promises_come_in(cast: Cast) -> None:
    seen = {
        actor.name: tuple(signed_in(actor).get(page).status_code for page in ("/figures/", "/figures/csv/", "/promises/"))
        for actor in (cast.chair, cast.secretary, cast.statistician, cast.duty, cast.companion, cast.police, cast.admin, cast.privacy)
    }

    assert list(seen.values()) == [(200, 200, 200)] * 2 + [(200, 200, 403)] * 2 + [(403, 403, 403)] * 4


def owe(cast: Cast, desk: str, *, due: timedelta, kept: timedelta | None = None, started: timedelta = timedelta(days=-20)) -> None:
    """One promise of a desk, due and perhaps kept at these distances from now."""
    subject, at = uuid7(), now()
    with acting_as(cast.manager, "test"):
        row = commitments.promise(
            RuleKey.REFERRAL_ANSWER, by=cast.manager, about=About("referral", subject, reference="R-24-0001-A"), desk_id=cast.desk_id(desk),
            owed_to_desk_id=cast.desk_id("unit"), start=at + started, due_at=at + due,
        )  # fmt: skip
        if kept is not None:
            with standing_at(at + kept):
                commitments.keep(RuleKey.REFERRAL_ANSWER, subject_id=subject, by=cast.manager, act="test")
        assert Commitment.objects.filter(pk=row.pk).exists()


def test_the_chair_sees_which_desk_is_late_and_no_case(cast: Cast) -> None:
    owe(cast, "police", due=timedelta(days=-3))
    owe(cast, "police", due=timedelta(days=-1))
    owe(cast, "police", due=timedelta(hours=5))
    owe(cast, "social", due=timedelta(days=-2), kept=timedelta(days=-4))
    owe(cast, "social", due=timedelta(days=-6), kept=timedelta(days=-5))
    owe(cast, "hospital", due=timedelta(hours=-30))

    client = signed_in(cast.chair)
    text, page = text_of(client, "/promises/?period=months"), client.get("/promises/").content.decode()

    assert "Of 5 promises kept or due in this period, 20% were kept in time." in text
    assert "3 are late now, 2 of them at Polresta Contoh; the oldest has been late for 3 days." in text
    assert "1 more runs and is not yet due." in text
    assert not UUID_OR_REFERENCE.search(page.partition("<main")[2])
    assert page.index("Polresta Contoh") < page.index("RSUD Contoh") < page.index("Dinas Sosial Contoh"), "the latest first"


def test_what_was_kept_before_the_period_is_not_counted_and_what_was_cancelled_never(cast: Cast) -> None:
    owe(cast, "social", due=timedelta(days=-400), kept=timedelta(days=-401), started=timedelta(days=-410))
    owe(cast, "social", due=timedelta(days=5))
    with acting_as(cast.manager, "test"):
        commitments.cancel(subject_id=Commitment.objects.get(state="open").subject_id, by=cast.manager, act="test")

    with acting_as(cast.chair, "test"):
        found = promises.promises(cast.chair, period="months")

    assert (found.settled, found.late, found.share, found.desks) == (0, 0, None, ())
    assert "No promise yet" in text_of(signed_in(cast.chair), "/promises/")


def test_vertical_bodies_and_desks_without_the_system_are_reminded_by_letter(cast: Cast) -> None:
    owe(cast, "letters", due=timedelta(days=-1))

    assert "reminded by letter" in text_of(signed_in(cast.chair), "/promises/")


def test_the_database_itself_refuses_promises_to_others(cast: Cast) -> None:
    raw = "select * from desk_promises(now(), now())"
    for actor in (cast.duty, cast.statistician, cast.police):
        with acting_as(actor, "test"):
            with pytest.raises(Refused):
                promises.promises(actor)
            with pytest.raises(DatabaseError, match="does not see the promises"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(raw)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(raw)


def test_the_pages_cost_few_statements(cast: Cast, django_assert_max_num_queries: Budget) -> None:
    client = signed_in(cast.chair)
    for address in ("/figures/", f"/figures/?unit=persons&by=category&across=form&{PERIOD}", "/promises/"):
        with django_assert_max_num_queries(15):
            client.get(address)
