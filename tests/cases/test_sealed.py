"""Sealed notes and papers: nobody opens one alone; two people together open it for one of them, for an hour."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.hashers import make_password
from django.db import DatabaseError, connection, transaction
from django.http import Http404

from jejaring.access.actor import VISITOR, Actor
from jejaring.access.purposes import Purpose
from jejaring.cases import actions, queries
from jejaring.cases.models import Case, Document, Note, SealedItem, Unsealing
from jejaring.directory.models import User
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now, standing_at
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused
from jejaring.notices.models import Notice
from jejaring.referrals.models import PacketPaper
from jejaring.vault import actions as vault
from jejaring.vault.models import FileKey, Wrap
from tests.cases import files, paper
from tests.cast import Cast
from tests.referrals.sent import send
from tests.screens import signed_in

PASSWORD, SECRET = "kata sandi contoh", "Anak ini lahir sebagai Melati Contoh"
Sealed = tuple[Case, UUID, UUID]  # the case, the sealed item, the note or paper


@pytest.fixture(params=["note", "document"])
def sealed(request: pytest.FixtureRequest, cast: Cast) -> Sealed:
    """A note or paper of a girl's case, sealed by the supervisor; everybody has a password."""
    case = files.open_file(cast)
    know_their_password()
    if request.param == "note":
        with acting_as(cast.manager, "test"):
            subject = actions.write_note(by=cast.manager, case_id=case.pk, text=SECRET)
    else:
        subject = paper.attach(cast, case, note=SECRET)
    return case, put_away(cast, case, request.param, subject), subject


@cache
def stored() -> str:
    return make_password(PASSWORD)


def know_their_password() -> None:
    """Everybody of the cast has one and the same."""
    with acting_as(VISITOR, "administration"):
        User.objects.update(password=stored())


def put_away(cast: Cast, case: Case, kind: str, subject: UUID, by: str = "supervisor") -> UUID:
    actor = cast.actors[by]
    with acting_as(actor, "test"):
        return actions.seal(by=actor, case_id=case.pk, kind=kind, subject_id=subject, ground="adoption", reason="Asal-usul anak")


def ask(cast: Cast, sealed: Sealed, who: str = "manager") -> UUID:
    actor = cast.actors[who]
    with acting_as(actor, "test"):
        return actions.ask_unsealing(by=actor, case_id=sealed[0].pk, item_id=sealed[1], ground="court", reason="Surat panggilan sidang")


def agree(cast: Cast, unsealing: UUID, who: str = "supervisor", password: str = PASSWORD) -> None:
    actor = cast.actors[who]
    with acting_as(actor, Purpose.UNSEALING):
        actions.confirm_unsealing(by=actor, unsealing_id=unsealing, password=password)


def read(actor: Actor, sealed: Sealed) -> str:
    """What the product shows somebody of the content: the text, or what was noted on the paper; "" for nothing."""
    with acting_as(actor, "test"):
        case = queries.summary(actor, sealed[0].pk)
        found = queries.opened(actor, case, queries.sealed_item(actor, case, sealed[1]))
        content = found[1] if found else None
        return (content.paper.note if content.paper else content.text) if content else ""


def raw(actor: Actor, sealed: Sealed) -> tuple[int, int, int]:
    """What bare SQL finds: the note or paper, the wrap of its key, the key of its file."""
    with acting_as(actor, "test"):
        rows = Note.objects.filter(pk=sealed[2]).count() + Document.objects.filter(pk=sealed[2]).count()
        return rows, Wrap.objects.filter(domain=sealed[1]).count(), FileKey.objects.filter(domain=sealed[1]).count()


def test_what_is_sealed_is_no_row_no_key_and_no_content_for_anybody_of_the_team(cast: Cast, sealed: Sealed) -> None:
    case, _item, subject = sealed
    for actor in (cast.manager, cast.companion, cast.supervisor, cast.privacy):
        assert raw(actor, sealed) == (0, 0, 0)
    for actor in (cast.manager, cast.companion, cast.supervisor):
        assert read(actor, sealed) == ""
        pages = [f"/cases/{case.pk}/", f"/cases/{case.pk}/papers/", f"/cases/{case.pk}/sealed/", f"/cases/{case.pk}/sealed/{_item}/"]
        texts = [signed_in(actor).get(address).content.decode() for address in pages]
        assert not [text for text in texts if SECRET in text or str(subject) in text]
        assert "Asal-usul anak" in texts[2]
        assert signed_in(actor).get(f"/cases/{case.pk}/papers/{subject}/").status_code == 404


def test_two_people_open_it_for_the_asker_alone_and_for_an_hour(cast: Cast, sealed: Sealed) -> None:
    row = ask(cast, sealed)
    assert read(cast.manager, sealed) == ""
    agree(cast, row)

    shown = raw(cast.manager, sealed)
    assert read(cast.manager, sealed) == SECRET
    assert shown[:2] == (1, 1)
    for actor in (cast.companion, cast.supervisor, cast.privacy):
        assert raw(actor, sealed) == (0, 0, 0)
    assert read(cast.supervisor, sealed) == "", "who agrees opens nothing for oneself"
    with standing_at(now() + timedelta(minutes=59)):
        assert read(cast.manager, sealed) == SECRET
    with standing_at(now() + timedelta(minutes=61)):
        assert read(cast.manager, sealed) == ""
        assert raw(cast.manager, sealed) == (0, 0, 0)


def test_the_privacy_officer_agrees_as_well_and_sees_codes_alone(cast: Cast, sealed: Sealed) -> None:
    row = ask(cast, sealed)
    browser, address = signed_in(cast.privacy), f"/cases/sealed/{row}/"
    listed, shown = browser.get("/cases/sealed/").content.decode(), browser.get(address).content.decode()
    wrong = browser.post(address, {"password": "salah"})
    done = browser.post(address, {"password": PASSWORD})

    assert address in listed
    assert sealed[0].reference not in listed + shown
    assert "Surat panggilan sidang" not in shown
    assert "Surat panggilan sidang" in signed_in(cast.supervisor).get(address).content.decode()
    assert (wrong.status_code, done.status_code) == (422, 302)
    assert read(cast.manager, sealed) == SECRET


def test_nobody_agrees_with_oneself_nor_without_the_right_nor_a_day_later(cast: Cast, sealed: Sealed) -> None:
    own, row = ask(cast, sealed, "supervisor"), ask(cast, sealed)
    with pytest.raises(Refused, match="yourself"):
        agree(cast, own)
    for who in ("companion", "manager", "duty", "stranger", "police", "admin"):
        with pytest.raises((Refused, Http404)):
            agree(cast, row, who)
    with standing_at(now() + timedelta(hours=25)), pytest.raises(Refused, match="any more"):
        agree(cast, row)
    with acting_as(cast.supervisor, "test"), connection.cursor() as cursor:
        cursor.execute("select confirm_unsealing(%s)", [own])
        assert cursor.fetchone() == (None,), "nor past the product"
    assert read(cast.manager, sealed) + read(cast.supervisor, sealed) == ""


def test_a_wrong_password_agrees_to_nothing_and_ten_have_to_wait(cast: Cast, sealed: Sealed) -> None:
    row = ask(cast, sealed)
    browser, address = signed_in(cast.supervisor), f"/cases/sealed/{row}/"
    for _turn in range(10):
        assert browser.post(address, {"password": "salah"}).status_code == 422

    assert browser.post(address, {"password": PASSWORD}).status_code == 422
    assert read(cast.manager, sealed) == ""
    with standing_at(now() + timedelta(minutes=16)):
        assert browser.post(address, {"password": PASSWORD}).status_code == 302


def test_whoever_leaves_the_team_or_is_done_reads_no_more(cast: Cast, sealed: Sealed) -> None:
    row = ask(cast, sealed)
    agree(cast, row)
    assert signed_in(cast.companion).post(f"/cases/{sealed[0].pk}/sealed/{row}/end/").status_code == 409
    assert read(cast.manager, sealed) == SECRET

    done = signed_in(cast.manager).post(f"/cases/{sealed[0].pk}/sealed/{row}/end/")

    assert done.status_code == 302
    assert read(cast.manager, sealed) == ""
    again = ask(cast, sealed, "companion")
    agree(cast, again)
    assert raw(cast.companion, sealed)[:2] == (1, 1)
    with acting_as(cast.supervisor, "test"):
        actions.declare_conflict(by=cast.supervisor, case_id=sealed[0].pk, account="companion", kind="kin", reason="Saudara")
    assert raw(cast.companion, sealed) == (0, 0, 0)


def test_a_privacy_officer_in_a_conflict_neither_sees_nor_agrees(cast: Cast, sealed: Sealed) -> None:
    row = ask(cast, sealed)
    with acting_as(cast.supervisor, "test"):
        actions.declare_conflict(by=cast.supervisor, case_id=sealed[0].pk, account="privacy", kind="party", reason="Pihak")
    with pytest.raises(Http404):
        agree(cast, row, "privacy")
    with acting_as(cast.privacy, "test"), connection.cursor() as cursor:
        assert (SealedItem.objects.count(), Unsealing.objects.count()) == (0, 0)
        cursor.execute("select confirm_unsealing(%s)", [row])
        assert cursor.fetchone() == (None,)


def test_only_a_supervisor_seals_and_only_what_is_in_the_file(cast: Cast, sealed: Sealed) -> None:
    case, _item, subject = sealed
    note = paper.act(cast, "write_note", case, text="Catatan lain")
    for who in ("manager", "companion"):
        with pytest.raises(Refused):
            put_away(cast, case, "note", note, who)
    for kind, pk in (("note", uuid7()), ("document", note), ("note", subject), ("document", subject)):
        with pytest.raises(Http404):
            put_away(cast, case, kind, pk)
    put_away(cast, case, "note", note)
    with acting_as(cast.supervisor, "test"):
        assert SealedItem.objects.count() == 2


def test_nobody_writes_an_agreement_or_a_sealed_row_past_the_functions(cast: Cast, sealed: Sealed) -> None:
    row = ask(cast, sealed)
    moment, pk = now(), uuid7()
    forged: list[Callable[[], Any]] = [
        lambda: Unsealing.objects.filter(pk=row).update(confirmed_by=cast.supervisor.id, until=moment + timedelta(hours=1)),
        lambda: Unsealing(
            id=pk, domain=sealed[0].pk, case_id=sealed[0].pk, item_id=sealed[1], ground="court", reason="x", desk=cast.manager.desk,
            asked_by=cast.manager.id, asked_at=moment, confirmed_by=cast.supervisor.id, confirmed_at=moment,
            until=moment + timedelta(hours=1),
        ).save(force_insert=True),
        lambda: SealedItem.objects.filter(pk=sealed[1]).delete(),
    ]  # fmt: skip
    for act in forged:
        with acting_as(cast.manager, "test"), pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_an_opened_page_goes_at_its_moment_by_itself_and_another_page_stays(cast: Cast, sealed: Sealed) -> None:
    case, item, subject = sealed
    agree(cast, ask(cast, sealed))
    browser = signed_in(cast.manager)

    def goes(address: str) -> str | None:
        return browser.get(address).headers.get("Refresh")

    with acting_as(cast.manager, "test"):
        is_note = Note.objects.filter(pk=subject).exists()
    assert 3500 < int(goes(f"/cases/{case.pk}/sealed/{item}/") or 0) <= 3601
    if not is_note:
        assert str(goes(f"/cases/{case.pk}/papers/{subject}/")).endswith(f"; url=/cases/{case.pk}/sealed/")
    assert goes(f"/cases/{case.pk}/sealed/") is None
    assert signed_in(cast.companion).get(f"/cases/{case.pk}/sealed/{item}/").headers.get("Refresh") is None


def test_a_sealed_paper_goes_along_with_nothing_and_no_copy_is_taken(cast: Cast) -> None:
    case = files.open_file(cast)
    subject = paper.attach(cast, case)
    went = send(cast, case, papers=(subject,))
    item = put_away(cast, case, "document", subject)
    know_their_password()
    row = ask(cast, (case, item, subject))
    agree(cast, row)
    browser = signed_in(cast.manager)

    with pytest.raises(Http404):
        send(cast, case, "social", papers=(subject,), purpose="social", services=("shelter",), basis="public_task")
    assert browser.get(f"/cases/{case.pk}/papers/{subject}/").status_code == 200
    assert browser.get(f"/cases/{case.pk}/papers/{subject}/picture/?page=1").status_code == 200
    for verb in ("take", "remove"):
        assert browser.get(f"/cases/{case.pk}/papers/{subject}/{verb}/").status_code == 404
    assert str(subject) not in browser.get(f"/cases/{case.pk}/papers/").content.decode()
    with acting_as(cast.police, "test"):
        assert PacketPaper.objects.filter(referral_id=went.pk).count() == 1, "what went before stays with its receiver"


def test_the_old_texts_and_keys_are_gone(cast: Cast, sealed: Sealed) -> None:
    agree(cast, ask(cast, sealed))
    with acting_as(cast.manager, "test"):
        for row in (*Note.objects.filter(pk=sealed[2]), *Document.objects.filter(pk=sealed[2])):
            plain = ("text", "clinical_text") if isinstance(row, Note) else ("name", "note", "address", "digest")
            assert [getattr(row, name) for name in plain] == [None] * len(plain)
            assert row.domain == sealed[1]
        file = Document.objects.filter(pk=sealed[2]).values_list("file", flat=True).first()
        assert set(FileKey.objects.filter(file=file).values_list("domain", "key_class")) <= {(sealed[1], "sealed")}
        vault.forget(sealed[1])


def test_all_of_it_is_in_the_log_and_on_the_timeline_and_the_others_are_told(cast: Cast, sealed: Sealed) -> None:
    row = ask(cast, sealed)
    for actor in (cast.supervisor, cast.privacy):
        with acting_as(actor, "test"):
            assert Notice.objects.filter(kind="unsealing_asked", to_user=actor.id).count() == 1
    agree(cast, row)
    read(cast.manager, sealed)
    signed_in(cast.manager).post(f"/cases/{sealed[0].pk}/sealed/{row}/end/")

    kinds = ("item_sealed", "unsealing_asked", "unsealing_confirmed", "item_read", "unsealing_ended")
    acts = {act: paper.logged(cast, act) for act in kinds}
    assert {act: len(rows) for act, rows in acts.items()} == dict.fromkeys(acts, 1)
    with acting_as(cast.companion, "test"):
        told = [moment.title for moment in queries.moments(cast.companion, sealed[0].pk) if moment.url_name == "cases:sealed"]
    assert len(told) == 3
    with acting_as(cast.manager, "test"):
        assert Notice.objects.filter(kind="unsealing_confirmed", to_user=cast.manager.id).count() == 1
