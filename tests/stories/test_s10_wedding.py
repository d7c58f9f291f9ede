"""S10: an aunt calls about a girl of 15 who is to be married off next week. Whatever is promised is due before that day begins."""

from datetime import datetime, time, timedelta

from jejaring.commitments.models import Commitment
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import WIB, today
from jejaring.ui import when
from tests.browser.steps_case import when_a_referral_is_prepared, when_it_is_sent, when_the_only_case_is_opened
from tests.browser.steps_report import Told, filled_in, given_a_new_report_being_filled_in
from tests.cast import Cast
from tests.stories.reader import Reader

AUNT = Told(
    "Ponakan saya di Muaro Jambi, 15 tahun, akan dinikahkan orang tuanya dengan laki-laki 40 tahun untuk menutup utang mereka.",
    who="family", channel="hotline", signs=("imminent_wedding",), knows="does_not_know",
)  # fmt: skip
NEVER = "Jangan hubungi orang tuanya"


def given_the_aunts_call(duty: Reader) -> str:
    given_a_new_report_being_filled_in(duty, AUNT).ticks("victim_sex", "female").writes("victim_age", "15").chooses("area", "15.05")
    duty.ticks("contact_channels", "through_other").ticks("contact_never", "phone", "visit").writes("contact_note", NEVER).submits()
    return duty.sees("Anak perempuan, 15", "Perkawinan akan segera berlangsung").path


def when_triage_hands_it_to_the_regency_with_the_day(duty: Reader, cast: Cast, report: str, days: int) -> None:
    duty.opens(report.replace("/reports/", "/triage/"))
    filled_in(
        duty, kind="violence_against_children", forms="sexual exploitation", jurisdiction="transfer_region", region="15.05",
        outcomes="transfer", manager=cast.manager.id,
    )  # fmt: skip
    duty.writes("reason", "Di luar kota ini; hari pernikahan sudah dekat.")
    duty.writes("event_on", when.day(today() - timedelta(days=1))).submits()
    duty.is_told_beside("event_on", "sudah lewat").writes("event_on", when.day(today() + timedelta(days=days))).submits()
    duty.sees("Diputuskan oleh")


def dues(cast: Cast, file: str) -> dict[str, datetime]:
    with acting_as(cast.manager, "test"):
        return dict(Commitment.objects.filter(case_id=file.split("/")[2], state="open").values_list("key", "due_at"))


def when_she_is_screened(manager: Reader, file: str) -> None:
    manager.opens(file + "screen/").ticks("acts", "transfer").ticks("means", "payment_or_benefit")
    manager.ticks("purposes", "forced_marriage").submits().sees("Teridentifikasi untuk layanan")


def test_everything_is_due_before_the_wedding(cast: Cast) -> None:
    duty, manager, days = Reader(cast.duty), Reader(cast.manager), 2
    wedding = datetime.combine(today() + timedelta(days=days), time(0), WIB)

    when_triage_hands_it_to_the_regency_with_the_day(duty, cast, given_the_aunts_call(duty), days)
    file = when_the_only_case_is_opened(manager)
    assert {"hand_over", "assessment", "plan", "review", "police_report"} <= set(dues(cast, file))
    assert max(dues(cast, file).values()) <= wedding
    assert dues(cast, file)["plan"] == wedding, "three days would miss it"
    when_she_is_screened(manager, file)
    when_a_referral_is_prepared(
        manager, file, "transfer", to=cast.desk_id("letters"), asks="Mohon dicegah sebelum hari itu.", basis="vital_interest",
        why="Perkawinan anak dalam dua hari.",
    )  # fmt: skip
    when_it_is_sent(manager.sees(NEVER, "Perkawinan akan segera berlangsung"))
    assert dues(cast, file)["letter_acknowledgement"] <= wedding
    assert "hand_over" not in dues(cast, file)
