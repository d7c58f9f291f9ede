"""The screens of referrals for both desks, through the real middleware."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jejaring.cases.models import Case, ServiceFact
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now, standing_at, today
from jejaring.kernel.ids import uuid7
from jejaring.referrals.models import Referral, ReferralEvent
from tests.cast import Cast
from tests.referrals.sent import act, carried, owed, send
from tests.screens import signed_in

OF_THE_TEST = ("SAVEPOINT", "RELEASE")  # in a test a request is a savepoint; on a server it is the transaction


def text_of(page: Any) -> str:
    """A page on one line."""
    return re.sub(r"\s+", " ", page.content.decode())


def at(row: Referral, tail: str = "") -> str:
    """Where a referral or an act on it stands."""
    return f"/referrals/{row.pk}/{tail}"


def asked(cast: Cast, **changes: Any) -> dict[str, Any]:
    """What a browser sends to ask the police for something."""
    plain = {
        "to_desk": str(cast.desk_id("police")), "services": ["law_enforcement"], "request": "Mohon dijemput malam ini",
        "basis": "vital_interest", "consent_by": "", "basis_reason": "Terancam di hotel", "expires_days": "90",
        "submission": str(uuid7()), "step": "preview",
    }  # fmt: skip
    return plain | changes


def shown(page: Any) -> dict[str, Any]:
    """What the page before the sending carries: the digest, and the names that were offered."""
    text = page.content.decode()
    (seen,) = re.findall(r'name="seen" value="(\w+)"', text)
    return {"seen": seen, "offered": re.findall(r'name="offered" value="(\w+)"', text)}


def law(case: Case) -> str:
    """Where a referral of a case to the police begins."""
    return f"/referrals/new/{case.pk}/?purpose=law_enforcement"


def state(cast: Cast, row: Referral) -> str:
    """Where a referral stands for its sender."""
    with acting_as(cast.manager, "test"):
        return str(Referral.objects.get(pk=row.pk).state)


def test_lists_and_the_referral_open_for_both_sides(cast: Cast, case: Case) -> None:
    row = send(cast, case)

    for who, show in ((cast.manager, "sent"), (cast.supervisor, "sent"), (cast.police, "received")):
        browser = signed_in(who)
        listed, one = browser.get("/referrals/"), browser.get(at(row))
        assert (listed.status_code, one.status_code) == (200, 200)
        assert row.reference in text_of(listed), show
        assert "Bunga" not in text_of(listed)
        assert "Bunga Contoh" in text_of(one)
        assert "WhatsApp" in text_of(one)
    assert (f"/cases/{case.pk}/" in text_of(signed_in(cast.manager).get(at(row)))) is True
    assert (f"/cases/{case.pk}/" in text_of(signed_in(cast.police).get(at(row)))) is False


@pytest.mark.parametrize("query", ["?show=sent", "?show=received", "?show=x", "?before=nonsense", "?before=2026-01-01T00:00:00.0"])
def test_the_list_refuses_no_strange_address(cast: Cast, case: Case, query: str) -> None:
    send(cast, case)

    for who in (cast.manager, cast.police):
        assert signed_in(who).get(f"/referrals/{query}").status_code == 200


def test_what_is_shown_before_is_what_leaves(cast: Cast, case: Case) -> None:
    browser = signed_in(cast.manager)
    assert [browser.get(p).status_code for p in (f"/referrals/new/{case.pk}/", law(case))] == [200, 200]
    preview = browser.post(law(case), asked(cast))
    page = shown(preview)
    assert preview.status_code == 200
    with acting_as(cast.manager, "test"):
        assert not Referral.objects.exists()

    going = [name for name in page["offered"] if name != "victim_domicile"]
    answer = browser.post(law(case), asked(cast, step="send", agreed="on", go=going, **page))

    with acting_as(cast.manager, "test"):
        row = Referral.objects.get(case_id=case.pk)
    assert (answer.status_code, answer["Location"]) == (302, at(row))
    packet = carried(cast, row, by=cast.police)
    assert list(packet) == going
    for value in packet.values():
        assert isinstance(value, dict) or str(value).splitlines()[0] in text_of(preview)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"to_desk": ""}, "to_desk"),
        ({"to_desk": "x"}, "to_desk"),
        ({"request": " "}, "request"),
        ({"basis": ""}, "basis"),
        ({"basis": "consent"}, "basis"),
        ({"basis_reason": ""}, "basis_reason"),
        ({"expires_days": "0"}, "expires_days"),
        ({"expires_days": "many"}, "expires_days"),
        ({"services": ["pigeons"]}, "services"),
    ],
)
def test_a_refused_question_keeps_what_was_typed(cast: Cast, case: Case, wrong: dict[str, Any], field: str) -> None:
    for step in ("preview", "send"):
        answer = signed_in(cast.manager).post(law(case), asked(cast, **({"step": step, "agreed": "on"} | wrong)))
        page = text_of(answer)

        assert answer.status_code == 422
        assert f'id="id_{field}_error"' in page
        assert field == "request" or "Mohon dijemput malam ini" in page
        assert field == "basis_reason" or "Terancam di hotel" in page


@pytest.mark.parametrize("agreed", [{}, {"agreed": "on"}])
def test_nothing_leaves_unread_or_changed_since(cast: Cast, case: Case, agreed: dict[str, str]) -> None:
    browser = signed_in(cast.manager)
    page = shown(browser.post(law(case), asked(cast)))
    page["seen"] = "0" * 32 if agreed else page["seen"]

    answer = browser.post(law(case), asked(cast, step="send", go=page["offered"][:-1], **page, **agreed))

    assert answer.status_code == 422
    assert "Mohon dijemput malam ini" in text_of(answer)
    with acting_as(cast.manager, "test"):
        assert not Referral.objects.exists()


def test_the_same_form_sent_twice_is_one_referral(cast: Cast, case: Case) -> None:
    browser = signed_in(cast.manager)
    page = shown(browser.post(law(case), asked(cast)))
    form = asked(cast, step="send", agreed="on", go=page["offered"], **page)

    assert len({browser.post(law(case), form)["Location"] for _ in range(2)}) == 1


def test_the_receiver_accepts_serves_and_reports_back_on_screen(cast: Cast, case: Case) -> None:
    row, browser = send(cast, case), signed_in(cast.police)
    given = {"service": "law_enforcement", "happened_on": today().isoformat(), "note": "Laporan dibuat"}

    for tail, version, form in (("accept/", "1", {}), ("serve/", "2", given), ("report-back/", "3", {"note": "Perekrut ditangkap"})):
        if tail != "accept/":
            assert browser.get(at(row, tail)).status_code == 200
        answer = browser.post(at(row, tail), {"version": version, "submission": str(uuid7()), **form})
        assert (answer.status_code, answer["Location"]) == (302, at(row)), tail

    assert state(cast, row) == "done"
    assert set(owed(cast.police, row.pk).values()) == {"kept"}
    with acting_as(cast.manager, "test"):
        assert ServiceFact.objects.filter(case=case, referral_id=row.pk).count() == 1
    assert "Perekrut ditangkap" in text_of(signed_in(cast.manager).get(at(row)))


@pytest.mark.parametrize(
    ("tail", "form", "after"),
    [
        ("decline/", {"reason": "no_capacity"}, "declined"),
        ("unavailable/", {}, "unavailable"),
        ("refuse/", {}, "refused"),
    ],
)
def test_every_other_answer_has_its_page(cast: Cast, case: Case, tail: str, form: dict[str, str], after: str) -> None:
    row, browser = send(cast, case, "social"), signed_in(cast.social)

    assert browser.get(at(row, tail)).status_code == 200
    assert browser.post(at(row, tail), {"version": "1", "note": "Penuh", **form})["Location"] == at(row)

    assert state(cast, row) == after


@pytest.mark.parametrize(
    ("tail", "form", "field"),
    [
        ("serve/", {"service": "", "happened_on": "1/1/2026"}, "service"),
        ("serve/", {"service": "law_enforcement", "happened_on": "31/2/2026"}, "happened_on"),
        ("serve/", {"service": "law_enforcement", "happened_on": "1/1/2999"}, "happened_on"),
        ("report-back/", {}, "note"),
    ],
)
def test_a_refused_answer_keeps_what_was_typed(cast: Cast, case: Case, tail: str, form: dict[str, str], field: str) -> None:
    row = send(cast, case)
    act(cast, "police", "accept", row)
    words = {} if field == "note" else {"note": "Kata-kata saya"}

    answer = signed_in(cast.police).post(at(row, tail), {"version": "2", **words, **form})

    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in text_of(answer)
    assert field == "note" or "Kata-kata saya" in text_of(answer)
    assert state(cast, row) == "accepted"


@pytest.mark.parametrize("version", ["", "x", "1", "9" * 30])
def test_the_loser_of_two_keeps_every_word(cast: Cast, case: Case, version: str) -> None:
    row = send(cast, case, "social")
    act(cast, "social", "accept", row)
    browser = signed_in(cast.social)

    lost = browser.post(at(row, "decline/"), {"version": version, "reason": "no_capacity", "note": "Kata-kata saya"})
    pressed = browser.post(at(row, "accept/"), {"version": version, "submission": "broken"})

    assert (lost.status_code, pressed.status_code) == (422, 409)
    assert "Kata-kata saya" in text_of(lost)
    assert state(cast, row) == "accepted"


def test_acts_belong_to_their_side_on_screen_too(cast: Cast, case: Case) -> None:
    row = send(cast, case)

    assert signed_in(cast.manager).post(at(row, "accept/"), {"version": "1"}).status_code == 409
    assert signed_in(cast.manager).get(at(row, "serve/")).status_code == 409
    assert signed_in(cast.police).get(at(row, "withdraw/")).status_code == 409, "the police may withdraw what they asked for, not this"
    for tail in ("acknowledge/", "letter/"):
        assert signed_in(cast.police).get(at(row, tail)).status_code == 403, tail
    assert signed_in(cast.police).get(f"/referrals/new/{case.pk}/").status_code == 403
    assert state(cast, row) == "sent"


def test_other_desks_find_nothing(cast: Cast, case: Case) -> None:
    row = send(cast, case)

    for who, code in ((cast.stranger, 404), (cast.social, 404), (cast.chair, 403), (cast.privacy, 403)):
        browser = signed_in(who)
        for path in (at(row), at(row, "decline/"), f"/referrals/{uuid7()}/"):
            assert browser.get(path).status_code == code, (who, path)
        assert browser.post(at(row, "accept/"), {"version": "1"}).status_code == code
    assert signed_in(cast.stranger).get(law(case)).status_code == 404
    assert row.reference not in text_of(signed_in(cast.social).get("/referrals/"))


def test_a_withdrawn_referral_is_gone_for_the_receiver_and_stays_with_the_sender(cast: Cast, case: Case) -> None:
    row, sender, receiver = send(cast, case), signed_in(cast.manager), signed_in(cast.police)
    assert receiver.get(at(row)).status_code == 200
    assert sender.get(at(row, "withdraw/")).status_code == 200
    assert sender.post(at(row, "withdraw/"), {"version": "1"}).status_code == 422

    answer = sender.post(at(row, "withdraw/"), {"version": "1", "note": "Persetujuan ditarik"})

    assert answer["Location"] == at(row)
    assert sender.get(at(row)).status_code == 200
    assert receiver.get(at(row)).status_code == 404
    assert receiver.post(at(row, "accept/"), {"version": "2"}).status_code == 404
    assert row.reference not in text_of(receiver.get("/referrals/"))


def test_once_the_access_has_ended_the_receiver_finds_the_page_of_nothing(cast: Cast, case: Case) -> None:
    row = send(cast, case, expires_days=1)

    with standing_at(now() + timedelta(hours=23)):
        assert signed_in(cast.police).get(at(row)).status_code == 200
    with standing_at(now() + timedelta(hours=25)):
        assert signed_in(cast.police).get(at(row)).status_code == 404
        assert row.reference not in text_of(signed_in(cast.police).get("/referrals/"))
        assert signed_in(cast.manager).get(at(row)).status_code == 200


def test_a_letter_is_printed_and_its_acknowledgement_hands_the_case_over(cast: Cast, case: Case) -> None:
    row, browser = send(cast, case, "letters"), signed_in(cast.manager)
    printed, offered = browser.get(at(row, "letter/")), browser.get(at(row, "acknowledge/"))
    assert (printed.status_code, offered.status_code) == (200, 200)
    assert "Bunga Contoh" in text_of(printed)
    moment = dict(re.findall(r'name="(at_\d)" value="([^"]*)"', offered.content.decode()))
    form = {"version": "1", "how": "phone", "office": "UPTD PPA Muaro Contoh", **moment}

    refused = browser.post(at(row, "acknowledge/"), form | {"office": "", "note": "Pak lurah"})
    answer = browser.post(at(row, "acknowledge/"), form)

    assert refused.status_code == 422
    assert "Pak lurah" in text_of(refused)
    assert answer["Location"] == at(row)
    with acting_as(cast.manager, "test"):
        assert Case.objects.get(pk=case.pk).state == "transferred"
        assert list(ReferralEvent.objects.filter(referral=row).values_list("act", flat=True)) == ["sent", "acknowledged"]


@pytest.mark.parametrize("who", ["manager", "police"])
@pytest.mark.parametrize("path", ["list", "one"])
def test_a_whole_request_stays_within_its_statements(cast: Cast, case: Case, who: str, path: str) -> None:
    row, *_others = [send(cast, case) for _ in range(3)]
    browser, where = signed_in(cast.actors[who]), "/referrals/" if path == "list" else at(row)
    browser.get(where)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(where).status_code == 200

    counted = [q["sql"] for q in captured if not q["sql"].startswith(OF_THE_TEST)]
    assert len(counted) <= 15, "\n".join(counted)


def test_an_act_of_a_partner_says_what_was_done_also_after_a_double_click(cast: Cast, case: Case) -> None:
    row, browser = send(cast, case), signed_in(cast.police)
    press = {"version": "1", "submission": str(uuid7())}
    with acting_as(cast.police, "test"):
        press["version"] = str(Referral.objects.get(pk=row.pk).version)
    for _click in range(2):
        assert "Rujukan diterima. Layanan pertama ditunggu" in text_of(browser.post(at(row, "accept/"), press, follow=True))

    with acting_as(cast.police, "test"):
        version = str(Referral.objects.get(pk=row.pk).version)
    given = {"service": "law_enforcement", "happened_on": "hari ini", "note": "", "version": version, "submission": str(uuid7())}
    assert "Layanan sudah dicatat." in text_of(browser.post(at(row, "serve/"), given, follow=True))
