"""Bringing seals outside: to folders every minute, by mail once a day. What the database says later is compared with what lies there."""

import logging
import os
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext

from jejaring.access.actor import VISITOR
from jejaring.access.purposes import Purpose
from jejaring.audit.actions.sealing import statement_of
from jejaring.audit.models import Anchor, Seal
from jejaring.audit.queries.anchors import is_torn, newest_of
from jejaring.audit.rules.seals import spoken
from jejaring.guard.context import acting_as
from jejaring.guard.rows import insert
from jejaring.kernel.clock import WIB, now, today

ONE_AT_A_TIME = 0x5EA2  # of the advisory lock
MANY = 500  # lines a minute for a place that has been out of reach
LOG = logging.getLogger(__name__)


def places() -> list[str]:
    """The places of this installation, as configured."""
    return [place.strip() for place in settings.ANCHORS.split(",") if place.strip()]


def anchor_all() -> dict[str, str]:
    """Bring every place what it lacks; the places that could not be reached, and why. The next minute tries again.

    One process at a time, so that no line and no mail goes out twice.
    """
    failed = {}
    for place in places():
        try:
            with acting_as(VISITOR, Purpose.CLOCK):
                with connection.cursor() as cursor:
                    cursor.execute("select pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
                _mail(place) if "@" in place else _write(Path(place))
        except OSError as error:
            failed[place] = str(error)
            LOG.warning("a seal of the log could not be brought to %s", place)
    return failed


def _write(folder: Path) -> None:
    """Add the seals that a folder lacks, a file a month, synced. A folder that knows more than the database is left as it is.

    Only the folder of the installation itself is made: one on another host that is absent is out of reach, and says so.
    """
    if folder.parent == settings.DATA:
        folder.mkdir(mode=0o700, exist_ok=True)
    for row in Seal.objects.filter(seq__gt=newest_of(folder)).order_by("seq")[:MANY]:
        _add(folder / f"seals-{row.at.astimezone(WIB):%Y-%m}.txt", statement_of(row).line(bytes(row.signature)))


def _add(path: Path, line: str) -> None:
    """One more line. Behind one that was torn it begins anew: two halves on one line would be read as none."""
    broken = "\n" if is_torn(path) else ""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644), "w") as file:
        file.write(f"{broken}{line}\n")
        file.flush()
        os.fsync(file.fileno())


def _mail(address: str) -> None:
    """Mail the newest seal once a day (Asia/Jakarta): its line, and its root in a form that can be read aloud."""
    newest = Seal.objects.order_by("-seq").first()
    last = Anchor.objects.filter(place=address).aggregate(at=Max("at"))["at"]
    if newest is None or not settings.EMAIL_HOST or (last and last.astimezone(WIB).date() >= today()):
        return
    EmailMessage(_subject(), letter(newest), to=[address], headers={"Message-ID": f"<seal-{newest.pk}@jejaring>"}).send()
    insert(Anchor(place=address, seq=newest.seq, at=now()))


def _subject() -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return gettext("Jejaring: the daily seal of the log")


def letter(row: Seal) -> str:
    """A seal as it is mailed and printed: what to do with it, the root in groups, and the whole line."""
    with translation.override(settings.LANGUAGE_CODE):
        words = gettext(
            "Seal %(n)s of the log, %(at)s. Keep this message or sheet: with it anybody can prove later that nothing in the log was"
            " changed or taken away. It names nobody."
        ) % {"n": row.seq, "at": f"{row.at.astimezone(WIB):%d-%m-%Y %H.%M} WIB"}  # fmt: skip
    return f"{words}\n\n{spoken(bytes(row.root))}\n\n{statement_of(row).line(bytes(row.signature))}\n"
