"""The questions of a day are used up: the page says when one can ask again and what is open in danger, and the privacy officer sees it."""

from jejaring.access.actor import Actor
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now, today
from jejaring.kernel.ids import uuid7
from jejaring.people import rules
from jejaring.people.models import KnownQuestion
from tests.browser.conftest import At
from tests.cast import Cast
from tests.intake.conftest import receive


def asked(actor: Actor, times: int) -> None:
    """So many questions of today."""
    with acting_as(actor, "case_work"):
        for _n in range(times):
            KnownQuestion.objects.create(by=actor.id, desk=actor.desk, subject_kind="report", subject_id=uuid7(), day=today(), at=now())


def test_the_last_question_of_the_day_and_what_is_left_in_danger(at: At, cast: Cast) -> None:
    report = receive(cast.duty, victim_name="Bunga Rekaan")
    asked(cast.manager, rules.DAILY_QUESTIONS - 1)
    manager = at("manager", phone=True, dark=True).opens(f"/known/report/{report.pk}/").sees("masih dapat bertanya 1 kali")
    asked(cast.manager, 1)
    manager.presses("Tanyakan").sees("00.00 WIB")

    manager.opens(f"/known/report/{report.pk}/").sees("Jatah pertanyaan hari ini habis", "Akses darurat", "Nomor darurat")
    manager.opens("/known/").sees("Jatah pertanyaan hari ini habis").follows("Akses darurat").sees("Apa bahayanya")
    privacy = at("privacy").opens("/log/").sees("1 pertanyaan ditolak karena jatahnya habis").follows("Lihat siapa yang bertanya")
    privacy.sees("jatah pertanyaan hari itu habis", "jatah akun")
