"""A moment of a case's timeline. Every app that knows something of a case offers its moments; the desk joins them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of a timeline: when, what (message id with parameters), how it looks, where it leads."""

    at: datetime
    kind: str  # told | kept | late | sent | plain: the look
    title: str  # already translated
    text: str = ""  # already translated or opened, shown below the title
    by: str = ""  # the office or person who did it, as the reader may see it
    url_name: str = ""
    url_id: UUID | None = None
    link: str = ""  # translated words of the link
    due_at: datetime | None = None
    group: str = ""  # commitments | papers | law: the filter on the case page
