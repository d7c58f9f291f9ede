"""Files for the tests of what is attached: good ones and bad ones, made here and nowhere else."""

import io
import zlib
from typing import Any

from PIL import Image


def picture(media: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **rest: Any) -> bytes:
    """A picture; `exif` may carry a place and a camera."""
    out = io.BytesIO()
    Image.new(mode, size, {"RGB": (10, 200, 30), "CMYK": (9, 9, 9, 9)}.get(mode, 128)).save(out, media, **rest)
    return out.getvalue()


def located(orientation: int = 6) -> bytes:
    """A photograph that says where, with what and which way up it was taken."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "KAMERA-CONTOH", orientation
    exif.get_ifd(0x8825).update({1: "S", 2: (1.0, 35.0, 24.0), 3: "E", 4: (103.0, 36.0, 36.0)})
    return picture(exif=exif.tobytes())


def pdf(*objects: bytes, catalog: bytes = b"", pages: int = 1, trailer: bytes = b"", page: bytes = b"") -> bytes:
    """A small PDF with further objects (numbered from 10) and further entries of catalog, page and trailer."""
    kids = b" ".join(b"%d 0 R" % (100 + n) for n in range(pages))
    found: dict[int, bytes] = {
        1: b"<</Type/Catalog/Pages 2 0 R " + catalog + b">>",
        2: b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
    }
    found |= {100 + n: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200] " + page + b">>" for n in range(pages)}
    found |= {10 + n: body for n, body in enumerate(objects)}
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in sorted(found.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n" + b"".join(b"%d 1\n%010d 00000 n \n" % (n, at) for n, at in sorted(places.items()))
    size = max(found) + 1
    return bytes(out + b"trailer\n<</Size %d/Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, table))


def packed(body: bytes) -> bytes:
    """An object stream around the text of an object."""
    stream = zlib.compress(b"20 0 " + body)
    return b"<</Type/ObjStm/N 1/First 5/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (len(stream), stream)


LOCK = (
    b"/Encrypt<</Filter/Standard/V 1/R 2/O<28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A>"
    b"/U<28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A>/P -44>>/ID[<00><00>]"
)
SCRIPTS = {
    "at opening": pdf(catalog=b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"),
    "disguised": pdf(catalog=b"/OpenAction<</S/J#61vaScript/J#53(app.alert(1))>>"),
    "of a page": pdf(page=b"/AA<</O<</S/JavaScript/JS 10 0 R>>>>"),
    "packed": pdf(packed(b"<</S/JavaScript/JS(app.alert(1))>>")),
    "start a program": pdf(catalog=b"/OpenAction<</S/Launch/F(cmd.exe)>>"),
    "send a form": pdf(catalog=b"/OpenAction<</S/SubmitForm/F(http://contoh.invalid)>>"),
    "active form": pdf(catalog=b"/AcroForm<</XFA 10 0 R/Fields[]>>"),
}
EMBEDDED = {
    "attached": pdf(catalog=b"/Names<</EmbeddedFiles<</Names[(a.exe)10 0 R]>>>>"),
    "film": pdf(page=b"/Annots[<</Type/Annot/Subtype/RichMedia/Rect[0 0 9 9]>>]"),
    "packed": pdf(packed(b"<</Type/Filespec/EF<</F 11 0 R>>/Subtype/FileAttachment>>")),
}
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(40)
