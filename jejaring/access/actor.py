"""The Actor of a request or job: a plain value, built once, on which every right is decided."""

from dataclasses import dataclass, field
from uuid import UUID

from jejaring.access.roles import ALLOWED, Permission, Role
from jejaring.kernel.ids import NIL
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import YES, Verdict


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody acting for one desk of one organisation, with the roles held there."""

    id: UUID = NIL
    desk: UUID = NIL
    organisation: UUID = NIL
    roles: frozenset[Role] = frozenset()
    name: str = ""
    desk_name: str = ""
    permissions: frozenset[Permission] = field(default=frozenset(), compare=False)

    def __post_init__(self) -> None:
        allowed = frozenset().union(*(ALLOWED[r] for r in self.roles))
        object.__setattr__(self, "permissions", allowed)

    @property
    def is_visitor(self) -> bool:
        """Nobody has signed in."""
        return self.id == NIL

    def may(self, *permissions: Permission) -> Verdict:
        """Whether one of the roles gives one of these permissions."""
        return YES if self.permissions.intersection(permissions) else Verdict(False, _("Your role at this desk does not allow this."))


VISITOR = Actor()
