"""A shelter's beds, who comes with whom, who leaves; and notes that stay at the receiving desk."""

import re
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from jejaring.cases.models import Case, ServiceFact
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import WIB, now, standing_at
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused
from jejaring.referrals import actions, queries
from jejaring.referrals.models import DeskNote, Referral, Shelter, Stay
from jejaring.referrals.states import DeskNoteKind
from jejaring.vault import actions as vault
from tests import databases
from tests.cases.files import open_file
from tests.cases.paper import logged, words
from tests.cast import Cast, assemble
from tests.referrals.sent import act, owed, send
from tests.screens import signed_in

SHELTER = {"purpose": "shelter", "services": ("shelter",), "basis": "public_task"}


def a_house(cast: Cast, beds: int, address: str = "") -> None:
    """The keeper says how many beds there are."""
    with acting_as(cast.keeper, "test"):
        actions.set_beds(by=cast.keeper, beds=beds, address=address or None)


def to_house(cast: Cast, case: Case, **changes: Any) -> Referral:
    """A referral to the shelter."""
    return send(cast, case, "house", **{**SHELTER, **changes})


def beds(cast: Cast, who: str = "manager") -> queries.Beds:
    """The beds of the house as somebody sees them."""
    with acting_as(cast.actors[who], "test"):
        return queries.beds_of([cast.desk_id("house")])[cast.desk_id("house")]


def admit(cast: Cast, row: Referral, **facts: Any) -> Stay:
    """The person arrives now."""
    with acting_as(cast.keeper, "test"):
        version = Referral.objects.get(pk=row.pk).version
        return actions.admit(by=cast.keeper, referral_id=row.pk, version=version, **{"at": now(), **facts})


def test_a_bed_is_promised_used_with_children_and_free_again(cast: Cast, case: Case) -> None:
    a_house(cast, 4)
    row = to_house(cast, case)
    assert beds(cast).free == 4
    act(cast, "keeper", "accept", row)
    assert beds(cast).free == 3, "accepted: one bed waits"
    stay = admit(cast, row, children=[("female", 3), ("male", 7)])
    assert beds(cast).free == 1
    assert owed(cast.keeper, row.pk) == {"referral_answer": "kept", "first_service": "kept", "service_feedback": "open"}
    with standing_at(now() + timedelta(hours=2)), acting_as(cast.keeper, "test"):
        actions.leave(by=cast.keeper, stay_id=stay.pk, at=now(), exit_reason="returned_to_family", destination="Dijemput bibi")
    assert beds(cast).free == 4
    with acting_as(cast.manager, "test"):
        assert ServiceFact.objects.filter(case=case, service="shelter", kind="given").count() == 1
        (seen,) = queries.stays_of(row.pk)
    assert (seen.destination, seen.row.exit_reason) == ("Dijemput bibi", "returned_to_family")


def test_a_full_shelter_refuses_at_the_acceptance_and_writes_nothing(cast: Cast, case: Case) -> None:
    a_house(cast, 1)
    first, second = to_house(cast, case), to_house(cast, open_file(cast))
    act(cast, "keeper", "accept", first)
    with pytest.raises(Refused, match="full"):
        act(cast, "keeper", "accept", second)
    with acting_as(cast.keeper, "test"):
        assert Referral.objects.get(pk=second.pk).state == "sent"
    assert owed(cast.keeper, second.pk) == {"referral_answer": "open"}


def test_children_without_a_bed_are_refused_and_nothing_is_half_done(cast: Cast, case: Case) -> None:
    a_house(cast, 2)
    row = to_house(cast, case)
    act(cast, "keeper", "accept", row)
    with pytest.raises(Refused) as refused:
        admit(cast, row, children=[("female", 3), ("male", 7)])
    assert refused.value.field == "children"
    with acting_as(cast.keeper, "test"):
        assert not Stay.objects.exists()
    assert owed(cast.keeper, row.pk)["first_service"] == "open"
    assert admit(cast, row, children=[("female", 3)]).left_at is None


@pytest.mark.parametrize(("hours", "why"), [(1, "future"), (-48, "before")])
def test_an_arrival_lies_between_the_referral_and_now(cast: Cast, case: Case, hours: int, why: str) -> None:
    a_house(cast, 4)
    row = to_house(cast, case)
    act(cast, "keeper", "accept", row)
    with pytest.raises(Refused, match=why) as refused:
        admit(cast, row, at=now() + timedelta(hours=hours))
    assert refused.value.field == "at"


def test_the_same_arrival_sent_twice_is_one_stay(cast: Cast, case: Case) -> None:
    a_house(cast, 4)
    row = to_house(cast, case)
    act(cast, "keeper", "accept", row)
    submission = uuid7()
    assert admit(cast, row, submission=submission).pk == admit(cast, row, submission=submission).pk
    with pytest.raises(Refused, match="already"):
        admit(cast, row)


def test_the_house_sees_who_stays_after_the_packet_has_expired(cast: Cast, case: Case) -> None:
    a_house(cast, 4)
    row = to_house(cast, case, expires_days=2)
    act(cast, "keeper", "accept", row)
    admit(cast, row, condition="Lelah, tidak terluka")
    with standing_at(now() + timedelta(days=5)), acting_as(cast.keeper, "test"):
        assert not Referral.objects.filter(pk=row.pk).exists()
        stay = Stay.objects.get()
        assert vault.read(stay, "condition") == "Lelah, tidak terluka"
        assert queries.beds_taken(cast.keeper.desk) == 1


def test_other_desks_see_a_number_of_free_beds_and_nothing_of_who_stays(cast: Cast, case: Case) -> None:
    a_house(cast, 4, address="Jalan Rahasia 1")
    row = to_house(cast, case)
    act(cast, "keeper", "accept", row)
    admit(cast, row)
    assert beds(cast, "stranger").free == 3
    with acting_as(cast.stranger, "test"):
        assert not Stay.objects.exists()
        with pytest.raises(vault.KeyMissing):
            vault.read(Shelter.objects.get(), "address")
        with pytest.raises(Shelter.DoesNotExist):
            queries.shelter_address(cast.stranger)
    with acting_as(cast.keeper, "test"):
        assert queries.shelter_address(cast.keeper) == "Jalan Rahasia 1"
    page = signed_in(cast.manager).get(f"/referrals/new/{case.pk}/?purpose=shelter")
    assert "3 dari 4 tempat tidur kosong" in page.content.decode()
    assert signed_in(cast.social).get("/referrals/shelter/").status_code == 403


def test_a_clinical_note_opens_for_the_psychologist_of_that_desk_alone(cast: Cast, case: Case) -> None:
    row = send(cast, case, "hospital", purpose="psychological", services=("psychological",), basis="public_task")
    with acting_as(cast.therapist, "test"):
        actions.write_desk_note(by=cast.therapist, referral_id=row.pk, kind=DeskNoteKind.CLINICAL, text="Sesi pertama")
    with acting_as(cast.hospital, "test"):
        with pytest.raises(Refused):
            actions.write_desk_note(by=cast.hospital, referral_id=row.pk, kind=DeskNoteKind.CLINICAL, text="Bukan haknya")
        actions.write_desk_note(by=cast.hospital, referral_id=row.pk, kind=DeskNoteKind.CARE, text="Datang tepat waktu")
        assert [n.kind for n in DeskNote.objects.all()] == ["care"]
    with acting_as(cast.therapist, "test"):
        seen = queries.own_notes(cast.therapist, queries.row_for(cast.therapist, row.pk))
    assert [n.text for n in seen] == ["Datang tepat waktu", "Sesi pertama"]
    with acting_as(cast.manager, "test"):
        assert not DeskNote.objects.exists(), "the sender never sees them"
        assert queries.own_notes(cast.manager, queries.row_for(cast.manager, row.pk)) == []


def test_the_keepers_page_and_forms(cast: Cast, case: Case) -> None:
    client = signed_in(cast.keeper)
    assert client.post("/referrals/shelter/beds/", {"beds": "5", "address": "Jalan Aman 2"}).status_code == 302
    row = to_house(cast, case)
    act(cast, "keeper", "accept", row)
    page = client.get("/referrals/shelter/").content.decode()
    assert "4 dari 5 tempat tidur kosong" in page
    assert f"/referrals/{row.pk}/admit/" in page
    assert "Jalan Aman 2" not in page
    assert set(re.findall(r'href="([^"]+)"[^>]* aria-current="page"', page)) == {"/referrals/shelter/"}
    with acting_as(cast.keeper, "test"):
        version = Referral.objects.get(pk=row.pk).version
    moment = now().astimezone()
    at = {"at_0": f"{moment:%d/%m/%Y}", "at_1": f"{moment:%H.%M}", "version": str(version), "submission": str(uuid7())}
    wrong = client.post(f"/referrals/{row.pk}/admit/", {**at, "children": "balita"})
    assert wrong.status_code == 422
    assert "balita" in wrong.content.decode()
    assert client.post(f"/referrals/{row.pk}/admit/", {**at, "children": "P 3, L 7"}).status_code == 302
    shown = client.post("/referrals/shelter/address/").content.decode()
    assert "Jalan Aman 2" in shown
    assert "Anak perempuan, 3" in shown


def test_two_keepers_cannot_give_the_last_bed_twice(own_database: databases.Clone) -> None:
    cast = assemble()
    a_house(cast, 1)
    rows = [to_house(cast, open_file(cast)) for _ in range(2)]
    outcomes: list[str] = []

    def take(row: Referral) -> None:
        try:
            act(cast, "keeper", "accept", row)
            outcomes.append("accepted")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=(row,)) for row in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["accepted", "refused"]


def test_somebody_who_stays_longer_than_the_packet_opens_is_still_in_the_house_and_can_leave(cast: Cast, case: Case) -> None:
    a_house(cast, 4)
    row = to_house(cast, case, expires_days=2)
    act(cast, "keeper", "accept", row)
    stay = admit(cast, row, children=[("female", 3)])
    with standing_at(now() + timedelta(days=5)):
        client = signed_in(cast.keeper)
        page = client.get("/referrals/shelter/").content.decode()
        assert f"/referrals/shelter/{stay.pk}/" in page
        assert "Anak perempuan, 17" in client.get(f"/referrals/shelter/{stay.pk}/").content.decode()
        assert "Nama" not in words(client.post(f"/referrals/shelter/{stay.pk}/admission/print/").content)
        typed = {"exit_reason": "returned_to_family", "destination": "Dijemput bibi", "submission": str(uuid7())}
        moment = now().astimezone(WIB)
        typed |= {"at_0": f"{moment:%d/%m/%Y}", "at_1": f"{moment:%H.%M}"}
        assert client.post(f"/referrals/shelter/{stay.pk}/leave/", typed)["Location"] == f"/referrals/shelter/{stay.pk}/"
    assert beds(cast).free == 4


def test_a_stay_prints_its_admission_and_the_record_of_its_end_without_the_address(cast: Cast, case: Case) -> None:
    a_house(cast, 4, address="Jalan Rahasia 1")
    row = to_house(cast, case)
    act(cast, "keeper", "accept", row)
    stay = admit(cast, row, condition="Lelah, tidak terluka", belongings="tas; 1\nKTP", children=[("male", 7)])
    client, at = signed_in(cast.keeper), f"/referrals/shelter/{stay.pk}/"

    paper = client.post(f"{at}admission/print/")
    assert paper["Content-Type"] == "application/pdf"
    said = words(paper.content)
    assert [text for text in ("Bunga Contoh", row.reference, "Lelah, tidak terluka", "tas", "Anak laki-laki, 7") if text not in said] == []
    assert "Rahasia" not in said
    assert client.post(f"{at}hand_over/print/").status_code == 404, "nobody has left"
    with acting_as(cast.keeper, "test"):
        actions.leave(by=cast.keeper, stay_id=stay.pk, at=now(), exit_reason="returned_to_family", destination="Dijemput bibi")
    said = words(client.post(f"{at}hand_over/print/").content)

    assert [text for text in ("Bunga Contoh", "Dijemput bibi", "Rumah Aman Contoh") if text not in said] == []
    assert logged(cast, "paper_printed") == [(stay.pk, "admission", "referral"), (stay.pk, "hand_over", "referral")]
    assert client.post(f"{at}closure/print/").status_code == 404
    for name, status in (("manager", 403), ("social", 403)):
        assert signed_in(cast.actors[name]).post(f"{at}admission/print/").status_code == status
    page = signed_in(cast.manager).get(f"/referrals/{row.pk}/").content.decode()
    assert f"/cases/{case.pk}/papers/print/admission/" in page
