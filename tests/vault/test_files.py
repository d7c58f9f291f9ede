"""Sealed files: nothing that was changed, cut, moved or taken along opens; who holds no key of the domain opens nothing."""

import hashlib
import io
import os
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidTag
from django.db import transaction
from hypothesis import given
from hypothesis import settings as proving
from hypothesis import strategies as st

from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now
from jejaring.kernel.ids import uuid7
from jejaring.vault import actions as vault
from jejaring.vault import files
from jejaring.vault.files import CHUNK, HEAD, PREFIX, TAG, FileDamaged, FileTooLarge
from jejaring.vault.models import CLASSES, CLINICAL, GENERAL, IDENTITY, SEALED, FileKey
from tests.cast import Cast

KEY = bytes(range(32))
DOMAIN, FILE = UUID("01900000-0000-7000-8000-000000000001"), UUID("01900000-0000-7000-8000-0000000000fe")
TOP = files.head(DOMAIN, FILE, bytes(range(PREFIX)))
MANY = 10 * CHUNK
EDGES = st.sampled_from([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK - 1, 2 * CHUNK, 2 * CHUNK + 1, 3 * CHUNK])


def seal(plain: bytes, *, key: bytes = KEY, top: bytes = TOP) -> bytes:
    return b"".join(files.seal_stream(key, top, [plain]))


def unseal(box: bytes, *, key: bytes = KEY, top: bytes | None = None) -> bytes:
    return b"".join(files.open_stream(key, box[:HEAD] if top is None else top, io.BytesIO(box[HEAD:])))


def chunks(box: bytes) -> list[bytes]:
    body = box[HEAD:]
    return [body[n : n + CHUNK + TAG] for n in range(0, len(body), CHUNK + TAG)]


# Computed from the description of the format by another program with a plain block cipher: what is stored today opens in years to come.
KNOWN = {b"": "4e7c976dcbeb3627fd27f8cbafb8991b", b"Jejaring": "3f13df3ff56c4d7894e61b0352190ae87cf7c61429d7f898"}
KNOWN_TWO_CHUNKS = "528b4b151665d3236812dd204a515a73906cb34810ad63e312fb8575027af6ee"


def test_the_format_gives_the_known_answers() -> None:
    for plain, box in KNOWN.items():
        assert seal(plain)[HEAD:].hex() == box
        assert unseal(TOP + bytes.fromhex(box)) == plain
    assert hashlib.sha256(seal(bytes(CHUNK) + b"!")).hexdigest() == KNOWN_TWO_CHUNKS


def test_the_head_says_format_domain_file_and_prefix_in_clear() -> None:
    assert TOP.hex() == "4a4a4601" + DOMAIN.hex + FILE.hex + "00010203040506"
    assert len(TOP) == HEAD


@given(size=EDGES | st.integers(0, 3 * CHUNK), cut=st.integers(1, CHUNK))
@proving(max_examples=40, deadline=None)
def test_what_was_sealed_is_read_back_however_it_arrives(size: int, cut: int) -> None:
    plain = os.urandom(size)
    parts = [plain[n : n + cut] for n in range(0, size, cut)]

    box = b"".join(files.seal_stream(KEY, TOP, parts))

    assert unseal(box) == plain
    assert len(box) == files.sealed_size(size)


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 5])
def test_a_file_cut_at_any_edge_does_not_open(size: int) -> None:
    box = seal(os.urandom(size))
    edges = {HEAD + n * (CHUNK + TAG) for n in range(len(chunks(box)))}

    for end in edges | {e + 1 for e in edges} | {len(box) - 1}:
        if end < len(box):
            with pytest.raises(InvalidTag):
                unseal(box[:end])


def test_chunks_in_another_order_doubled_or_dropped_do_not_open() -> None:
    box = seal(os.urandom(3 * CHUNK))
    a, b, c = chunks(box)

    for order in ([b, a, c], [a, c, b], [a, a, c], [a, c], [a, b, b, c], [c], [b, c], [a, b, c, c], [a, b, c, b"x" * 20]):
        with pytest.raises(InvalidTag):
            unseal(box[:HEAD] + b"".join(order))


def test_bytes_added_behind_the_end_are_noticed() -> None:
    for size in (0, 5, CHUNK):
        with pytest.raises(InvalidTag):
            unseal(seal(b"x" * size) + b"\0")


def test_a_chunk_of_another_file_or_domain_does_not_open_even_under_the_same_key() -> None:
    other_file = files.head(DOMAIN, uuid7(), TOP[-PREFIX:])
    other_domain = files.head(uuid7(), FILE, TOP[-PREFIX:])

    for top in (other_file, other_domain):
        with pytest.raises(InvalidTag):
            unseal(seal(b"text", top=top), top=TOP)


@given(at=st.integers(0, 10_000_000), bit=st.integers(0, 7))
@proving(max_examples=60, deadline=None)
def test_a_single_changed_bit_anywhere_is_noticed(at: int, bit: int) -> None:
    box = bytearray(seal(bytes(CHUNK + 10)))
    box[at % len(box)] ^= 1 << bit

    with pytest.raises(InvalidTag):
        unseal(bytes(box), top=bytes(box[:HEAD]))


@pytest.fixture
def cast(cast: Cast, settings: Any, tmp_path: Path) -> Cast:
    settings.FILES = tmp_path / "files"
    return cast


@pytest.fixture
def domain(cast: Cast) -> Iterator[UUID]:
    """A case's domain, with somebody of the unit at work."""
    pk = uuid7()
    with acting_as(cast.manager, "test"):
        vault.make_domain(pk, cast.manager.organisation, classes=(GENERAL, IDENTITY, CLINICAL))
        yield pk


def everything(root: Path) -> list[Path]:
    return [p for p in root.rglob("*") if p.is_file()]


def test_a_stored_file_lies_sealed_under_its_name_for_its_owner_alone(domain: UUID, tmp_path: Path) -> None:
    kept = files.store([b"kata ", b"rahasia"], domain=domain, limit=100)

    file = files.path_of(kept.id)
    assert everything(tmp_path) == [file]
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert b"rahasia" not in file.read_bytes()
    assert (kept.size, kept.digest) == (12, hashlib.sha256(b"kata rahasia").hexdigest())
    assert files.unseal(kept.id, domain=domain, size=12).read() == b"kata rahasia"


def test_above_the_limit_nothing_is_kept(domain: UUID, tmp_path: Path) -> None:
    with pytest.raises(FileTooLarge):
        files.store([bytes(60), bytes(41)], domain=domain, limit=100)

    assert everything(tmp_path) == []
    assert not FileKey.objects.exists()


def test_a_source_that_breaks_off_leaves_nothing(domain: UUID, tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield bytes(CHUNK * 2)
        raise ConnectionError

    with pytest.raises(ConnectionError):
        files.store(broken(), domain=domain, limit=MANY)

    assert everything(tmp_path) == []


def test_reading_asks_the_database_before_the_stream_begins_and_never_in_it(domain: UUID, django_assert_num_queries: Any) -> None:
    kept = files.store([os.urandom(3 * CHUNK)], domain=domain, limit=MANY)

    with django_assert_num_queries(1):
        opened = files.unseal(kept.id, domain=domain, size=kept.size)
    with django_assert_num_queries(0):
        assert len(opened.read()) == kept.size


def test_memory_stays_the_same_however_large_the_file(domain: UUID) -> None:
    size = 200 * CHUNK
    part = os.urandom(CHUNK)
    tracemalloc.start()

    kept = files.store((part for _n in range(200)), domain=domain, limit=size)
    read = sum(len(chunk) for chunk in files.unseal(kept.id, domain=domain, size=size))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert read == size
    assert peak < 20 * CHUNK


@pytest.mark.parametrize("harm", ["cut", "longer", "swapped", "absent", "flipped"])
def test_a_file_harmed_on_disk_is_never_given_out_as_whole(domain: UUID, harm: str) -> None:
    kept = files.store([bytes(2 * CHUNK)], domain=domain, limit=MANY)
    other = files.store([os.urandom(2 * CHUNK)], domain=domain, limit=MANY)
    file = files.path_of(kept.id)
    box = file.read_bytes()
    if harm == "absent":
        file.unlink()
    else:
        changed = {"cut": box[: HEAD + CHUNK + TAG], "longer": box + b"\0", "swapped": files.path_of(other.id).read_bytes()}
        file.write_bytes(changed.get(harm, box[:-1] + bytes([box[-1] ^ 1])))

    with pytest.raises(FileDamaged):
        files.unseal(kept.id, domain=domain, size=kept.size).read()


@pytest.mark.parametrize("row_lies", [False, True])
def test_a_file_cut_at_every_chunk_border_is_refused_whatever_size_the_row_says(domain: UUID, row_lies: bool) -> None:
    kept = files.store([os.urandom(4 * CHUNK)], domain=domain, limit=MANY)
    file = files.path_of(kept.id)
    box = file.read_bytes()

    for whole in range(4):
        file.write_bytes(box[: HEAD + whole * (CHUNK + TAG)])
        with pytest.raises(FileDamaged):
            files.unseal(kept.id, domain=domain, size=whole * CHUNK if row_lies else kept.size).read()
    file.write_bytes(box)
    assert len(files.unseal(kept.id, domain=domain, size=kept.size).read()) == kept.size


def test_another_organisation_opens_it_through_a_domain_of_its_own_until_that_expires_or_is_withdrawn(cast: Cast, domain: UUID) -> None:
    kept, packet, expired = files.store([b"bukti"], domain=domain, key_class=CLINICAL, limit=9), uuid7(), uuid7()
    for pk, until in ((packet, None), (expired, now())):
        vault.make_domain(pk, cast.manager.organisation)
        vault.share_domain(pk, cast.police.organisation, classes=(GENERAL, IDENTITY), expires_at=until)
        files.share(kept.id, domain=domain, to_domain=pk, key_class=IDENTITY)

    with acting_as(cast.police, "test"):
        assert files.unseal(kept.id, domain=packet, size=5).read() == b"bukti"
        for closed in (domain, expired, uuid7()):
            with pytest.raises(vault.KeyMissing):
                files.unseal(kept.id, domain=closed, size=5)
    with acting_as(cast.social, "test"), pytest.raises(vault.KeyMissing):
        files.unseal(kept.id, domain=packet, size=5)

    vault.withdraw_domain(packet, cast.police.organisation)
    with acting_as(cast.police, "test"), pytest.raises(vault.KeyMissing):
        files.unseal(kept.id, domain=packet, size=5)


def test_a_key_of_another_class_is_no_key(cast: Cast, domain: UUID) -> None:
    kept = files.store([b"visum"], domain=domain, key_class=CLINICAL, limit=9)
    vault.share_domain(domain, cast.social.organisation, classes=(GENERAL,))

    with acting_as(cast.social, "test"), pytest.raises(vault.KeyMissing):
        files.unseal(kept.id, domain=domain, size=5)


@pytest.mark.parametrize("given", [name for name in CLASSES if name != SEALED])  # that one is given to nobody: tests/guard/test_writers.py
def test_of_the_four_classes_one_that_was_given_opens_itself_alone(cast: Cast, given: str) -> None:
    pk = uuid7()
    with acting_as(cast.manager, "test"):
        vault.make_domain(pk, cast.manager.organisation, classes=CLASSES)
        kept = {name: files.store([name.encode()], domain=pk, key_class=name, limit=20) for name in CLASSES}
        vault.share_domain(pk, cast.social.organisation, classes=(given,))

    with acting_as(cast.social, "test"):
        for name, file in kept.items():
            if name == given:
                assert files.unseal(file.id, domain=pk, size=file.size).read() == name.encode()
            else:
                with pytest.raises(vault.KeyMissing):
                    files.unseal(file.id, domain=pk, size=file.size)


def test_nobody_stores_under_a_domain_whose_key_is_not_held(cast: Cast, domain: UUID, tmp_path: Path) -> None:
    with acting_as(cast.police, "test"), pytest.raises(vault.KeyMissing):
        files.store([b"x"], domain=domain, limit=9)

    assert everything(tmp_path) == []


def test_a_wrap_moved_to_another_file_opens_nothing(domain: UUID) -> None:
    a, b = (files.store([text], domain=domain, limit=9) for text in (b"a", b"b"))
    wrapped = bytes(FileKey.objects.get(file=a.id).wrapped)
    FileKey(file=b.id, domain=domain, key_class=GENERAL, wrapped=wrapped, at=now()).save(force_insert=True)

    with pytest.raises(InvalidTag):
        files.unseal(b.id, domain=domain, size=1)


def test_the_sweep_takes_what_no_row_names_and_only_when_it_is_old(domain: UUID) -> None:
    kept = files.store([b"x"], domain=domain, limit=9)
    half = files.path_of(kept.id).with_name(".half.part")
    half.write_bytes(b"x")
    orphan = files.path_of(uuid7())
    orphan.parent.mkdir(parents=True, exist_ok=True)
    orphan.write_bytes(b"x")

    assert files.sweep() == 0
    long_ago = time.time() - 2 * 24 * 3600
    for file in (files.path_of(kept.id), half, orphan):
        os.utime(file, (long_ago, long_ago))
    assert files.sweep() == 2

    assert files.path_of(kept.id).exists()
    assert not orphan.exists()
    assert not half.exists()


def test_a_rolled_back_act_leaves_an_orphan_and_never_a_row_without_its_file(cast: Cast) -> None:
    with acting_as(cast.manager, "test"), transaction.atomic():
        vault.make_domain(pk := uuid7(), cast.manager.organisation)
        kept = files.store([b"x"], domain=pk, limit=9)
        transaction.set_rollback(True)

    assert files.path_of(kept.id).exists()
    with acting_as(cast.manager, "test"):
        assert files.known([kept.id]) == set()
        assert files.sweep(older_than=-1) == 1
