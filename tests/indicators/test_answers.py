"""How long desks take to answer, and how promises were kept by month, quarter and kind."""

from datetime import datetime, timedelta

import pypdfium2
import pytest
from django.utils.translation import override

from jejaring.cases.queries import long_day
from jejaring.commitments import actions
from jejaring.commitments.actions import About
from jejaring.commitments.states import RuleKey
from jejaring.directory import actions as directory
from jejaring.directory.models import Organisation
from jejaring.directory.states import DeskKind
from jejaring.guard.context import acting_as
from jejaring.indicators.queries import answers as asking
from jejaring.indicators.queries.answers import Kept, _kinds
from jejaring.indicators.queries.papers import _desk, _rows
from jejaring.indicators.queries.promises import DeskPromises
from jejaring.kernel.clock import WIB, standing_at, today
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused
from tests.cast import Cast
from tests.screens import signed_in

START = datetime(2026, 3, 2, 8, tzinfo=WIB)


def asked(cast: Cast, *hours: float | None, kind: str = "trafficking") -> None:
    """Questions to the duty desk, each answered after so many hours, or never."""
    for after in hours:
        subject = uuid7()
        with standing_at(START), acting_as(cast.duty, "test"):
            actions.promise(RuleKey.FIRST_RESPONSE, by=cast.duty, about=About("report", subject, risk="medium", kind=kind))
        if after is not None:
            with standing_at(START + timedelta(hours=after)), acting_as(cast.duty, "test"):
                actions.keep(RuleKey.FIRST_RESPONSE, subject_id=subject, by=cast.duty, act="test")


def answer(cast: Cast, at: datetime) -> asking.Answer:
    """The duty desk's answers at a moment."""
    with standing_at(at), acting_as(cast.chair, "test"):
        return asking.answers(cast.chair, since=START, at=at)[cast.duty.desk]


def test_the_median_counts_what_was_never_answered(cast: Cast) -> None:
    asked(cast, 1, 2, 3, None, None)
    found = answer(cast, START + timedelta(days=9))
    assert (found.asked, found.median, found.ninth) == (5, timedelta(hours=3), None)
    assert found.ninth_words == "belum 9 dari 10"


def test_what_was_called_off_counts_until_then_and_not_longer(cast: Cast) -> None:
    asked(cast, 4, 6)
    subject = uuid7()
    with standing_at(START), acting_as(cast.duty, "test"):
        actions.promise(RuleKey.FIRST_RESPONSE, by=cast.duty, about=About("report", subject, risk="medium"))
    with standing_at(START + timedelta(hours=1)), acting_as(cast.duty, "test"):
        actions.cancel(RuleKey.FIRST_RESPONSE, subject_id=subject, by=cast.duty, act="test")
    found = answer(cast, START + timedelta(days=9))
    assert (found.asked, found.median) == (3, timedelta(hours=4))


def test_a_year_has_twelve_months_its_quarters_and_an_honest_interval(cast: Cast) -> None:
    asked(cast, *[1] * 9, 20)
    with standing_at(datetime(2026, 11, 24, 12, tzinfo=WIB)), acting_as(cast.secretary, "test"):
        found = asking.year(cast.secretary)
    assert [m.label for m in found.months][::11] == ["2025-12", "2026-11"]
    march = found.months[3]
    assert (march.label, march.in_time, march.settled) == ("2026-03", 9, 10)
    assert march.between is not None
    assert march.between[0] < 0.6 < 0.9 < march.between[1], "ten promises say little, and the page says so"
    assert found.months[0].share is None
    assert [(q.label, q.settled) for q in found.quarters] == [
        ("triwulan 4 2025", 0), ("triwulan 1 2026", 10), ("triwulan 2 2026", 0), ("triwulan 3 2026", 0), ("triwulan 4 2026", 0),
    ]  # fmt: skip
    assert found.whole.settled == 10


@pytest.mark.usefixtures("db")
def test_no_cell_of_a_kind_below_five_is_shown_nor_found_by_subtraction() -> None:
    rows = [("trafficking", 40, 46), ("domestic_violence", 20, 30), ("sexual_violence", 9, 12), ("other", 2, 9)]
    found = _kinds(rows)
    assert [(k.in_time, k.settled) for k in found] == [(40, 46), (20, 30), (11, 21)]
    assert [k.label for k in _kinds([("unknown", 40, 46)])] == ["jenis belum diketahui"]
    assert _kinds([("trafficking", 2, 3)]) == ()
    assert [(k.in_time, k.settled) for k in _kinds([("trafficking", 40, 46), ("other", 1, 1)])] == [(41, 47)]


def test_other_roles_see_nothing_of_it(cast: Cast) -> None:
    with acting_as(cast.manager, "test"), pytest.raises(Refused):
        asking.year(cast.manager)


def test_the_page_the_report_and_the_reminder_name_desks_and_nobody(cast: Cast) -> None:
    asked(cast, 1, 2, None)
    with acting_as(cast.admin, "administration"):
        Organisation.objects.filter(pk=cast.desks["office"].organisation_id).update(region="15.71")
    client = signed_in(cast.secretary)
    page = client.get("/promises/").content.decode()
    assert "Separuh dijawab dalam" in page
    assert "9 dari 10: belum" not in page
    assert ("%%" in page, "dengan selang 95 %" in page) == (False, True)
    report = client.get("/promises/report.pdf")
    assert (report.status_code, report["Content-Type"], report["Cache-Control"]) == (200, "application/pdf", "no-store")
    letter = client.get("/promises/reminder.pdf", {"desk": "UPTD PPA Contoh"})
    text = words_of(letter.content)
    assert "Tanggapan pertama" in text
    assert "KONSEP" in text
    assert f"Jambi, {long_day(today())}" in text, "place and date, as on every letter"
    assert client.get("/promises/reminder.pdf", {"desk": "Tidak ada"}).status_code == 404
    assert signed_in(cast.manager).get("/promises/report.pdf").status_code == 403


def test_the_chairs_page_is_one_sheet_however_many_desks_there_are(cast: Cast) -> None:
    with acting_as(cast.admin, "administration"):
        desks = [
            directory.add_desk(
                by=cast.admin, organisation=cast.desks["social"].organisation, name=f"Bidang Pelayanan Rehabilitasi nomor {n}",
                kind=DeskKind.PARTNER, services=(), uses_system=True,
            ) for n in range(26)
        ]  # fmt: skip
    with standing_at(START), acting_as(cast.duty, "test"):
        for desk in desks:
            about = About("referral", uuid7(), kind="trafficking")
            actions.promise(RuleKey.REFERRAL_ANSWER, by=cast.duty, about=about, desk_id=desk.pk, owed_to_desk_id=cast.duty.desk)
    asked(cast, *[1] * 9, *[50] * 9, kind="domestic_violence")
    asked(cast, *[2] * 7, *[60] * 6, kind="trafficking")
    report = signed_in(cast.secretary).get("/promises/report.pdf").content
    assert len(pypdfium2.PdfDocument(report)) == 1
    text = words_of(report)
    for words in ("9 dari 10", "Terlama menunggu", "Triwulan", "Jenis kasus", "12 bulan", "13 meja lain"):
        assert words in text, words
    assert "KONSEP" not in text


def words_of(pdf: bytes) -> str:
    """The text of a PDF."""
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())


@pytest.mark.usefixtures("db")
def test_a_label_with_a_dash_is_no_month() -> None:
    assert [k.words for k in _kinds([("trafficking", 40, 46), ("other", 7, 15), ("unknown", 1, 2)])][-1] == "Jenis lain bersama-sama"


def test_the_paper_writes_thousands_as_the_screen_does(cast: Cast) -> None:
    counts = {"open": 1493, "late": 2, "kept_in_time": 12345, "kept_late": 0}
    row = DeskPromises("Meja", "Unit", "Meja", "", by_letter=False, **counts, waiting=None, overdue=None)
    with override("id"):
        assert _desk(row)[:4] == ("Meja", "1.493", "2", "12.345")
        assert _rows((Kept("2026-03", 1200, 1494),))[0][:2] == ("Mar 2026", "1.200 dari 1.494")
