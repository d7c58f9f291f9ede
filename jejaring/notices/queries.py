"""Reading notices."""

from jejaring.access.actor import Actor
from jejaring.guard.stored import Stored
from jejaring.notices.models import Notice

NEWEST = Stored(lambda desk: Notice.objects.filter(desk=desk).order_by("-at", "-pk")[:6])


def recent(actor: Actor) -> list[Notice]:
    """The newest notices of the actor's desk. One statement."""
    return NEWEST(actor.desk)
