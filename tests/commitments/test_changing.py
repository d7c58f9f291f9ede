"""Changing a promise on its page: waiting, more time, and what need not be kept, each with who may and why not."""

from datetime import timedelta

import pytest

from jejaring.commitments.actions import About, promise
from jejaring.commitments.models import Commitment, CommitmentEvent
from jejaring.commitments.states import RuleKey
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import WIB, now
from jejaring.kernel.ids import uuid7
from jejaring.vault import actions as vault
from tests.cast import Cast
from tests.screens import signed_in

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def owed(cast: Cast) -> Commitment:
    """A promise of the unit to the police, on something of the unit's own domain."""
    return promised(cast)


def promised(cast: Cast, key: RuleKey = RuleKey.TRIAGE) -> Commitment:
    subject = uuid7()
    with acting_as(cast.duty, "test"):
        vault.make_domain(subject, cast.duty.organisation)
        about = About("report", subject, risk="medium", reference="L-26-0001-X")
        return promise(key, by=cast.duty, about=about, owed_to_desk_id=cast.desk_id("police"))


def page_of(cast: Cast, owed: Commitment, who: str = "duty") -> str:
    return signed_in(cast.actors[who]).get(f"/promises/{owed.pk}/", headers=ENGLISH).content.decode()


def post(cast: Cast, owed: Commitment, act: str, who: str = "duty", **fields: str) -> int:
    return signed_in(cast.actors[who]).post(f"/promises/{owed.pk}/{act}/", fields, headers=ENGLISH).status_code


def test_a_promise_that_waits_stands_apart_and_is_never_late(cast: Cast, owed: Commitment) -> None:
    assert post(cast, owed, "wait", waits_for="document", note="Menunggu surat keterangan") == 302
    home = signed_in(cast.duty).get("/", headers=ENGLISH).content.decode()

    assert "Nothing is due now. · 1 waiting for somebody" in home
    apart = home[home.index("Waiting for somebody") :]
    assert "Waiting for a document, since today" in apart
    assert f"/promises/{owed.pk}/here/" in apart
    assert "Menunggu surat" not in home
    assert "Menunggu surat keterangan" in page_of(cast, owed)


def test_what_was_waited_for_is_here_and_the_clock_runs_on(cast: Cast, owed: Commitment) -> None:
    post(cast, owed, "wait", waits_for="document")
    assert post(cast, owed, "here") == 302

    assert "1 open" in signed_in(cast.duty).get("/", headers=ENGLISH).content.decode()
    assert post(cast, owed, "here") == 409, "it does not wait any more"


def test_more_time_keeps_the_old_moment_and_the_same_form_counts_once(cast: Cast, owed: Commitment) -> None:
    later = (now() + timedelta(days=4)).astimezone(WIB)
    fields = {"due_at_0": f"{later:%d/%m/%Y}", "due_at_1": "10.00", "reason": "no_staff", "submission": str(uuid7())}
    assert [post(cast, owed, "more-time", **fields) for _ in range(2)] == [302, 302]
    with acting_as(cast.duty, "test"):
        (moved,) = CommitmentEvent.objects.filter(commitment_id=owed.pk, act="moved")

    assert moved.due_before == owed.due_at
    assert "Not enough staff" in page_of(cast, owed)
    assert "was due" in page_of(cast, owed)


def test_an_earlier_moment_is_refused_beside_its_field(cast: Cast, owed: Commitment) -> None:
    fields = {"due_at_0": "1/1/2025", "due_at_1": "10.00", "reason": "no_staff"}
    answer = signed_in(cast.duty).post(f"/promises/{owed.pk}/more-time/", fields, headers=ENGLISH)

    assert answer.status_code == 422
    assert "The new moment lies after the old one" in answer.content.decode()


def test_a_waiver_is_decided_by_somebody_else_who_was_told(cast: Cast, owed: Commitment) -> None:
    assert post(cast, owed, "waive", reason="no_longer_needed", ground="Sudah pulang dengan selamat") == 302
    told = signed_in(cast.supervisor).get("/", headers=ENGLISH).content.decode()
    assert "Somebody asks that a promise need not be kept" in told
    assert f"/promises/{owed.pk}/" in told
    assert post(cast, owed, "decide", decision="waive") == 409, "whoever asked does not decide"

    form = signed_in(cast.supervisor).get(f"/promises/{owed.pk}/decide/", headers=ENGLISH).content.decode()
    assert "Sudah pulang dengan selamat" in form
    assert post(cast, owed, "decide", who="supervisor", decision="waive") == 302
    with acting_as(cast.duty, "test"):
        assert Commitment.objects.get(pk=owed.pk).state == "waived"
    assert "It was decided whether a promise has to be kept" in signed_in(cast.duty).get("/", headers=ENGLISH).content.decode()


def test_the_desk_that_waits_may_decide_and_changes_nothing_else(cast: Cast, owed: Commitment) -> None:
    post(cast, owed, "waive", reason="done_elsewhere", ground="Sudah ditangani")
    page = page_of(cast, owed, "police")

    assert "Read and decide" in page
    assert "This is another desk&#x27;s promise." in page
    assert post(cast, owed, "wait", who="police", waits_for="document") == 409
    assert post(cast, owed, "decide", who="police", decision="keep") == 302
    assert "It has to be kept" in page_of(cast, owed)


@pytest.mark.parametrize("key", [RuleKey.FIRST_RESPONSE, RuleKey.POLICE_REPORT])
def test_what_cannot_wait_is_greyed_with_its_reason(cast: Cast, key: RuleKey) -> None:
    page = page_of(cast, promised(cast, key))

    assert page.count("do not wait: this promise is neither paused nor moved") == 4, "title and words of two greyed acts"
    assert "Life or the law demands it" in page


def test_a_stranger_finds_no_promise(cast: Cast, owed: Commitment) -> None:
    client = signed_in(cast.stranger)
    pages = [client.get(f"/promises/{owed.pk}/{act}").status_code for act in ("", "wait/", "more-time/", "waive/", "decide/")]

    assert set(pages) == {404}
    assert client.post(f"/promises/{owed.pk}/here/").status_code == 404
