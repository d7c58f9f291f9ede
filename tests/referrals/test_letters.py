"""S10: a girl of another regency, handed over by a numbered letter; the promise runs on until it is acknowledged there."""

from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist

from jejaring.cases.models import Case
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now
from jejaring.kernel.ids import reference_is_valid
from jejaring.kernel.verdict import Refused
from jejaring.notices.models import Notice
from jejaring.referrals import queries
from jejaring.referrals.models import Letter, Referral
from jejaring.vault.models import Wrap
from tests.cast import Cast
from tests.referrals.sent import acknowledge, act, owed, send
from tests.triage import told


@pytest.fixture
def handed(cast: Cast) -> Referral:
    """The aunt has called, triage decided a transfer, the manager has written the letter."""
    report = told.report(cast, told.AUNT)
    done = told.decide(
        cast, report, kind="violence_against_children", jurisdiction="transfer_region", region="15.05", outcomes=("transfer",)
    )
    assert owed(cast.manager, done.case_id)["hand_over"] == "open"
    return send(cast, done.case_id, "letters")


def state_of(cast: Cast, row: Referral) -> str:
    with acting_as(cast.manager, "test"):
        return Case.objects.get(pk=row.case_id).state


def test_the_letter_keeps_the_handing_over_and_waits_for_its_acknowledgement(cast: Cast, handed: Referral) -> None:
    assert owed(cast.manager, handed.case_id)["hand_over"] == "kept"
    assert owed(cast.manager, handed.pk) == {"letter_acknowledgement": "open"}
    assert state_of(cast, handed) == "open"
    with acting_as(cast.manager, "test"):
        letter = Letter.objects.get(referral=handed)
        assert letter.number.startswith("S-")
        assert reference_is_valid(letter.number)
        assert not Wrap.objects.exclude(organisation=cast.manager.organisation).exists()


def test_once_it_is_acknowledged_the_case_is_theirs(cast: Cast, handed: Referral) -> None:
    acknowledge(cast, handed, hours=2)

    assert owed(cast.manager, handed.pk) == {"letter_acknowledgement": "kept"}
    assert state_of(cast, handed) == "transferred"
    assert "open" not in owed(cast.manager, handed.case_id).values()
    assert "open" not in owed(cast.manager, handed.report_id).values(), "nor on the report that it came from"
    with acting_as(cast.manager, "test"):
        letter = Letter.objects.get(referral=handed)
        assert (letter.acknowledged_how, letter.acknowledged_by_office) == ("phone", "UPTD PPA Muaro Contoh")
        assert letter.recorded_by == cast.manager.id
        assert Notice.objects.filter(kind="letter_acknowledged", subject_id=handed.pk).exists()
        assert queries.row_for(cast.manager, handed.pk).state == "accepted"


def test_until_then_every_promise_of_the_case_runs_on(cast: Cast, handed: Referral) -> None:
    assert {key for key, state in owed(cast.manager, handed.case_id).items() if state == "open"} >= {"assessment", "plan", "review"}


def test_an_acknowledgement_lies_between_the_letter_and_now(cast: Cast, handed: Referral) -> None:
    for at in (now() + timedelta(hours=1), now() - timedelta(days=1)):
        with pytest.raises(Refused) as refused:
            act(cast, "manager", "acknowledge_letter", handed, how="phone", office="Kantor", at=at)
        assert refused.value.field == "at"
    with pytest.raises(Refused) as refused:
        act(cast, "manager", "acknowledge_letter", handed, how="phone", office=" ", at=now())
    assert refused.value.field == "office"


def test_it_is_acknowledged_once(cast: Cast, handed: Referral) -> None:
    acknowledge(cast, handed)

    with pytest.raises(Refused):
        acknowledge(cast, handed)


def test_a_plain_letter_leaves_the_case_where_it_is(cast: Cast, case: Case) -> None:
    row = send(cast, case, "letters", purpose="shelter", services=("shelter",), basis="public_task")

    acknowledge(cast, row)

    assert state_of(cast, row) == "open"
    act(cast, "manager", "report_back", row, note="Mereka menampungnya")
    with acting_as(cast.manager, "test"):
        assert queries.row_for(cast.manager, row.pk).state == "done"


def test_a_refusal_heard_by_telephone_is_written_down_and_the_transfer_does_not_happen(cast: Cast, handed: Referral) -> None:
    act(cast, "manager", "decline", handed, reason="outside_area", note="Alamatnya di kota")

    assert owed(cast.manager, handed.pk) == {"letter_acknowledgement": "kept"}
    assert state_of(cast, handed) == "open"


def test_the_letter_page_says_who_writes_to_whom_and_carries_the_packet(cast: Cast, handed: Referral) -> None:
    with acting_as(cast.manager, "test"):
        page = queries.letter_for(cast.manager, handed.pk)

    assert (page.sender_name, page.receiver.label) == ("UPTD PPA Contoh", "UPTD PPA Muaro Contoh")
    assert "victim" in [f.name for f in page.view.fields]
    assert "Bibi" not in str(page.view.fields)


def test_a_referral_without_a_letter_has_no_letter_page(cast: Cast, case: Case) -> None:
    row = send(cast, case)

    with acting_as(cast.manager, "test"), pytest.raises(ObjectDoesNotExist):
        queries.letter_for(cast.manager, row.pk)
