"""One entry as it is hashed and marked."""

from datetime import datetime
from typing import Any

from jejaring.audit.rules.keys import SealKey
from jejaring.audit.rules.seals import leaf, moment

BY_DATABASE = frozenset({"safety_alert"})  # acts that a function of the database records, without the application's mark


def _parts(row: Any) -> list[str]:
    """What both say, without the moment."""
    return [
        str(row.id), str(row.actor), str(row.desk), row.act, row.subject_kind, str(row.subject_id), str(row.case_id or ""), row.purpose,
        row.fields, row.request_id, row.detail,
    ]  # fmt: skip


def leaf_of(row: Any) -> bytes:
    """The leaf that an entry with this content has."""
    parts = _parts(row)
    return leaf([parts[0], moment(row.at), *parts[1:]])


def is_own(row: Any, key: SealKey, first: datetime) -> bool:
    """Whether the application wrote this entry, as it stands but for its moment. Before the first seal it made no marks."""
    if row.mark is None:
        return row.act in BY_DATABASE or bool(row.at < first)
    return bytes(row.mark) == key.mark(_parts(row))
