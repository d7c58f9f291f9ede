"""Tables that people read on a phone stand upright there: nothing scrolls sideways inside its sheet either."""

from datetime import timedelta

import pytest

from jejaring.commitments import actions as commitments
from jejaring.commitments.actions import About
from jejaring.commitments.states import RuleKey
from jejaring.directory import actions as directory
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now
from jejaring.kernel.ids import uuid7
from tests.browser.conftest import At
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("live")
SIDEWAYS = "[...document.querySelectorAll('main .scroll')].filter(box => box.scrollWidth > box.clientWidth + 1).length"
WORDS = "[...document.querySelectorAll('main td[data-label]')].slice(0, 5).map(cell => cell.dataset.label)"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_chair_reads_every_desk_on_a_phone(at: At, cast: Cast, dark: bool) -> None:
    for desk, days in (("police", -3), ("unit", -1), ("social", 2)):
        with acting_as(cast.manager, "test"):
            commitments.promise(
                RuleKey.REFERRAL_ANSWER, by=cast.manager, about=About("referral", uuid7()), desk_id=cast.desk_id(desk),
                start=now() - timedelta(days=20), due_at=now() + timedelta(days=days), owed_to_desk_id=cast.desk_id("unit"),
            )  # fmt: skip
    chair = at("chair", phone=True, dark=dark).opens("/promises/")

    assert chair.page.locator("main table").count()
    assert chair.page.evaluate(SIDEWAYS) == 0
    assert chair.page.evaluate(WORDS) == ["Terbuka", "Lewat", "Ditepati", "Separuh dijawab dalam", "Terlama menunggu"]


def test_the_roster_fits_a_phone(at: At, cast: Cast) -> None:
    with acting_as(cast.duty, "test"):
        start = now() + timedelta(hours=1)
        directory.plan_shift(by=cast.duty, user_id=cast.duty.id, starts_at=start, ends_at=start + timedelta(hours=8), weekly=True)
    duty = at("duty", phone=True).opens("/roster/")

    assert duty.page.locator("main tbody tr").count() == 1
    assert duty.page.evaluate(SIDEWAYS) == 0
