"""Every act on a referral is sent twice by an impatient hand, and by two people who looked at the same page."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from jejaring.cases.models import Case, ServiceFact
from jejaring.commitments.models import CommitmentEvent
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import WIB, now, standing_at, today
from jejaring.kernel.ids import uuid7
from jejaring.notices.models import Notice
from jejaring.referrals import actions
from jejaring.referrals.models import DeskNote, Referral, ReferralEvent, SharingBasis, Stay
from tests.cases import files
from tests.cast import Cast
from tests.referrals.sent import act, send
from tests.screens import signed_in

pytestmark = pytest.mark.django_db
WRITTEN = (ReferralEvent, CommitmentEvent, Notice, ServiceFact, Stay, DeskNote)
SHELTER = {"purpose": "shelter", "services": ("shelter",), "basis": "public_task"}


@dataclass(frozen=True)
class Press:
    """One act: who presses it on a referral to which desk, after which acts, and what is typed."""

    name: str
    who: str = "police"
    to: str = "police"
    before: tuple[str, ...] = ()
    typed: dict[str, str] = field(default_factory=dict)
    once_only: bool = True  # the act leaves a state in which it is not done again

    def __str__(self) -> str:
        return self.name


DAY = {"happened_on": f"{today():%d/%m/%Y}"}
PRESSES = (
    Press("accept"),
    Press("decline", typed={"reason": "no_capacity"}),
    Press("unavailable"),
    Press("refuse"),
    Press("serve", before=("accept",), typed={"service": "law_enforcement"} | DAY),
    Press("report-back", before=("accept",), typed={"note": "Sudah didampingi"}),
    Press("withdraw", who="manager", typed={"note": "Tidak jadi"}),
    Press("acknowledge", who="manager", to="letters", typed={"how": "phone", "office": "UPTD PPA Muaro Contoh"}),
    Press("admit", who="keeper", to="house", before=("accept",)),
    Press("note", before=("accept",), typed={"kind": "care", "text": "Datang tepat waktu"}, once_only=False),
)


@contextmanager
def a_minute_later() -> Iterator[None]:
    """People press after they have read."""
    with standing_at(now() + timedelta(minutes=2)):
        yield


def prepared(cast: Cast, case: Case, press: Press) -> Referral:
    """A referral as it stands before the act."""
    with acting_as(cast.keeper, "test"):
        actions.set_beds(by=cast.keeper, beds=4)
    row = send(cast, case, press.to, **(SHELTER if press.to == "house" else {}))
    for name in press.before:
        act(cast, press.who, name, row)
    return row


def typed(cast: Cast, row: Referral, press: Press) -> dict[str, str]:
    """What the browser sends: the form as it was shown, filled in."""
    moment = now().astimezone(WIB)
    with acting_as(cast.manager, "test"):
        version = Referral.objects.get(pk=row.pk).version
    at = {"at_0": f"{moment:%d/%m/%Y}", "at_1": f"{moment:%H.%M}"}
    return {"version": str(version), "submission": str(uuid7()), **at, **press.typed}


def written(cast: Cast, press: Press) -> list[int]:
    """How many rows both sides see of everything that an act writes."""
    found = []
    for who in ("manager", press.who):
        with acting_as(cast.actors[who], "test"):
            found += [model.objects.count() for model in WRITTEN]
    return found


@pytest.mark.parametrize("press", PRESSES, ids=str)
def test_a_form_sent_twice_is_one_act_and_no_error(cast: Cast, case: Case, press: Press) -> None:
    row = prepared(cast, case, press)
    with a_minute_later():
        form, browser, before = typed(cast, row, press), signed_in(cast.actors[press.who]), written(cast, press)
        first = browser.post(f"/referrals/{row.pk}/{press.name}/", form)
        once = written(cast, press)
        again = browser.post(f"/referrals/{row.pk}/{press.name}/", form)

    assert before != once
    assert written(cast, press) == once
    assert (first.status_code, again.status_code) == (302, 302)
    assert first["Location"] == again["Location"]


@pytest.mark.parametrize("press", [p for p in PRESSES if p.once_only], ids=str)
def test_the_second_of_two_people_is_told_and_writes_nothing(cast: Cast, case: Case, press: Press) -> None:
    row = prepared(cast, case, press)
    with a_minute_later():
        form, browser = typed(cast, row, press), signed_in(cast.actors[press.who])
        browser.post(f"/referrals/{row.pk}/{press.name}/", form)
        once = written(cast, press)
        second = browser.post(f"/referrals/{row.pk}/{press.name}/", form | {"submission": str(uuid7())})

    assert second.status_code in (409, 422)
    assert written(cast, press) == once


def test_somebody_who_leaves_leaves_once(cast: Cast, case: Case) -> None:
    row = prepared(cast, case, PRESSES[-2])
    with acting_as(cast.keeper, "test"):
        version = Referral.objects.get(pk=row.pk).version
        stay = actions.admit(by=cast.keeper, referral_id=row.pk, version=version, at=now())
    with a_minute_later():
        moment, browser = now().astimezone(WIB), signed_in(cast.keeper)
        form = {"at_0": f"{moment:%d/%m/%Y}", "at_1": f"{moment:%H.%M}", "exit_reason": "returned_to_family", "submission": str(uuid7())}
        answers = [browser.post(f"/referrals/shelter/{stay.pk}/leave/", form).status_code for _ in range(2)]
        second = browser.post(f"/referrals/shelter/{stay.pk}/leave/", form | {"submission": str(uuid7())})

    assert answers == [302, 302]
    assert second.status_code == 422


def test_a_withdrawal_and_what_the_receivers_said_count_once(cast: Cast) -> None:
    case = files.wife_hit(cast)
    with acting_as(cast.manager, "test"):
        basis = actions.record_consent(
            by=cast.manager, case_id=case.pk, victim=files.victim_of(case), to_desk=cast.desk_id("hospital"), purpose="health",
            reason="Dijelaskan",
        )  # fmt: skip
    browser, at = signed_in(cast.manager), f"/referrals/basis/{case.pk}/{basis.pk}"
    taken = {"withdrawn_for": basis.consent_by, "version": "1", "submission": str(uuid7())}
    assert [browser.post(f"{at}/withdraw/", taken).status_code for _ in range(2)] == [302, 302]
    said = {"settlement": "Polisi sudah berhenti", "version": "2", "submission": str(uuid7())}
    assert [browser.post(f"{at}/settle/", said).status_code for _ in range(2)] == [302, 302]
    with acting_as(cast.manager, "test"):
        assert SharingBasis.objects.get(pk=basis.pk).version == 3


def test_a_request_taken_up_twice_is_one_report(cast: Cast) -> None:
    with acting_as(cast.police, "test"):
        row: Any = actions.request_service(
            by=cast.police, to_desk=cast.desk_id("unit"), purpose="psychological", request="Mohon pendamping", basis="public_task",
            basis_reason="Diperiksa malam ini", person=actions.Described(sex="female", age=30), submission=uuid7(),
        )  # fmt: skip
    act(cast, "manager", "accept", row)
    browser = signed_in(cast.manager)
    first, second = (browser.post(f"/referrals/{row.pk}/report/", {"version": "2"}) for _ in range(2))

    assert first["Location"] == second["Location"]
