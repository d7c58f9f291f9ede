"""How somebody may safely be reached. A contact belongs to the entry of the page that shows it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from jejaring.guard.branches import Branch
from jejaring.guard.stored import Stored
from jejaring.kernel.deadlines import Window
from jejaring.people.models import SafeContact
from jejaring.people.rules import ContactWish
from jejaring.people.states import ContactChannel
from jejaring.ui.when import hours
from jejaring.vault import actions as vault


@dataclass(frozen=True, slots=True)
class ContactView:
    """How somebody may safely be reached, in words for the banner."""

    channels: list[str]
    window: str
    never: list[str]
    note: str
    number: str
    watched: bool
    given: ContactWish

    def wish(self) -> ContactWish:
        """The wish itself, for rules and forms."""
        return self.given


WISHES = Stored(lambda subject: SafeContact.objects.filter(subject_id=subject).order_by("-recorded_at", "-pk")[:1])


def contact_wish(subject_id: UUID) -> ContactWish | None:
    """The newest wish about contact of a report or person, opened; None while nobody has asked. The page logs the read."""
    row = WISHES.first(subject_id)
    return _wish(row) if row else None


def _wish(row: SafeContact) -> ContactWish:
    window = Window(row.window_start, row.window_end) if row.window_start and row.window_end else None
    number, note = vault.read(row, "number"), vault.read(row, "note")
    return ContactWish(tuple(row.channels), tuple(row.never), window, row.watched, number, note)


def contact_for(subject_id: UUID) -> ContactView | None:
    """The newest wish of a report or person in words, for `{% safe %}`; None while nobody has asked. The page logs the read."""
    wish = contact_wish(subject_id)
    return contact_view(wish) if wish else None


CONTACTS = Branch(SafeContact, on="{row}.subject_id = {parent}.id", order="{row}.recorded_at desc, {row}.id desc")


def newest_contact(found: list[Any]) -> ContactView | None:
    """The same from the rows of CONTACTS, for a page that reads a case with all that belongs to it. No statement."""
    return contact_view(_wish(found[0])) if found else None


def contact_view(wish: ContactWish) -> ContactView:
    """A wish in the words of the banner, in the language of the screen."""
    window = hours(wish.window) if wish.window else ""
    return ContactView(_words(wish.channels), window, _words(wish.never), wish.note, wish.number, wish.watched, wish)


def _words(channels: tuple[str, ...]) -> list[str]:
    return [gettext(ContactChannel(c).label) for c in channels]
