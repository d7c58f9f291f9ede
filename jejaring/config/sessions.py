"""Sessions. The cookie holds a secret, the table its hash: a dump opens no session. Each ends when nothing was done for a while, and after
a working day at the latest."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as Kept

from jejaring.directory import actions
from jejaring.directory.models import Session
from jejaring.guard.stored import Stored
from jejaring.kernel.ids import uuid7

IDLE = timedelta(minutes=settings.IDLE_MINUTES)
LONGEST = timedelta(hours=settings.SESSION_HOURS)
SESSION = Stored(lambda key: Session.objects.filter(session_key=key))
NOTED_EVERY = timedelta(seconds=30)  # an act is noted when the last note is older: most requests write nothing


def _present() -> datetime:
    """The clock of the wall: in a story that jumps a week everybody stays at the desk."""
    return datetime.now(UTC)


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:40]


class SessionStore(Kept):
    """Django's sessions in a table of our own, which says whose each is."""

    ends_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Where they are kept."""
        return Session

    def _get_session_from_db(self) -> Session | None:
        row = SESSION.first(_hash(str(self.session_key)))
        if row and row.expire_date <= _present():
            row = None
        self.ends_at = row.expire_date if row else None
        if row is None:
            self._session_key = None
        return row

    def exists(self, session_key: str) -> bool:
        """Whether a key is taken."""
        return Session.objects.filter(session_key=_hash(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row of a session, as long as it lasts from this act on."""
        data.setdefault("since", _present().isoformat())
        data.setdefault("name", str(uuid7()))
        self.ends_at = min(_present() + IDLE, datetime.fromisoformat(data["since"]) + LONGEST)
        user = UUID(data[SESSION_KEY]) if SESSION_KEY in data else None
        return Session(session_key=_hash(str(self.session_key)), session_data=self.encode(data), expire_date=self.ends_at, user=user)

    def delete(self, session_key: str | None = None) -> None:
        """End one."""
        if key := session_key or self.session_key:
            Session.objects.filter(session_key=_hash(key)).delete()

    def begin(self) -> None:
        """Somebody is about to come in: with a new secret and a new working day. Whatever has ended goes."""
        self.flush()
        actions.end_expired()

    def take(self, name: str) -> Any:
        """What was kept under a name, once: of two who ask at the same moment one waits and gets nothing. Inside of a transaction."""
        row = Session.objects.select_for_update().filter(session_key=_hash(str(self.session_key))).first()
        kept = row.get_decoded() if row else {}
        self.pop(name, None)
        if row and name in kept:
            row.session_data = self.encode({other: value for other, value in kept.items() if other != name})
            row.save(update_fields=["session_data"])
        return kept.get(name)

    def keep_awake(self) -> None:
        """Somebody acted: the session lasts on, to its longest. Writes the moment alone, so that nothing kept in it is overwritten."""
        until = min(_present() + IDLE, datetime.fromisoformat(self["since"]) + LONGEST)
        if self.ends_at and until - self.ends_at > NOTED_EVERY:
            Session.objects.filter(session_key=_hash(str(self.session_key))).update(expire_date=until)
            self.ends_at = until

    @property
    def seconds_left(self) -> int:
        """How long it lasts if nobody does anything."""
        return max(0, int((self.ends_at - _present()).total_seconds())) if self.ends_at else 0
