"""Mail to desks: that something waits, never what or about whom."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import override_settings

from jejaring.directory.jobs import mail_desks
from jejaring.directory.models import Desk
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now, standing_at
from jejaring.kernel.ids import uuid7
from jejaring.notices import actions as notices
from jejaring.notices.models import Notice
from jejaring.notices.states import NoticeKind
from tests.cast import Cast


@pytest.fixture
def cast(cast: Cast) -> Cast:
    with acting_as(cast.admin, "administration"):
        Desk.objects.filter(pk=cast.desk_id("police")).update(email="unit-ppa@contoh.invalid")
    return cast


def waits(cast: Cast, desk: str = "police", count: int = 1) -> None:
    """Something waits at a desk."""
    with acting_as(cast.manager, "test"):
        words = [notices.Word(cast.desk_id(desk), NoticeKind.REFERRAL_RECEIVED, "referral", uuid7()) for _ in range(count)]
        notices.tell_all(words)


@override_settings(PUBLIC_URL="https://jejaring.contoh.invalid/")
def test_one_mail_says_that_something_waits_and_nothing_else(cast: Cast) -> None:
    waits(cast, count=3)
    waits(cast, "hospital")
    assert mail_desks() == 1
    (sent,) = mail.outbox
    assert sent.to == ["unit-ppa@contoh.invalid"]
    assert sent.subject == "Jejaring: ada yang menunggu di meja Anda"
    assert sent.body == "Ada 3 hal menunggu di meja Anda.\n\nBuka Jejaring untuk melihatnya: https://jejaring.contoh.invalid/\n"
    assert mail_desks() == 0


def test_a_mail_that_was_not_written_down_as_sent_goes_out_again_with_the_same_message_id(cast: Cast) -> None:
    waits(cast)
    mail_desks()
    with acting_as(cast.police, "test"):
        Notice.objects.update(mailed_at=None)
    mail_desks()
    first, again = (m.extra_headers["Message-ID"] for m in mail.outbox)
    assert first == again


def test_what_was_seen_or_is_old_is_not_mailed(cast: Cast) -> None:
    waits(cast)
    with acting_as(cast.police, "test"):
        notices.mark_seen(desk_id=cast.police.desk)
    assert mail_desks() == 0
    waits(cast)
    with standing_at(now() + timedelta(days=2)):
        assert mail_desks() == 0
