"""What is guessed has to wait: failures are counted by a keyed hash of what was tried, and from where."""

from datetime import timedelta

from django.utils.crypto import salted_hmac

from jejaring.directory.models import SignInAttempt
from jejaring.kernel.clock import now
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused

ATTEMPTS, WAIT = 10, timedelta(minutes=15)  # so many failures of one kind, then a pause


def attempts_of(kind: str, whose: str) -> str:
    """The name under which failures are counted; it says neither whose they are nor where from."""
    return salted_hmac(kind, whose, algorithm="sha256").hexdigest()


def check_ration(key: str, field: str = "") -> None:
    """Raises Refused after ten failures within 15 minutes."""
    if SignInAttempt.objects.filter(key=key, at__gt=now() - WAIT).count() >= ATTEMPTS:
        raise Refused(_("Too many attempts. Wait a quarter of an hour, or ask the administrator for a new password."), field)


def failed(key: str) -> None:
    """Count a failure; what is older than a day goes."""
    SignInAttempt(key=key, at=now()).save(force_insert=True)
    SignInAttempt.objects.filter(at__lt=now() - timedelta(days=1)).delete()


def succeeded(key: str) -> None:
    """Forget the failures before."""
    SignInAttempt.objects.filter(key=key).delete()
