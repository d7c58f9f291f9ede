"""Names for ids, held by each process for a minute."""

import time
from collections.abc import Callable

from django.db import connection

from jejaring.directory.models import Desk, User
from jejaring.directory.queries.desks import label

NAMES_LIVE_SECONDS = 60
_names: dict[tuple[str, str], tuple[float, dict[str, str]]] = {}


def _held(kind: str, read: Callable[[], dict[str, str]], wanted: str) -> str:
    """A name from what this process holds; read anew when it is old, and once for an id that it does not know."""
    key, at = (str(connection.settings_dict["NAME"]), kind), time.monotonic()
    since, names = _names.get(key, (0.0, {}))
    if at - since > NAMES_LIVE_SECONDS or wanted not in names:
        names = read()
        names.setdefault(wanted, "")  # nobody: not asked for again until the minute is over
        _names[key] = (at, names)
    return names[wanted]


def account_name(user_id: object) -> str:
    """The office behind an account's id, for lists that know ids only; empty for an unknown one. Names are held for a minute."""
    return _held("account", lambda: {str(pk): name for pk, name in User.objects.values_list("pk", "display_name")}, str(user_id))


def desk_name(desk_id: object) -> str:
    """The words for a desk's id; empty for an unknown one. Names are held for a minute."""
    return _held("desk", lambda: {str(d.pk): label(d) for d in Desk.objects.select_related("organisation")}, str(desk_id))
