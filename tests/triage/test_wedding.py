"""S10: what is promised for a case is due before the wedding, here and across the border of the region."""

from datetime import datetime, time, timedelta

import pytest

from jejaring.commitments.models import Commitment
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import WIB, standing_at, today
from jejaring.kernel.verdict import Refused
from tests.cast import Cast
from tests.referrals.sent import send
from tests.screens import signed_in
from tests.triage.told import AUNT, decide, report

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 3, 7, 9, 12, tzinfo=WIB)
TRANSFER = {
    "kind": "violence_against_children", "forms": ("sexual",), "jurisdiction": "transfer_region", "region": "15.05",
    "outcomes": ("transfer",),
}  # fmt: skip


def dues(cast: Cast, case_id: object) -> dict[str, datetime]:
    """When each open promise of a case is due."""
    with acting_as(cast.manager, "test"):
        return dict(Commitment.objects.filter(case_id=case_id, state="open").values_list("key", "due_at"))


def test_everything_promised_is_due_before_the_day_of_the_wedding_begins(cast: Cast) -> None:
    with standing_at(MORNING):
        told = report(cast, AUNT)
        done = decide(cast, told, **TRANSFER, event_on=today() + timedelta(days=2))
        wedding = datetime.combine(today() + timedelta(days=2), time(0), WIB)
        found = dues(cast, done.case_id)

        assert found["plan"] == found["review"] == wedding, "three days and a week would miss it"
        assert found["assessment"] < wedding
        assert found["hand_over"] == MORNING + timedelta(hours=1)


def test_the_letter_to_the_neighbours_is_due_before_it_too(cast: Cast) -> None:
    with standing_at(MORNING):
        done = decide(cast, report(cast, AUNT), **TRANSFER, event_on=today() + timedelta(days=1))
    with standing_at(MORNING.replace(hour=22)):
        send(cast, done.case_id, "letters")
        assert dues(cast, done.case_id)["letter_acknowledgement"] == datetime(2026, 3, 8, tzinfo=WIB), "four hours would be after midnight"


def test_a_day_that_has_passed_is_refused_at_its_field(cast: Cast) -> None:
    for days in (-1, 400):
        with pytest.raises(Refused) as refused:
            decide(cast, report(cast, AUNT), event_on=today() + timedelta(days=days))
        assert refused.value.field == "event_on"


@pytest.mark.parametrize(("signs", "asked"), [(("imminent_wedding",), True), (("imminent_departure",), True), (("weapon",), False)])
def test_the_day_is_asked_for_where_a_wedding_or_departure_is_near(cast: Cast, signs: tuple[str, ...], asked: bool) -> None:
    page = signed_in(cast.duty).get(f"/triage/{report(cast, AUNT, danger_signs=signs).pk}/").content.decode()
    assert ('name="event_on"' in page) is asked
