"""Sealed files: a stream of AES-256-GCM chunks on disk, under a key of the file's own; the key is wrapped by the domains that may open it.

A file is written before the row that names it is committed, so a crash leaves at most an orphan, which `sweep` removes; never a row
without its file. Sharing and withdrawal change wraps, never the file.

Layout, format 1: magic (4), home domain (16), file id (16), nonce prefix (7), then chunks of 64 KiB and a tag each; the last one is
shorter or equal. Nonce of a chunk: prefix, counter (4), final flag (1). So a chunk that is cut off, moved, doubled or added does not open.
"""

import hashlib
import os
import struct
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connection

from jejaring.kernel.clock import now
from jejaring.kernel.ids import uuid7
from jejaring.vault.actions import KeyMissing, seal_file_key, unseal_file_key
from jejaring.vault.envelope import bind
from jejaring.vault.models import GENERAL, FileKey

MAGIC = b"JJF\x01"
CHUNK, TAG, PREFIX = 64 * 1024, 16, 7
HEAD = len(MAGIC) + 32 + PREFIX
MOST_CHUNKS = 2**32 - 1
ORPHAN_SECONDS = 24 * 3600


class FileTooLarge(Exception):
    """The source gave more bytes than the limit; nothing was kept."""


class FileDamaged(Exception):
    """The file on disk is absent, cut, longer than it should be, or not the one that was sealed."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file as it was sealed: its id, its size in bytes, and the SHA-256 of its content."""

    id: UUID
    size: int
    digest: str


def head(domain: UUID, file_id: UUID, prefix: bytes) -> bytes:
    """The clear beginning of a file; every chunk is authenticated together with it."""
    return MAGIC + domain.bytes + file_id.bytes + prefix


def _chunk(top: bytes, number: int, last: bool) -> tuple[bytes, bytes]:
    """Nonce and associated data of one chunk: which file of which domain, the how-manieth, and whether it is the last."""
    domain, file_id = UUID(bytes=top[4:20]), UUID(bytes=top[20:36])
    nonce = top[-PREFIX:] + struct.pack(">IB", number, last)
    return nonce, top + bind("file", str(domain), str(file_id), str(number))


def _in_chunks(source: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """The bytes of a source in chunks of one size, the last one marked; an empty source is one empty last chunk."""
    kept = bytearray()
    for part in source:
        kept += part
        while len(kept) > CHUNK:  # not "at least": the last chunk may be a full one
            yield bytes(kept[:CHUNK]), False
            del kept[:CHUNK]
    yield bytes(kept), True


def seal_stream(key: bytes, top: bytes, source: Iterable[bytes]) -> Iterator[bytes]:
    """The sealed bytes of a source, head first; holds one chunk in memory."""
    cipher = AESGCM(key)
    yield top
    for number, (plain, last) in enumerate(_in_chunks(source)):
        if number >= MOST_CHUNKS:
            raise FileTooLarge
        nonce, where = _chunk(top, number, last)
        yield cipher.encrypt(nonce, plain, where)


def open_stream(key: bytes, top: bytes, file: BinaryIO) -> Iterator[bytes]:
    """The plain bytes of a sealed file that stands behind its head; holds two chunks in memory. InvalidTag where anything was changed."""
    cipher = AESGCM(key)
    box, number = file.read(CHUNK + TAG), 0
    while True:
        following = file.read(CHUNK + TAG)
        last = not following
        nonce, where = _chunk(top, number, last)
        yield cipher.decrypt(nonce, box, where)
        if last:
            return
        box, number = following, number + 1


def sealed_size(size: int) -> int:
    """How many bytes a content of this size takes on disk."""
    chunks = max(1, -(-size // CHUNK))
    return HEAD + size + chunks * TAG


def folder() -> Path:
    """Where the sealed files lie."""
    return Path(settings.FILES)


def path_of(file_id: UUID) -> Path:
    """Spread by the last two digits, since the first ones are time."""
    return folder() / file_id.hex[-2:] / str(file_id)


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _make(directory: Path) -> None:
    """A folder of our own, on disk before anything is put into it."""
    if not directory.is_dir():
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sync(directory.parent)


def _write(target: Path, parts: Iterable[bytes]) -> None:
    """All of it under its name, or nothing: a temporary file, synced, renamed, and the folder synced."""
    _make(target.parent)
    temporary = target.with_name(f".{target.name}.part")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for part in parts:
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
        os.rename(temporary, target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync(target.parent)


class _Counted:
    """A source that is counted, hashed and stopped at a limit while it flows."""

    def __init__(self, source: Iterable[bytes], limit: int) -> None:
        self.source, self.limit, self.size, self.hash = source, limit, 0, hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        for part in self.source:
            self.size += len(part)
            if self.size > self.limit:
                raise FileTooLarge
            self.hash.update(part)
            yield part


def store(source: Iterable[bytes], *, domain: UUID, key_class: str = GENERAL, limit: int) -> Stored:
    """Seal a stream as a new file, readable with the key of this domain and class. Constant memory.

    The file is on disk when this returns; the row that names it belongs to the caller's transaction. Raises FileTooLarge above `limit`
    bytes and KeyMissing where the actor's organisation does not hold the domain's key; both leave nothing behind.
    """
    file_id, key = uuid7(), os.urandom(32)
    wrapped = seal_file_key(key, file_id, domain, key_class)
    counted = _Counted(source, limit)
    _write(path_of(file_id), seal_stream(key, head(domain, file_id, os.urandom(PREFIX)), counted))
    FileKey(file=file_id, domain=domain, key_class=key_class, wrapped=wrapped, at=now()).save(force_insert=True)
    return Stored(file_id, counted.size, counted.hash.hexdigest())


def _key(file_id: UUID, domain: UUID) -> bytes:
    row = FileKey.objects.filter(file=file_id, domain=domain).order_by("-at", "-pk").first()
    if row is None:
        raise KeyMissing("file")
    return unseal_file_key(bytes(row.wrapped), file_id, domain, row.key_class)


@dataclass(frozen=True, slots=True)
class Opened:
    """A sealed file whose key is at hand: reading it asks no database any more, so that it may be streamed."""

    id: UUID
    size: int
    top: bytes
    key: bytes

    def __iter__(self) -> Iterator[bytes]:
        """The content in chunks. Raises FileDamaged where it is not what was sealed: at the latest at the end."""
        with open(path_of(self.id), "rb") as file:
            file.seek(HEAD)
            try:
                yield from open_stream(self.key, self.top, file)
            except InvalidTag:
                raise FileDamaged from None

    def read(self) -> bytes:
        """The whole content at once, for what has to be drawn. At most as large as the limit under which it was stored."""
        return b"".join(self)


def unseal(file_id: UUID, *, domain: UUID, size: int) -> Opened:
    """Open a file with the key of a domain: the unwrapping happens now, the reading later. `size` is what the row says.

    Raises KeyMissing for whoever holds no key of the domain (never shared, withdrawn, expired), FileDamaged where the file on disk is
    absent, has another length or belongs to another file.
    """
    key = _key(file_id, domain)
    try:
        with open(path_of(file_id), "rb") as file:
            top = file.read(HEAD)
            whole = os.fstat(file.fileno()).st_size == sealed_size(size)
    except FileNotFoundError:
        raise FileDamaged from None
    if not whole or top[:4] != MAGIC or top[20:36] != file_id.bytes:
        raise FileDamaged
    return Opened(file_id, size, top, key)


def share(file_id: UUID, *, domain: UUID, to_domain: UUID, key_class: str = GENERAL) -> None:
    """Let another domain (a packet) open the file as well: its key is wrapped once more, nothing is copied.

    Whoever loses that domain's key, by withdrawal or expiry, no longer opens the file.
    """
    wrapped = key_for(file_id, domain=domain, to_domain=to_domain, key_class=key_class)
    FileKey(file=file_id, domain=to_domain, key_class=key_class, wrapped=wrapped, at=now()).save(force_insert=True)


def key_for(file_id: UUID, *, domain: UUID, to_domain: UUID, key_class: str) -> bytes:
    """The key of a file wrapped for another domain, for a function of the database that moves the file there. Raises KeyMissing."""
    return seal_file_key(_key(file_id, domain), file_id, to_domain, key_class)


def known(file_ids: list[UUID]) -> set[UUID]:
    """Which of these files some row still holds a key of, whoever may see it. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("select unnest(files_with_keys(%s::uuid[]))", [file_ids])
        return {row[0] for row in cursor.fetchall()}


def sweep(*, is_known: Callable[[list[UUID]], set[UUID]] = known, older_than: float = ORPHAN_SECONDS, batch: int = 500) -> int:
    """Remove files that no row names, and what a crash left half written; both only when older than a day. Returns how many."""
    before, gone, waiting = time.time() - older_than, 0, []
    for file in folder().glob("*/*"):
        if file.stat().st_mtime > before:
            continue
        if file.name.endswith(".part"):
            file.unlink(missing_ok=True)
            gone += 1
        else:
            waiting.append(file)
    for start in range(0, len(waiting), batch):
        part = {UUID(f.name): f for f in waiting[start : start + batch]}
        for orphan in part.keys() - is_known(list(part)):
            part[orphan].unlink(missing_ok=True)
            gone += 1
    return gone
