"""Every way in which a string that must not be found could have been written: other letters, other marks, other encodings."""

import base64
import gzip
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

NUMBER = re.compile(r"[+\d][\d\s.-]{8,}")


def plain(text: str) -> set[str]:
    """The same words in other letters and with other marks; a telephone number as it is dialled here and from abroad."""
    found = {
        text,
        re.sub(r"\s", "", text),
        re.sub(r"[\s.]", "", text),
        re.sub(r"\s", "-", text),
        re.sub(r"\s", "_", text),
        re.sub(r"\s+", "  ", text),
    }
    if NUMBER.fullmatch(text):
        digits = re.sub(r"\D", "", text)
        national = digits.removeprefix("62")
        groups = (national, "-".join((national[:3], national[3:7], national[7:])), " ".join((national[:3], national[3:7], national[7:])))
        if text.startswith("+"):
            found |= {head + body for head in ("+62", "+62 ", "62", "0062", "0") for body in groups} | set(groups)
        found |= {digits, *(sep.join(re.findall(r"\d{1,4}", digits)) for sep in (" ", "-", ".")), digits[::-1]}
    return {form for one in found for form in (one, one.lower(), one.upper(), one.title())}


def _base64(data: bytes) -> Iterator[bytes]:
    """What every base64 of a text around it contains, wherever in a group of three the string begins."""
    for offset in range(3):
        coded = base64.b64encode(bytes(offset) + data)
        whole = coded[4 if offset else 0 : (len(data) + offset) // 3 * 4]
        yield whole
        yield whole.translate(bytes.maketrans(b"+/", b"-_"))


def encoded(text: str) -> Iterator[bytes]:
    """One spelling in every encoding."""
    for charset in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le"):
        data = text.encode(charset)
        yield data
        yield data.hex().encode()
        yield data.hex().upper().encode()
        yield from _base64(data)
    yield quote(text).encode()
    yield quote_plus(text).encode()
    yield "".join(f"%{byte:02X}" for byte in text.encode()).encode()
    yield "".join(f"%{byte:02x}" for byte in text.encode()).encode()
    yield "".join(f"\\u{ord(c):04x}" for c in text).encode()
    yield "".join(f"\\u{ord(c):04X}" for c in text).encode()
    yield "".join(f"&#{ord(c)};" for c in text).encode()
    yield "".join(f"&#x{ord(c):x};" for c in text).encode()
    yield json.dumps(text)[1:-1].encode()
    yield json.dumps(text)[1:-1].replace("+", "\\u002B").encode()


def needles(strings: Iterable[str]) -> frozenset[bytes]:
    """All of them: a haystack that holds one of these says who it is about."""
    return frozenset(code for text in strings for form in plain(text) for code in encoded(form))


def unpacked(data: bytes) -> bytes:
    """The content, and once more what it says uncompressed where it is compressed."""
    for opening in (gzip.decompress, zlib.decompress):
        try:
            return data + opening(data)
        except (OSError, EOFError, zlib.error):
            continue
    return data


def found_in(data: bytes, wanted: frozenset[bytes]) -> list[bytes]:
    """Which of them stand in it."""
    whole = unpacked(data)
    return sorted(needle for needle in wanted if needle in whole)


def found_below(folder: Path, wanted: frozenset[bytes], *, besides: tuple[str, ...] = ()) -> dict[str, list[bytes]]:
    """The files of a folder in whose names or content one stands."""
    said = {}
    for file in sorted(folder.rglob("*")):
        inside = file.relative_to(folder)
        if file.is_file() and inside.parts[0] not in besides and (hits := found_in(str(inside).encode() + file.read_bytes(), wanted)):
            said[str(inside)] = hits
    return said
