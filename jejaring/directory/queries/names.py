"""Names for ids, held by each process for a minute."""

import time
from collections.abc import Callable, Collection
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from jejaring.directory.models import Desk, User
from jejaring.directory.queries.desks import label

NAMES_LIVE_SECONDS = 60
FEW = 500  # a city's names are read at once; where there are more, a name is read when it is asked for
_names: dict[tuple[str, str], tuple[float, dict[str, str]]] = {}
Read = Callable[[Collection[str] | None], dict[str, str]]  # the names of these ids, or a few


def _held(kind: str, read: Read, wanted: str) -> str:
    """A name from what this process holds; read anew when it is old, and once for an id that it does not know."""
    key, at = (str(connection.settings_dict["NAME"]), kind), time.monotonic()
    since, names = _names.get(key, (0.0, {}))
    if old := at - since > NAMES_LIVE_SECONDS:
        since, names = at, read(names if len(names) > FEW else None)
    if wanted not in names:
        if len(names) >= FEW:
            names = names | read([wanted])
        elif not old:
            names = read(None)
        names.setdefault(wanted, "")  # nobody: not asked for again until the minute is over
    _names[key] = (since, names)
    return names[wanted]


def _some(rows: QuerySet[Any], ids: Collection[str] | None) -> QuerySet[Any]:
    return rows[:FEW] if ids is None else rows.filter(pk__in=list(ids))


def _accounts(ids: Collection[str] | None) -> dict[str, str]:
    return {str(u.pk): u.display_name for u in _some(User.objects.only("display_name"), ids)}


def _desks(ids: Collection[str] | None) -> dict[str, str]:
    return {str(d.pk): label(d) for d in _some(Desk.objects.select_related("organisation"), ids)}


def account_name(user_id: object) -> str:
    """The office behind an account's id, for lists that know ids only; empty for an unknown one. Names are held for a minute."""
    return _held("account", _accounts, str(user_id)) if user_id else ""


def desk_name(desk_id: object) -> str:
    """The words for a desk's id; empty for an unknown one. Names are held for a minute."""
    return _held("desk", _desks, str(desk_id)) if desk_id else ""
