"""Files from outside: type by content, a picture drawn anew, active and locked ones refused, and none takes the server down."""

import io
import time
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as proving
from hypothesis import strategies as st
from PIL import Image

from jejaring.ui.papers import scans
from jejaring.ui.papers.scans import REASONS, UNREADABLE, Unfit
from tests.ui import hostile


def refused(content: bytes) -> str:
    """Why a file is not taken."""
    with pytest.raises(Unfit) as unfit:
        scans.examine(content)
    return unfit.value.reason


def opened(content: bytes) -> Any:
    return Image.open(io.BytesIO(content))


def test_a_pdf_is_kept_as_it_came() -> None:
    found = scans.examine(content := hostile.pdf(pages=3))

    assert (found.media, found.pages, found.content) == ("pdf", 3, content)


@pytest.mark.parametrize(("media", "mode"), [("JPEG", "RGB"), ("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "RGBA"), ("PNG", "P"), ("PNG", "1")])
def test_a_picture_of_any_mode_is_drawn_anew(media: str, mode: str) -> None:
    found = scans.examine(hostile.picture(media, mode=mode))

    assert found.media == media.lower()
    assert opened(found.content).size == (60, 40)


def test_the_place_and_the_camera_of_a_photograph_stay_behind_and_it_stands_upright() -> None:
    content = hostile.located()

    fresh = scans.examine(content).content

    assert b"KAMERA-CONTOH" in content
    assert b"KAMERA" not in fresh
    assert not opened(fresh).getexif()
    assert opened(fresh).size == (40, 60)


def test_what_hides_behind_a_picture_is_gone() -> None:
    assert b"PK\x03\x04 payload" not in scans.examine(hostile.picture("PNG") + b"PK\x03\x04 payload").content


@pytest.mark.parametrize("content", hostile.SCRIPTS.values(), ids=hostile.SCRIPTS)
def test_a_pdf_with_something_active_is_refused(content: bytes) -> None:
    assert refused(content) == REASONS["script"]


@pytest.mark.parametrize("content", hostile.EMBEDDED.values(), ids=hostile.EMBEDDED)
def test_a_pdf_that_carries_files_is_refused(content: bytes) -> None:
    assert refused(content) == REASONS["embedded"]


def test_a_locked_pdf_is_refused() -> None:
    assert refused(hostile.pdf(trailer=hostile.LOCK)) == REASONS["encrypted"]


def test_each_wrong_file_is_refused_with_its_own_sentence() -> None:
    assert refused(b"") == REASONS["empty"]
    assert refused(b"GIF89a" + bytes(99)) == REASONS["unknown"]
    assert refused(b"<html><script>alert(1)</script>%PDF-1.4") == REASONS["unknown"]
    assert refused(b"MZ" + bytes(99)) == REASONS["unknown"]
    assert refused(hostile.HEIC) == REASONS["heic"]
    assert refused(b"%PDF-1.7\nno document") == REASONS["damaged"]
    assert refused(hostile.picture()[:200]) == REASONS["damaged"]
    assert refused(hostile.pdf(pages=301)) == REASONS["pages"]


def test_a_small_file_that_is_an_endless_picture_is_refused() -> None:
    assert refused(hostile.picture("PNG", (12_000, 12_000), "1")) == REASONS["pixels"]


def test_an_object_stream_that_unpacks_without_end_is_refused() -> None:
    bomb = zlib.compress(bytes(200_000_000), 9)
    body = b"<</Type/ObjStm/N 1/First 5/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (len(bomb), bomb)

    assert refused(hostile.pdf(body)) == REASONS["packed"]


def test_a_page_is_drawn_as_a_picture_of_bounded_size() -> None:
    page = opened(scans.draw(hostile.pdf(pages=2), 2))
    tall = opened(scans.draw(hostile.pdf().replace(b"[0 0 300 200]", b"[0 0 2 14000]"), 1))

    assert (page.format, page.size[0]) == ("PNG", scans.WIDTH)
    assert tall.size[1] <= 4001


def test_a_page_that_is_not_there_is_said() -> None:
    with pytest.raises(Unfit):
        scans.draw(hostile.pdf(), 9)


def test_a_process_that_takes_too_long_or_dies_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    for text in ("import time; time.sleep(60)", "import os; os.abort()", "print('nonsense')"):
        worker = tmp_path / "worker.py"
        worker.write_text(text)
        monkeypatch.setattr(scans, "WORKER", worker)
        monkeypatch.setattr(scans, "SECONDS", 1)
        begun = time.monotonic()

        assert refused(b"%PDF-1.7") == UNREADABLE
        assert time.monotonic() - begun < 10


@given(st.binary(min_size=1, max_size=2000))
@proving(max_examples=6, deadline=None)
def test_any_bytes_behind_the_head_of_a_pdf_are_an_answer_and_not_an_error(content: bytes) -> None:
    with pytest.raises(Unfit):
        scans.examine(b"%PDF-1.7\n" + content)
