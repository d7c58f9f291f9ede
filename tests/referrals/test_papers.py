"""Papers of referrals: the letter as it left the house, what of the case goes along until the access ends, and the form of consent."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, transaction
from django.http import Http404

from jejaring.audit.models import Event
from jejaring.cases import actions as cases
from jejaring.cases.actions import NewParty
from jejaring.cases.models import Case, Document
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now, standing_at
from jejaring.kernel.verdict import Refused
from jejaring.referrals import actions, queries
from jejaring.referrals.models import PacketPaper, Referral
from jejaring.vault.models import FileKey
from tests.cases import files
from tests.cases.paper import PDF, attach, words
from tests.cast import Cast
from tests.referrals.sent import act, send
from tests.screens import signed_in

TO_SHELTER = {"purpose": "shelter", "services": ("shelter",), "basis": "public_task"}


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.FILES, settings.PAPERS = tmp_path / "files", tmp_path / "papers"


def printed(cast: Cast, row: Referral, *, by: str = "manager") -> tuple[bytes, str]:
    with acting_as(cast.actors[by], "test"):
        return actions.print_letter(by=cast.actors[by], referral_id=row.pk)


# the letter --------------------------------------------------------------------------------------------------------------------------


def test_the_letter_to_a_desk_without_the_system_carries_its_number_the_packet_and_the_slip(cast: Cast, case: Case) -> None:
    row = send(cast, case, "letters", **TO_SHELTER)

    pdf, number = printed(cast, row)

    shown = words(pdf)
    with acting_as(cast.manager, "test"):
        assert number == row.letter.number
    assert f"Nomor : {number}" in shown
    assert "TANDA TERIMA SURAT" in shown
    assert "Bunga Contoh" in shown
    assert "WhatsApp" in shown
    assert "UPTD PPA CONTOH" in shown


def test_a_referral_letter_gets_its_number_at_the_first_printing_and_stays_as_it_left_the_house(cast: Cast, case: Case) -> None:
    row = send(cast, case)

    first, number = printed(cast, row)
    with standing_at(now() + timedelta(days=3)):
        again, same = printed(cast, row)

    assert (again, same) == (first, number)
    assert number.startswith("S-")
    assert "TANDA TERIMA" not in words(first)
    with acting_as(cast.manager, "test"):
        assert Document.objects.get().number == number
    with acting_as(cast.privacy, "test"):
        assert list(Event.objects.filter(act__startswith="paper_").order_by("id").values_list("act", flat=True)) == [
            "paper_issued",
            "paper_printed",
        ]


def test_only_who_sent_the_referral_prints_its_letter(cast: Cast, case: Case) -> None:
    row = send(cast, case)

    for who in ("police", "stranger"):
        with pytest.raises((ObjectDoesNotExist, Refused)):
            printed(cast, row, by=who)
    assert signed_in(cast.police).post(f"/referrals/{row.pk}/print/").status_code == 403
    assert signed_in(cast.manager).post(f"/referrals/{row.pk}/print/")["Content-Type"] == "application/pdf"


def test_who_was_forced_into_an_offence_is_protected_on_the_letter_to_the_police_alone(cast: Cast) -> None:
    coerced = NewParty("victim", "female", 17, name="Bunga Contoh", coerced=True)
    case = files.open_file(cast, parties=(coerced, files.RECRUITER))
    with acting_as(cast.manager, "test"):
        cases.screen_trafficking(
            by=cast.manager,
            case_id=case.pk,
            victim_id=files.victim_of(case),
            acts=("recruitment",),
            means=(),
            purposes=("sexual_exploitation",),
        )

    to_police, to_school = send(cast, case), send(cast, case, "social", purpose="education", services=("education",))

    assert "Pasal 18 UU 21/2007" in words(printed(cast, to_police)[0])
    assert "Pasal 18" not in words(printed(cast, to_school)[0])


# along -------------------------------------------------------------------------------------------------------------------------------


def along(cast: Cast, row: Referral) -> Any:
    with acting_as(cast.manager, "test"):
        return PacketPaper.objects.get(referral=row)


def content(cast: Cast, row: Referral, who: str) -> bytes:
    actor = cast.actors[who]
    with acting_as(actor, "test"):
        paper = queries.paper_along(actor, row.pk, along(cast, row).pk, act="paper_taken")
    with acting_as(actor, "test"):
        return queries.opened_along(paper).read()


def test_a_chosen_paper_goes_along_without_being_copied_and_the_receiver_opens_it(cast: Cast, case: Case) -> None:
    kept, left = attach(cast, case), attach(cast, case)

    row = send(cast, case, papers=(kept, kept))

    with acting_as(cast.police, "test"):
        view = queries.referral_for(cast.police, row.pk)
        assert [p.name for p in view.papers] == ["laporan Bunga.pdf"]
        assert not Document.objects.exists()
    assert content(cast, row, "police") == PDF
    assert content(cast, row, "manager") == PDF
    with acting_as(cast.manager, "test"):
        assert FileKey.objects.filter(file=Document.objects.get(pk=kept).file).count() == 2
        assert FileKey.objects.filter(file=Document.objects.get(pk=left).file).count() == 1


@pytest.mark.parametrize("who", ["stranger", "social", "secretary"])
def test_nobody_else_sees_what_went_along(cast: Cast, case: Case, who: str) -> None:
    row = send(cast, case, papers=(attach(cast, case),))

    with acting_as(cast.actors[who], "test"):
        assert not PacketPaper.objects.exists()
    with pytest.raises(Http404):
        content(cast, row, who)


def test_the_access_to_a_paper_ends_with_the_packet(cast: Cast, case: Case) -> None:
    row = send(cast, case, papers=(attach(cast, case),), expires_days=2)

    with standing_at(now() + timedelta(days=3)), pytest.raises(Http404):
        content(cast, row, "police")


def test_withdrawal_takes_the_key_away(cast: Cast, case: Case) -> None:
    row = send(cast, case, papers=(attach(cast, case),))
    file = along(cast, row).file

    act(cast, "manager", "withdraw", row, note="Ditarik")

    with pytest.raises(Http404):
        content(cast, row, "police")
    with acting_as(cast.police, "test"):
        assert not FileKey.objects.filter(file=file).exists()


def test_a_paper_of_another_case_or_a_removed_one_is_not_sent(cast: Cast, case: Case) -> None:
    other, gone = attach(cast, files.open_file(cast)), attach(cast, case)
    with acting_as(cast.manager, "test"):
        cases.remove(by=cast.manager, case_id=case.pk, document_id=gone, reason="Salah")

    with pytest.raises(Http404):
        send(cast, case, papers=(other,))
    with pytest.raises(Refused, match="no longer in the file"):
        send(cast, case, papers=(gone,))
    with acting_as(cast.manager, "test"):
        assert not Referral.objects.exists()


def test_what_went_along_cannot_be_changed(cast: Cast, case: Case) -> None:
    row = send(cast, case, papers=(attach(cast, case),))

    with acting_as(cast.manager, "test"), pytest.raises(DatabaseError), transaction.atomic():
        PacketPaper.objects.filter(referral=row).update(kind="other")


def test_the_receiver_looks_at_pages_and_takes_a_copy_on_the_screens(cast: Cast, case: Case) -> None:
    row = send(cast, case, papers=(attach(cast, case),))
    client, at = signed_in(cast.police), f"/referrals/{row.pk}/papers/{along(cast, row).pk}/"

    assert at in client.get(f"/referrals/{row.pk}/").content.decode()
    assert client.get(at).content.decode().count("<img") == 2
    assert client.get(at + "picture/?page=2")["Content-Type"] == "image/png"
    assert client.post(at + "take/", {}).status_code == 422
    assert b"".join(client.post(at + "take/", {"reason": "hearing"}).streaming_content) == PDF  # type: ignore[attr-defined]
    assert signed_in(cast.social).get(at).status_code == 404


def test_the_sender_ticks_what_goes_along_before_it_is_sent(cast: Cast, case: Case) -> None:
    pk = attach(cast, case)
    client, at = signed_in(cast.manager), f"/referrals/new/{case.pk}/?purpose=law_enforcement"
    typed = {
        "to_desk": str(cast.desk_id("police")), "services": ["law_enforcement"], "request": "Mohon ditangani", "basis": "vital_interest",
        "basis_reason": "Terancam", "expires_days": "30",
    }  # fmt: skip

    preview = client.post(at, {**typed, "step": "preview"}).content.decode()
    assert f'name="paper" value="{pk}"' in preview
    sent = client.post(at, {**typed, "step": "send", "agreed": "on", "paper": [str(pk), "broken"], "offered": [], "go": []})

    assert sent.status_code == 302
    with acting_as(cast.manager, "test"):
        assert PacketPaper.objects.count() == 1


# consent -----------------------------------------------------------------------------------------------------------------------------

MOTHER = NewParty("guardian", "female", 40, name="Ibu Rekaan")
FATHER = NewParty("guardian", "male", 45, name="Bapak Rekaan", conflict=True)


def consent(cast: Cast, case: Case, guardian: str = "", desk: str = "social", purpose: str = "social") -> Any:
    with acting_as(cast.manager, "test"):
        victim = str(files.victim_of(case))
        known = {str(p.pk): p.sex for p in case.participants.filter(role="guardian")}
    chosen = next((pk for pk, sex in known.items() if sex == guardian), "")
    typed = {"victim": victim, "purpose": purpose, "to_desk": str(cast.desk_id(desk)), "guardian": chosen, "days": "90"}
    return signed_in(cast.manager).post(f"/referrals/consent/{case.pk}/", typed)


def test_the_form_for_a_child_is_the_guardians_who_is_not_in_conflict(cast: Cast) -> None:
    case = files.open_file(cast, parties=(files.GIRL, files.RECRUITER, MOTHER, FATHER))

    shown = words(consent(cast, case, "female").content)

    assert "Ibu Rekaan" in shown
    assert "Bapak Rekaan" not in shown
    assert "Laki-laki, 45" in shown
    assert "Pendapat anak" in shown
    assert "wajib dilaporkan kepada polisi" in shown
    assert "Dinas Sosial Contoh" in shown
    assert consent(cast, case, "male").status_code == 422
    assert consent(cast, case).status_code == 422


def test_an_adult_decides_in_person_and_only_names_of_fields_stand_on_the_form(cast: Cast) -> None:
    case = files.wife_hit(cast)

    answer = consent(cast, case)

    shown = words(answer.content)
    assert answer["Content-Type"] == "application/pdf"
    assert "Ibu Contoh" in shown
    assert "Pendapat anak" not in shown
    assert "Cerita contoh" not in shown
    with acting_as(cast.privacy, "test"):
        assert Event.objects.filter(act="paper_printed", detail="consent,2026-1").count() == 1


def test_consent_to_an_address_that_the_purpose_has_not_is_refused(cast: Cast) -> None:
    case = files.wife_hit(cast)

    assert consent(cast, case, purpose="law_enforcement").status_code == 422
