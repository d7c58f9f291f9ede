"""Looks at a file that somebody sent, in a process of its own with little memory and little time. Started by `scans`; imports none of ours.

`worker.py examine MOST_PAGES` or `worker.py draw PAGE WIDTH`; the file comes on standard input; the answer is a line of JSON, then bytes.
A hostile file can end this process and nothing else: it has no database, no key, no environment, and writes no file.
"""

import io
import json
import re
import resource
import sys
import warnings
import zlib
from collections.abc import Iterator
from typing import Any

MEMORY, CPU_SECONDS = 1_200_000_000, 20
PIXELS = 60_000_000  # a page scanned at 600 dpi has 35 million
TALLEST = 4_000  # pixels of a drawn page
INFLATED = 60_000_000  # bytes of all object streams together
HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
ACTIVE = ("JavaScript", "JS", "Launch", "SubmitForm", "ImportData", "XFA")
EMBEDDED = ("EmbeddedFile", "EmbeddedFiles", "RichMedia", "GoToE", "FileAttachment")
_STREAM = re.compile(rb"stream\r?\n")
_NAME = re.compile(rb"/([^\s/<>\[\](){}%\x00]+)")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")


class Unfit(Exception):
    """Why a file is not taken: one of the codes of `scans.REASONS`."""


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def media_of(content: bytes) -> str:
    """What the content is, whatever its name says."""
    start = content.lstrip(b"\xef\xbb\xbf\r\n\t ")[:16]
    if start.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content[4:8] == b"ftyp" and content[8:12] in HEIC:
        raise Unfit("heic")
    raise Unfit("unknown" if content else "empty")


# PDF ---------------------------------------------------------------------------------------------------------------------------------


def _parts(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """What stands before each stream, and the stream: objects are in the first, or packed into the second."""
    at = 0
    while found := _STREAM.search(content, at):
        end = content.find(b"endstream", found.end())
        end = len(content) if end < 0 else end
        yield content[at : found.start()], content[found.end() : end]
        at = end
    yield content[at:], b""


def _objects(content: bytes) -> Iterator[bytes]:
    """All text in which objects stand: outside of streams, and inside of object streams. Whatever is packed unusually is not taken."""
    left = INFLATED
    for outside, stream in _parts(content):
        yield outside
        if b"/ObjStm" not in _HEX.sub(_unhex, outside[-4000:]):
            continue
        unpack = zlib.decompressobj()
        try:
            plain = unpack.decompress(stream, left)
        except zlib.error:
            raise Unfit("packed")
        if unpack.unconsumed_tail or (left := left - len(plain)) <= 0:
            raise Unfit("packed")
        yield plain


def _unhex(found: Any) -> bytes:
    return bytes([int(found.group(1), 16)])


def _names(content: bytes) -> set[str]:
    """Every name that an object uses, with its disguises (`/J#61vaScript`) taken off."""
    found: set[str] = set()
    for text in _objects(content):
        found |= {_HEX.sub(_unhex, name).decode("latin-1") for name in _NAME.findall(text)}
    return found


def _open(content: bytes) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Unfit("encrypted" if "assword" in str(error) else "damaged")


def _check_pdf(content: bytes, most_pages: int) -> int:
    import pypdfium2.raw as raw

    document = _open(content)
    if raw.FPDF_GetSecurityHandlerRevision(document.raw) != -1:
        raise Unfit("encrypted")
    names = _names(content)
    if names & set(ACTIVE) or raw.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0 or document.get_formtype() > 1:
        raise Unfit("script")
    if names & set(EMBEDDED) or raw.FPDFDoc_GetAttachmentCount(document.raw) > 0:
        raise Unfit("embedded")
    if not len(document):
        raise Unfit("damaged")
    if len(document) > most_pages:
        raise Unfit("pages")
    _draw_page(document, 0, 200)  # opens, and can be shown
    return len(document)


def _draw_page(document: Any, number: int, width: int) -> Any:
    import pypdfium2

    try:
        page = document[number]
        wide, high = page.get_size()
        scale = min(width / max(wide, 1), TALLEST / max(high, 1))
        return page.render(scale=scale, may_draw_forms=False).to_pil()
    except pypdfium2.PdfiumError:
        raise Unfit("damaged")


# pictures ----------------------------------------------------------------------------------------------------------------------------


def _picture(content: bytes, media: str) -> Any:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=[media.upper()])
            image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise Unfit("pixels")
    except (OSError, ValueError, SyntaxError):
        raise Unfit("damaged")
    return ImageOps.exif_transpose(image)


def _anew(content: bytes, media: str) -> bytes:
    """The same picture, drawn anew: pixels alone, upright; place, time, camera and whatever else was written into it stay behind."""
    from PIL import Image

    image = _picture(content, media)
    keeps = image.mode if image.mode in ("L", "RGB") or (media == "png" and image.mode == "RGBA") else "RGB"
    image = image.convert(keeps)
    fresh = Image.new(image.mode, image.size)
    fresh.paste(image)
    out = io.BytesIO()
    fresh.save(out, "JPEG", quality=90) if media == "jpeg" else fresh.save(out, "PNG")
    return out.getvalue()


def examine(content: bytes, most_pages: int) -> tuple[dict[str, Any], bytes]:
    """Whether a file may be kept, what it is, and the bytes to keep (none: those that came)."""
    media = media_of(content)
    if media == "pdf":
        return {"media": media, "pages": _check_pdf(content, most_pages)}, b""
    return {"media": media, "pages": 1}, _anew(content, media)


def draw(content: bytes, page: int, width: int) -> tuple[dict[str, Any], bytes]:
    """One page as PNG, `width` pixels wide at most."""
    media = media_of(content)
    if media == "pdf":
        image = _draw_page(_open(content), page - 1, width)
    else:
        image = _picture(content, media)
        image.thumbnail((width, TALLEST))
    out = io.BytesIO()
    image.convert("RGB").save(out, "PNG")
    return {"size": image.size}, out.getvalue()


def main(words: list[str]) -> None:
    """Do one thing and say what came of it."""
    _limit()
    content = sys.stdin.buffer.read()
    try:
        said, found = (examine if words[0] == "examine" else draw)(content, *map(int, words[1:]))
    except Unfit as unfit:
        said, found = {"unfit": str(unfit)}, b""
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + found)


if __name__ == "__main__":
    main(sys.argv[1:])
