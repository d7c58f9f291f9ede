"""The minutes of the worker: sessions that have ended go, with their entry in the log; mail to desks that something waits.

A mail says never what or about whom. At least once, with a Message-ID that stays the same.
"""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from django.utils import translation
from django.utils.translation import gettext, ngettext
from procrastinate.contrib.django import app

from jejaring.access.actor import VISITOR, Actor
from jejaring.access.purposes import Purpose
from jejaring.directory.actions import end_expired
from jejaring.directory.models import Desk
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import now
from jejaring.notices.models import Notice

POSTMAN = UUID("00000000-0000-7000-8000-00000000aa11")  # the actor of the mail: no account, no role, one desk at a time
OLDEST = timedelta(days=1)  # what was not mailed in a day is read in the application


@app.periodic(cron="* * * * *")
@app.task(name="end_sessions", queueing_lock="end_sessions")
def end_sessions_every_minute(timestamp: int) -> None:
    """The worker's minute: whoever left is in the log within it, also if nobody ever comes back."""
    with acting_as(VISITOR, Purpose.CLOCK):
        end_expired()


@app.periodic(cron="* * * * *")
@app.task(name="mail", queueing_lock="mail")
def mail_every_minute(timestamp: int) -> None:
    """The worker's minute. Without a mail server nothing is sent."""
    if settings.EMAIL_HOST:
        mail_desks()


def mail_desks() -> int:
    """One mail to each desk that has an address and notices that were neither mailed nor seen; how many mails."""
    with acting_as(VISITOR, Purpose.CLOCK), connection.cursor() as cursor:
        cursor.execute("select desks_with_news()")
        wanted = [desk for (desk,) in cursor.fetchall()]
        desks = list(Desk.objects.filter(pk__in=wanted, closed_on=None).exclude(email=""))
    return sum(_mail(desk) for desk in desks)


def _mail(desk: Desk) -> bool:
    """Lock the notices, send, and only then write down that they were sent: killed in between, the same mail goes out again."""
    with acting_as(Actor(id=POSTMAN, desk=desk.pk, organisation=desk.organisation_id), Purpose.CLOCK):
        found = Notice.objects.select_for_update(skip_locked=True).filter(mailed_at=None, seen_at=None, at__gte=now() - OLDEST)
        rows = list(found.order_by("pk"))
        if rows:
            _message(desk.email, rows).send()
            Notice.objects.filter(pk__in=[row.pk for row in rows]).update(mailed_at=now())
    return bool(rows)


def _message(address: str, rows: list[Notice]) -> EmailMessage:
    many = sum(row.count for row in rows)
    with translation.override(settings.LANGUAGE_CODE):
        address_known = gettext("Open Jejaring to see it: %(url)s") % {"url": settings.PUBLIC_URL}
        where = address_known if settings.PUBLIC_URL else gettext("Open Jejaring to see it.")
        said = ngettext("%(n)s thing waits at your desk.", "%(n)s things wait at your desk.", many) % {"n": many}
        subject = gettext("Jejaring: something waits at your desk")
    headers = {"Message-ID": f"<{rows[0].pk}@jejaring>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(subject, f"{said}\n\n{where}\n", to=[address], headers=headers)
