"""Papers: what is typed is printed as it is and commands nothing; a city's template goes first, a broken one is said in words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import settings as proving
from hypothesis import strategies as st

from jejaring.kernel.clock import WIB, standing_at
from jejaring.ui.papers import printing, samples
from jejaring.ui.papers.kinds import KINDS, Referral
from jejaring.ui.papers.samples import SAMPLES

HOSTILE = '#read("surat.typ") *tebal* _miring_ $x^2$ `kode` @preview <label> \\ // komentar #[ ] "petik" = judul ~ {{ x }}'
PIXEL = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="#060"/></svg>'


@pytest.fixture(autouse=True)
def city(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """The city's own folder, empty at first."""
    settings.PAPERS = tmp_path / "papers"
    settings.PAPERS.mkdir()
    return settings.PAPERS


def text_of(pdf: bytes) -> str:
    """The text of every page, without the ends of lines, which are the layout's."""
    document = pdfium.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    return " ".join("\n".join(pages).split())


def referral(**changes: Any) -> Referral:
    """The sample letter with something else in it."""
    sample = SAMPLES["referral"]
    assert isinstance(sample, Referral)
    return replace(sample, **changes)


@pytest.mark.parametrize("code", KINDS)
def test_every_kind_prints_for_the_archive_and_for_a_screen_reader(code: str) -> None:
    pdf = printing.render(code, SAMPLES[code]).pdf

    document = pdfium.PdfDocument(pdf)
    assert document.is_tagged()
    assert b"pdfaid" in pdf
    assert b"pdfuaid" in pdf
    assert "RAHASIA" in text_of(pdf)
    assert f"Halaman 1 dari {len(document)}" in text_of(pdf)
    assert ("Kepala UPTD PPA Kota Contoh" in text_of(pdf)) == (code != "consent")  # there the officer who explained signs


@pytest.mark.parametrize("code", KINDS)
def test_the_properties_of_a_paper_name_its_kind_and_nobody(code: str) -> None:
    found = pdfium.PdfDocument(printing.render(code, SAMPLES[code]).pdf).get_metadata_dict()

    assert found["Title"].startswith(KINDS[code].title)
    assert "Bunga" not in str(found)


def test_signs_of_the_markup_language_are_printed_and_command_nothing() -> None:
    shown = text_of(printing.render("referral", referral(request=HOSTILE, services=HOSTILE, fields=((HOSTILE, HOSTILE),))).pdf)

    assert shown.count("#read(") == 4  # label, value, request, and the services in the subject
    assert "*tebal* _miring_ $x^2$" in shown
    assert "#let data" not in shown


@given(st.text(st.characters(codec="utf-8"), max_size=300))
@proving(max_examples=60, deadline=None)
def test_any_text_at_all_can_be_printed(text: str) -> None:
    assert printing.render("referral", referral(request=text, fields=(("Nama", text),))).pdf.startswith(b"%PDF-")


def test_arabic_script_is_drawn_and_an_emoji_without_a_font_is_named() -> None:
    shown = text_of(printing.render("referral", referral(request="سارة dan \U0010fffd selesai")).pdf)

    assert "U+0633" not in shown
    assert "[U+10FFFD] selesai" in shown


def test_twenty_thousand_characters_fill_pages_and_nothing_is_lost() -> None:
    story = "Ia berkata: " + "a b c " * 3330 + "TAMAT."

    pdf = printing.render("referral", referral(request=story)).pdf

    assert len(story) > 19_900
    assert len(pdfium.PdfDocument(pdf)) >= 5
    assert "TAMAT." in text_of(pdf)
    assert text_of(pdf).count("a b c") > 3_000


def test_a_word_without_end_stays_on_the_paper() -> None:
    pdf = printing.render("referral", referral(fields=(("Alamat", "x" * 3000),))).pdf

    page = pdfium.PdfDocument(pdf)[0]
    text = page.get_textpage()
    assert max(text.get_rect(n)[2] for n in range(text.count_rects())) < page.get_width() - 20


def test_signs_that_turn_the_order_of_reading_are_left_out() -> None:
    assert "\u202e" not in printing._plain("ab\u202ecd\u0000\u0007")
    assert printing._plain("a\r\nb\tc") == "a\nb    c"


def test_the_same_paper_printed_at_the_same_moment_is_the_same_file() -> None:
    with standing_at(datetime(2026, 3, 3, 9, 0, tzinfo=WIB)):
        assert printing.render("closure", SAMPLES["closure"]).pdf == printing.render("closure", SAMPLES["closure"]).pdf


def test_a_draft_is_marked_and_has_no_number() -> None:
    sample = SAMPLES["assignment"]
    draft = replace(sample, head=replace(sample.head, draft=True, number=""))  # type: ignore[type-var]

    shown = text_of(printing.render("assignment", draft).pdf)

    assert "KONSEP" in shown
    assert "Nomor:" not in shown


def test_the_letter_of_assignment_names_the_companion_and_not_the_person() -> None:
    shown = text_of(printing.render("assignment", SAMPLES["assignment"]).pdf)

    assert "Petugas Rekaan" in shown
    assert "K-26-0417-X" in shown
    assert "Bunga" not in shown


def test_the_sentence_that_a_victim_is_not_punished_stands_where_it_applies() -> None:
    assert "Pasal 18 UU 21/2007" in text_of(printing.render("referral", referral(non_punishment=True)).pdf)
    assert "Pasal 18" not in text_of(printing.render("referral", referral(non_punishment=False)).pdf)


def test_consent_says_what_cannot_be_recalled_and_who_is_not_asked() -> None:
    shown = text_of(printing.render("consent", SAMPLES["consent"]).pdf)

    assert "Yang tidak dapat ditarik kembali" in shown
    assert "Laki-laki, 45 (terlapor)" in shown
    assert "Redaksi 2026-1" in shown
    assert "Pendapat anak" in shown


def test_a_city_changes_a_template_by_a_file_of_the_same_name(city: Path) -> None:
    (city / "assignment.typ").write_text(
        '// wording: kota-3\n#import "surat.typ": *\n#show: paper\n#letterhead()\n#titled[Surat Tugas Kota]\n#data.reference'
    )

    done = printing.render("assignment", SAMPLES["assignment"])

    assert (done.by_city, done.wording, done.problem) == (True, "kota-3", "")
    assert "SURAT TUGAS KOTA" in text_of(done.pdf)
    assert not printing.render("closure", SAMPLES["closure"]).by_city


def test_a_city_puts_its_logo_into_the_letterhead(city: Path) -> None:
    before = len(printing.render("closure", SAMPLES["closure"]).pdf)
    (city / "logo.svg").write_bytes(PIXEL)

    done = printing.render("closure", SAMPLES["closure"])

    assert done.problem == ""
    assert len(done.pdf) > before


BROKEN = {
    "unknown": ('#import "surat.typ": *\n#show: paper\n#tidakada()', "assignment.typ, line 3: unknown variable"),
    "package": ('#import "@preview/cetz:0.3.0"\n', "assignment.typ: imports only files of its own folder"),
    "dynamic": ('#import ("@preview" + "/x:1.0.0"): *\n', "assignment.typ: imports only files of its own folder"),
    "outside": ('#read("/etc/passwd")', "file not found"),
    "escape": ('#read("../../../../../../etc/passwd")', "escape"),
    "eval": ('#eval("1 + 1")', "assignment.typ: eval is not allowed"),
    "endless": ("#while true {}", "always true"),
    "bytes": ("\udcff", "assignment.typ"),
    "heading": ('#import "surat.typ": *\n#show: paper\n== Kedua', "first heading"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_template_is_passed_over_and_said_in_words(city: Path, case: str) -> None:
    text, said = BROKEN[case]
    (city / "assignment.typ").write_bytes(text.encode(errors="surrogateescape"))

    done = printing.render("assignment", SAMPLES["assignment"])

    assert not done.by_city
    assert said in done.problem
    assert "SURAT TUGAS" in text_of(done.pdf)
    assert [p.file for p in samples.problems()][:1]


def test_links_out_of_the_folder_are_not_followed(city: Path, tmp_path: Path) -> None:
    (tmp_path / "other.typ").write_text("rahasia")
    (city / "assignment.typ").symlink_to(tmp_path / "other.typ")

    assert printing.of_the_city() == {}


def test_the_command_prints_samples_and_says_what_is_wrong(city: Path, tmp_path: Path) -> None:
    said = StringIO()
    call_command("papers", "--sample", str(tmp_path / "contoh"), stdout=said)
    call_command("papers", "--check", stdout=said)

    assert {f.stem for f in (tmp_path / "contoh").glob("*.pdf")} == set(KINDS)
    assert "All papers can be printed" in said.getvalue()
    (city / "closure.typ").write_text("#salah")
    with pytest.raises(CommandError, match=r"closure\.typ, line 1: unknown variable: salah"):
        call_command("papers", "--check", stdout=said)
