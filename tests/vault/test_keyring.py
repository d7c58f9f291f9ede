"""The keyring on the disk, its passphrase, its shares, and the known answers of everything that is stored."""

import io
import json
import os
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from jejaring.vault import keyring, recovery, shares
from jejaring.vault.actions import blind, place_of_organisation, place_of_wrap
from jejaring.vault.envelope import bind, seal, unseal, version_of
from jejaring.vault.keyring import KeyringClosed, Passphrase
from jejaring.vault.models import CLASSES
from jejaring.vault.shares import BadShare

KEY, NONCE = bytes(range(32)), "000102030405060708090a0b"
DOMAIN, ROW, ORGANISATION = (f"01900000-0000-7000-8000-0000000000{end}" for end in ("01", "aa", "ff"))

# Computed from the description of the formats by another program through another interface of the cipher.
FIELD = f"0100000001{NONCE}0d63ba7aabc5897ee320e5e291bc1204a398e81ad04ad81fe2fd68f2333a61b29fa0368dfc3d"
WRAP = f"0100000003{NONCE}4702d61bc5e5c21b8d41978bb1e9786d83d68734f07b5f7c3867e5851d6900b201e9fc0195ab513f5df3c99420ec65fd"
ORGANISATION_KEY = f"0100000002{NONCE}4702d61bc5e5c21b8d41978bb1e9786d83d68734f07b5f7c3867e5851d6900b27b1ce18c00a386971344149b74e89a44"
TOKEN = "da4fcc9a51c00b273dbd3a9c786e46dd"


@pytest.mark.parametrize(
    ("box", "version", "where", "plain"),
    [
        (FIELD, 1, bind("field", DOMAIN, "person.address", ROW), b"Jalan Kenari Uji No. 1"),
        (WRAP, 3, place_of_wrap(DOMAIN, "identity", ORGANISATION), bytes(32)),  # type: ignore[arg-type]
        (ORGANISATION_KEY, 2, place_of_organisation(ORGANISATION, 1), bytes(32)),  # type: ignore[arg-type]
    ],
)
def test_what_is_stored_today_opens_in_years_to_come(box: str, version: int, where: bytes, plain: bytes) -> None:
    whole = bytes.fromhex(box)
    asked = []

    assert unseal(lambda v: asked.append(v) or KEY, whole, where) == plain  # type: ignore[func-returns-value]
    assert asked == [version] == [version_of(whole)]
    for n in range(0, len(whole) * 8, 7):
        changed = bytearray(whole)
        changed[n // 8] ^= 1 << (n % 8)
        with pytest.raises((InvalidTag, ValueError)):
            unseal(lambda _: KEY, bytes(changed), where)


def test_parts_are_bound_by_their_length() -> None:
    assert bind("ab", "", "ć").hex() == "00000002616200000000" + "00000002c487"


def test_a_blind_token_is_the_known_one(settings: Any, tmp_path: Path) -> None:
    settings.KEYRING = made(tmp_path, index=KEY)

    assert blind("nik", "1571014107950001").hex() == TOKEN
    assert blind("phone", "1571014107950001").hex() != TOKEN


def made(folder: Path, index: bytes = b"") -> Path:
    """A keyring in a folder of the test's own."""
    path = folder / "keyring.json"
    keyring.create(path)
    if index:
        import base64

        keyring.replace(path, keyring.document(path) | {"index": base64.b64encode(index).decode()})
    return path


def test_there_are_four_classes_and_a_key_of_one_opens_no_other(settings: Any) -> None:
    assert CLASSES == ("general", "identity", "clinical", "sealed")
    boxes = {name: seal(KEY, 1, b"x", place_of_wrap(DOMAIN, name, ORGANISATION)) for name in CLASSES}  # type: ignore[arg-type]
    for one, other in combinations(CLASSES, 2):
        with pytest.raises(InvalidTag):
            unseal(lambda _: KEY, boxes[one], place_of_wrap(DOMAIN, other, ORGANISATION))  # type: ignore[arg-type]


def test_a_keyring_is_for_its_owner_alone_and_one_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path)
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        keyring.create(path)

    path.chmod(0o640)
    with pytest.raises(KeyringClosed, match="chmod 600"):
        keyring.document(path)


def test_under_a_passphrase_nothing_of_it_lies_open_and_another_phrase_opens_nothing(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(tmp_path)
    before = keyring.document(path)
    keyring.replace(path, before, Passphrase("kuda laut biru"))
    (tmp_path / "phrase").write_text("kuda laut biru\n")
    (tmp_path / "wrong").write_text("kuda laut hijau")
    monkeypatch.delenv("JEJARING_PASSPHRASE_FILE", raising=False)

    assert before["index"] not in path.read_text()
    with pytest.raises(KeyringClosed, match="JEJARING_PASSPHRASE_FILE"):
        keyring.document(path)
    monkeypatch.setenv("JEJARING_PASSPHRASE_FILE", str(tmp_path / "wrong"))
    with pytest.raises(KeyringClosed, match="not the passphrase"):
        keyring.document(path)
    monkeypatch.setenv("JEJARING_PASSPHRASE_FILE", str(tmp_path / "phrase"))
    settings.KEYRING = path
    assert keyring.document(path) == before
    assert keyring.keyring() == keyring.of(before)
    keyring.replace(path, before | {"current": 1})
    assert b"passphrase" in path.read_bytes()[:40], "it stays under its passphrase"


class Reversed:
    """A provider of somebody else: here one that turns the file around."""

    def opened(self, stored: bytes) -> bytes:
        return stored[::-1]

    def closed(self, plain: bytes) -> bytes:
        return plain[::-1]


def test_a_provider_of_the_citys_own_is_two_functions(tmp_path: Path, settings: Any) -> None:
    path = made(tmp_path)
    before = keyring.document(path)
    settings.KEYRING, settings.KEYRING_PROVIDER = path, f"{__name__}.Reversed"

    keyring.replace(path, before)

    assert path.read_bytes()[-1:] == b"{"
    assert keyring.keyring() == keyring.of(before)


# Points of lines over GF(256) with the polynomial of AES, computed by hand with tables of logarithms to the base 3.
@pytest.mark.parametrize(("secret", "slope", "values"), [("53", "ca", ("99", "dc", "16")), ("00", "01", ("01", "02", "03"))])
def test_shares_are_the_known_ones(secret: str, slope: str, values: tuple[str, ...]) -> None:
    assert tuple(s.hex() for s in shares.split(bytes.fromhex(secret), bytes.fromhex(slope))) == values


def test_the_field_is_that_of_aes() -> None:
    assert shares._times(0x57, 0x83) == 0xC1  # FIPS 197, 4.2
    assert shares._times(0x57, 0x13) == 0xFE
    assert all(shares._times(a, shares._inverse(a)) == 1 for a in range(1, 256))


@given(st.binary(min_size=1, max_size=64))
def test_any_two_shares_give_the_secret_and_one_alone_any_secret(secret: bytes) -> None:
    made = dict(enumerate(shares.split(secret), 1))

    for pair in combinations(made, 2):
        assert shares.join({n: made[n] for n in pair}) == secret
    other = bytes(b ^ 1 for b in secret)  # for every secret there is a second share that fits the first one
    slope = bytes(a ^ b for a, b in zip(other, made[1], strict=True))
    assert shares.split(other, slope)[0] == made[1]
    with pytest.raises(BadShare):
        shares.join({1: made[1]})


def test_a_share_is_read_however_it_is_typed_and_a_wrong_digit_is_noticed() -> None:
    share = shares.Share("AB12", 2, bytes(range(32)))

    assert str(share).startswith("JJ2-AB12-0001-0203-")
    assert shares.read(str(share)) == shares.read(f"  {str(share).lower()} ") == share
    for place in range(9, 60, 4):
        typed = str(share)
        wrong = typed[:place] + ("1" if typed[place] != "1" else "2") + typed[place + 1 :]
        if typed[place] != "-":
            with pytest.raises(BadShare):
                shares.read(wrong)
    for text in ("", "JJ9", "something", str(share)[:-6]):
        with pytest.raises(BadShare):
            shares.read(text)


def test_two_of_three_bring_a_lost_keyring_back(tmp_path: Path) -> None:
    path = made(tmp_path)
    typed = [str(share) for share in recovery.make_shares(path)]
    before = keyring.document(path)
    copy = recovery.copy_of(path)
    assert before["index"].encode() not in copy.read_bytes()

    for pair in combinations(typed, 2):
        assert recovery.rehearse(path, pair).same
        (tmp_path / "lost").mkdir(exist_ok=True)
        recovery.restore(copy, tmp_path / "lost" / "keyring.json", pair)
        assert keyring.document(tmp_path / "lost" / "keyring.json") == before
        (tmp_path / "lost" / "keyring.json").unlink()
    with pytest.raises(FileExistsError):
        recovery.restore(copy, path, typed[:2])
    for wrong in (typed[:1], [typed[0], typed[0]], []):
        with pytest.raises(BadShare):
            recovery.opened(copy, wrong)


def test_shares_of_an_earlier_set_open_nothing_new(tmp_path: Path) -> None:
    path = made(tmp_path)
    old = [str(share) for share in recovery.make_shares(path)]
    new = [str(share) for share in recovery.make_shares(path)]

    for mixed in (old[:2], [old[0], new[1]]):
        with pytest.raises(BadShare, match="set"):
            recovery.opened(recovery.copy_of(path), mixed)
    assert recovery.rehearse(path, new[1:]).same


def run(words: str, typed: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The command with what is typed into it."""
    out = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    call_command("recovery", words, stdout=out)
    return out.getvalue()


def test_one_administrator_rehearses_with_the_sheets_in_hand(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.KEYRING = made(tmp_path)
    assert "never made" in run("status", "", monkeypatch)
    printed = run("shares", "", monkeypatch)
    sheets = [line.strip() for line in printed.splitlines() if line.strip().startswith("JJ")]
    assert len(sheets) == 3

    assert "It was never rehearsed" in run("status", "", monkeypatch)
    assert "Both shares are right" in run("rehearse", "\n".join(sheets[1:]), monkeypatch)
    assert "Last rehearsed 0 days ago" in run("status", "", monkeypatch)
    with pytest.raises(CommandError, match="mistyped"):
        run("rehearse", f"{sheets[0]}\n{sheets[1][:-1]}0" if sheets[1][-1] != "0" else f"{sheets[0]}\n{sheets[1][:-1]}1", monkeypatch)
    with pytest.raises(CommandError, match="left as it is"):
        run("restore", "\n".join(sheets[:2]), monkeypatch)

    kept = keyring.document(settings.KEYRING)
    os.unlink(settings.KEYRING)
    assert "The keyring is back" in run("restore", "\n".join(sheets[::2]), monkeypatch)
    assert keyring.document(settings.KEYRING) == kept
    os.unlink(recovery.copy_of(settings.KEYRING))
    with pytest.raises(CommandError, match="is not there"):
        run("rehearse", "\n".join(sheets[:2]), monkeypatch)


def test_a_rehearsal_with_a_copy_that_is_behind_says_so(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.KEYRING = path = made(tmp_path)
    sheets = [str(share) for share in recovery.make_shares(path)]
    keyring.replace(path, keyring.document(path) | {"index": keyring.random_key()})

    with pytest.raises(CommandError, match="older keyring"):
        run("rehearse", "\n".join(sheets[:2]), monkeypatch)
    assert json.loads(path.read_text())["current"] == 1


def test_the_command_puts_the_keyring_under_a_phrase_and_takes_it_out(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.KEYRING = path = made(tmp_path)
    before = keyring.document(path)
    monkeypatch.delenv("JEJARING_PASSPHRASE_FILE", raising=False)
    with pytest.raises(CommandError, match="JEJARING_PASSPHRASE_FILE"):
        call_command("keyring_passphrase")
    (tmp_path / "phrase").write_text("pendek")
    monkeypatch.setenv("JEJARING_PASSPHRASE_FILE", str(tmp_path / "phrase"))
    with pytest.raises(CommandError, match="16 characters"):
        call_command("keyring_passphrase")
    (tmp_path / "phrase").write_text("kuda laut biru di atas bukit")

    call_command("keyring_passphrase", stdout=io.StringIO())
    assert b"passphrase" in path.read_bytes()[:40]
    assert keyring.document(path) == before
    call_command("keyring_passphrase", remove=True, stdout=io.StringIO())
    assert json.loads(path.read_text()) == before
