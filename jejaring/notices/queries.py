"""Reading notices."""

from jejaring.access.actor import Actor
from jejaring.notices.models import Notice


def recent(actor: Actor, *, limit: int = 6) -> list[Notice]:
    """The newest notices of the actor's desk. One statement."""
    return list(Notice.objects.filter(desk=actor.desk).order_by("-at", "-pk")[:limit])
