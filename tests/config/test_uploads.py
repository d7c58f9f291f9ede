"""Files in a form: only where a view asks for one, in memory and bounded, never on disk; too large keeps everything else."""

import tracemalloc
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse, JsonResponse
from django.test import Client, override_settings
from django.urls import path

from jejaring.access.purposes import Purpose, screen
from jejaring.config.urls import handler400, handler403, handler404, handler500, urlpatterns
from jejaring.ui.fields import Upload
from jejaring.ui.forms import Form, Text
from jejaring.ui.http import download, takes_files
from tests.cast import assemble


class Letter(Form):
    """A note and a file."""

    note = Text(label="Note")
    file = Upload(label="File")


def _say(request: Any) -> HttpResponse:
    form = Letter(request.POST, request.FILES)
    sizes = [[f.size, len(f.read())] for f in request.FILES.values()]
    return JsonResponse({"note": request.POST.get("note"), "files": sizes, "errors": form.errors})


def _deaf(request: Any) -> HttpResponse:
    return _say(request)


class Routes:
    """One view that takes a file, one that does not, one that streams."""

    handler400, handler403, handler404, handler500 = handler400, handler403, handler404, handler500
    urlpatterns: ClassVar = [
        path("test/takes/", takes_files(screen(Purpose.PUBLIC)(_say))),
        path("test/none/", screen(Purpose.PUBLIC)(_deaf)),
        path(
            "test/sealed/",
            screen(Purpose.PUBLIC)(lambda request: download([b"a", b"b"], name="x.pdf", content_type="application/pdf", size=2)),
        ),
        *urlpatterns,
    ]


@pytest.fixture
def client(db: None) -> Iterator[Client]:
    assemble()
    with override_settings(ROOT_URLCONF=Routes):
        yield Client(headers={"accept-language": "en"})


def send(client: Client, address: str, *sizes: int) -> Any:
    files = {f"file{n or ''}": SimpleUploadedFile("nama rahasia.pdf", bytes(size)) for n, size in enumerate(sizes)}
    return client.post(address, {"note": "tetap ada", **files})


def test_a_view_that_asks_for_a_file_gets_it(client: Client) -> None:
    assert send(client, "/test/takes/", 5).json() == {"note": "tetap ada", "files": [[5, 5]], "errors": {}}


def test_a_file_of_no_bytes_reaches_the_form(client: Client) -> None:
    assert send(client, "/test/takes/", 0).json()["files"] == [[0, 0]]


def test_a_view_that_asks_for_none_never_sees_one(client: Client) -> None:
    assert send(client, "/test/none/", 5).json()["files"] == []


def test_a_file_above_the_limit_is_counted_not_kept_and_the_rest_stays(client: Client) -> None:
    with override_settings(FILE_LIMIT=1_000_000):
        answer = send(client, "/test/takes/", 3_400_000).json()

    assert answer["note"] == "tetap ada"
    assert answer["files"] == [[3_400_000, 0]]
    assert answer["errors"]["file"][0].startswith("This file has 4 MB; at most 1 MB can be attached.")


def test_several_files_share_one_limit(client: Client) -> None:
    with override_settings(FILE_LIMIT=1_000_000):
        answer = send(client, "/test/takes/", 700_000, 700_000).json()

    assert answer["files"] == [[700_000, 700_000], [700_000, 0]]


class Endless(BytesIO):
    """A body that is made while it is read."""

    def __init__(self, head: bytes, size: int, tail: bytes) -> None:
        super().__init__()
        self.parts, self.left, self.tail = head, size, tail

    def read(self, size: int | None = -1) -> bytes:
        wanted = 65536 if size is None or size < 0 else size
        if self.parts:
            found, self.parts = self.parts[:wanted], self.parts[wanted:]
        elif self.left:
            found = bytes(min(wanted, self.left))
            self.left -= len(found)
        else:
            found, self.tail = self.tail[:wanted], self.tail[wanted:]
        return found


def test_two_hundred_megabytes_fill_neither_memory_nor_disk(client: Client, tmp_path: Path, settings: Any) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    size = 200_000_000
    head = (
        b'--b\r\nContent-Disposition: form-data; name="note"\r\n\r\ntetap ada\r\n'
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="x.pdf"\r\n\r\n'
    )
    tail = b"\r\n--b--\r\n"
    body = Endless(head, size, tail)
    tracemalloc.start()

    answer = client.generic(
        "POST", "/test/takes/", "", **{"wsgi.input": body}, CONTENT_TYPE="multipart/form-data; boundary=b",
        CONTENT_LENGTH=str(len(head) + size + len(tail)),
    ).json()  # fmt: skip

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (answer["note"], answer["files"]) == ("tetap ada", [[size, 0]])
    assert answer["errors"]["file"][0].startswith("This file has 200 MB; at most 20 MB")
    assert peak < 60_000_000
    assert list(tmp_path.iterdir()) == []


def test_what_announces_more_than_any_form_may_send_is_not_read(client: Client) -> None:
    body = Endless(b"", 10**12, b"")

    answer = client.generic(
        "POST", "/test/takes/", "", **{"wsgi.input": body}, CONTENT_TYPE="multipart/form-data; boundary=b", CONTENT_LENGTH=str(10**12)
    )

    assert answer.status_code == 413
    assert "20 MB" in answer.content.decode()
    assert body.left == 10**12


def test_a_sealed_stream_is_allowed_and_stays_outside_of_our_pages(client: Client) -> None:
    answer = client.get("/test/sealed/")

    assert b"".join(answer.streaming_content) == b"ab"  # type: ignore[attr-defined]
    assert answer["Content-Disposition"] == 'attachment; filename="x.pdf"'
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
