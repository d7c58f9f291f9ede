"""Destroying the keys of a case: what was sealed in it goes as well, whoever holds a key; what others lawfully received stays with them."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError

from jejaring.cases.models import Case, Document, Note, SealedItem
from jejaring.guard.context import acting_as
from jejaring.kernel.ids import uuid7
from jejaring.referrals.models import PacketPaper
from jejaring.vault import actions as vault
from jejaring.vault import files as vault_files
from jejaring.vault.models import SEALED, Shredding
from tests.cases import files, paper, test_sealed
from tests.cast import Cast, assemble
from tests.databases import Clone
from tests.referrals.sent import carried, send
from tests.vault.test_rotation import destroyed

SECRET = "Asal-usul anak ini hanya untuk pengadilan"
pytestmark = pytest.mark.usefixtures("terminal")


@pytest.fixture
def cast(own_keyring: Path, own_database: Clone) -> Cast:
    return assemble()


def put_away(cast: Cast, case: Case, kind: str = "note") -> UUID:
    """Something of the case under a key of its own; the sealed item."""
    subject = paper.act(cast, "write_note", case, text=SECRET) if kind == "note" else paper.attach(cast, case, note=SECRET)
    return test_sealed.put_away(cast, case, kind, subject)


def opened(cast: Cast, case: Case, item: UUID) -> UUID:
    """The manager asked and the supervisor agreed; the note or paper."""
    asked = test_sealed.ask(cast, (case, item, item))
    test_sealed.agree(cast, asked, password="kata sandi supervisor")
    with acting_as(cast.manager, "test"):
        return SealedItem.objects.values_list("subject_id", flat=True).get(pk=item)


def hand_on(cast: Cast, owner: Any, item: UUID) -> None:
    """The police hold a wrap of the key as well, as if an unknown way had led it there."""
    with acting_as(cast.manager, "test"):
        [wrap] = vault.wraps_for(item, cast.police.organisation, classes=(SEALED,))
    values = [uuid7(), item, SEALED, cast.police.organisation, wrap.wrapped]
    owner.execute("insert into vault_wrap (id, domain, key_class, organisation, version, wrapped) values (%s, %s, %s, %s, 1, %s)", values)
    owner.commit()


def keys(cast: Cast, owner: Any, item: UUID) -> list[bytes]:
    """The key of a sealed item from every wrap there is, by whoever holds the keyring and the whole database."""
    found = owner.execute("select organisation, wrapped from vault_wrap where domain = %s", [item]).fetchall()
    owner.rollback()
    with acting_as(cast.manager, "test"):
        return [vault._unwrapped(item, SEALED, organisation, bytes(wrapped)) for organisation, wrapped in found]


def test_with_a_case_go_the_keys_of_what_was_sealed_in_it_also_those_that_others_hold(cast: Cast, owner: Any) -> None:
    case, other = files.open_file(cast), files.open_file(cast)
    note, sheet, elsewhere = put_away(cast, case), put_away(cast, case, "document"), put_away(cast, other)
    subjects = {note: opened(cast, case, note), sheet: opened(cast, case, sheet)}
    hand_on(cast, owner, note)
    one, same = keys(cast, owner, note)
    assert one == same
    with acting_as(cast.manager, "test"):
        assert vault.read(Note.objects.get(pk=subjects[note]), "sealed_text") == SECRET

    said = destroyed(case.pk)

    assert "termasuk kunci 2 catatan atau surat yang disegel" in said
    assert "the keys of 2 sealed notes or papers" in said
    assert (keys(cast, owner, note), keys(cast, owner, sheet)) == ([], [])
    [(files_left,)] = owner.execute("select count(*) from vault_filekey where domain = any (%s)", [[note, sheet, case.pk]]).fetchall()
    assert files_left == 0
    with acting_as(cast.manager, "test"):  # it is open for her by two people, and the rows are there
        row, page = Note.objects.get(pk=subjects[note]), Document.objects.get(pk=subjects[sheet])
        for sealed, name in ((row, "sealed_text"), (page, "sealed_content")):
            assert getattr(sealed, name) is not None
            with pytest.raises(vault.KeyMissing):
                vault.read(sealed, name)
        with pytest.raises(vault.KeyMissing):
            vault_files.unseal(page.file, domain=sheet, size=page.size)
    with acting_as(cast.privacy, "test"):
        assert Shredding.objects.values_list("wraps", "holders", "files", "sealed_parts").get() == (6, 2, 1, 2)
    assert len(keys(cast, owner, elsewhere)) == 1, "another case keeps what is sealed in it"


def test_what_was_sealed_is_destroyed_by_its_own_id_and_of_a_case_whose_own_keys_went_before(cast: Cast, owner: Any) -> None:
    case = files.open_file(cast)
    one, other = put_away(cast, case), put_away(cast, case)
    destroyed(one)
    assert (len(keys(cast, owner, one)), len(keys(cast, owner, other))) == (0, 1)
    owner.execute("delete from vault_wrap where domain = %s", [case.pk])  # as it was before sealed parts went along
    owner.commit()

    assert "the keys of 1 sealed notes or papers" in destroyed(case.pk)

    assert keys(cast, owner, other) == []
    with pytest.raises(CommandError, match="no key is left"):
        destroyed(case.pk)


def test_a_packet_that_somebody_received_stays_until_it_is_named(cast: Cast) -> None:
    case = files.open_file(cast)
    subject = paper.attach(cast, case)
    referral = send(cast, case, "police", papers=(subject,))
    test_sealed.put_away(cast, case, "document", subject)
    destroyed(case.pk)

    def received() -> tuple[bool, int]:
        row = PacketPaper.objects.get(referral_id=referral.pk)
        opened = vault_files.unseal(row.file, domain=referral.pk, size=row.size)
        return bool(carried(cast, referral, cast.police)), len(opened.read())

    with acting_as(cast.police, "test"):
        assert received() == (True, len(paper.PDF))
    destroyed(referral.pk)
    with acting_as(cast.police, "test"), pytest.raises(vault.KeyMissing):
        received()
