"""Leaves, roots and lines give the known answers: what is sealed today can be checked in years to come, by another program."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from jejaring.audit.rules import keys, seals
from jejaring.audit.rules.seals import Statement, leaf, parsed, root

# RFC 9162 / RFC 6962 test vectors of the reference implementation: leaves are hashes of 0x00 and these inputs.
INPUTS = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def test_the_root_is_that_of_the_standard() -> None:
    leaves = [hashlib.sha256(b"\x00" + bytes.fromhex(text)).digest() for text in INPUTS]

    assert [root(leaves[: n + 1]).hex() for n in range(8)] == list(ROOTS)
    assert root([]).hex() == hashlib.sha256(b"").hexdigest()


def test_a_leaf_is_the_hash_of_zero_and_length_prefixed_parts() -> None:
    parts = b"\x00\x00\x00\x02ab" + b"\x00\x00\x00\x00" + b"\x00\x00\x00\x02\xc4\x87"
    assert leaf(["ab", "", "ć"]) == hashlib.sha256(b"\x00" + parts).digest()


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_no_two_lists_of_parts_have_one_leaf(one: list[str], other: list[str]) -> None:
    assert (leaf(one) == leaf(other)) == (one == other)


def test_a_line_says_all_of_a_seal_and_is_read_back() -> None:
    said = Statement(
        7, datetime(2026, 11, 24, 1, 2, 3, 4, UTC), datetime(2026, 11, 24, 1, 2, tzinfo=UTC), 3, bytes(32), bytes(range(32)), "a" * 16
    )

    line = said.line(b"s" * 64)

    assert line.startswith("jejaring-seal-1 7 2026-11-24T01:02:03.000004Z 2026-11-24T01:02:00.000000Z 3 0000")
    assert parsed(line) == (said, b"s" * 64)
    assert [parsed(text) for text in ("", "jejaring-seal-1 7", line.replace(" 7 ", " x "), "x" + line)] == [None] * 4


def test_a_key_file_is_made_once_and_its_public_keys_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "seal_key"
    first = keys.load(path)
    path.rename(path.with_name("old"))
    keys.load.cache_clear()
    second = keys.load(path)

    known = keys.public_keys(keys.public_path(path))
    assert set(known) == {first.id, second.id}
    assert keys.is_signed(known, first.id, first.signing.sign(b"said"), b"said")
    assert not keys.is_signed(known, second.id, first.signing.sign(b"said"), b"said")
    assert not keys.is_signed(known, "unknown", b"", b"said")
    assert first.mark(["a", "b"]) != first.mark(["ab", ""]) != second.mark(["ab", ""])


def test_a_root_is_spoken_in_groups() -> None:
    assert seals.spoken(bytes.fromhex("0123456789abcdef" * 4)) == "0123 4567 89AB CDEF 0123 4567 89AB CDEF"
