"""Who works in the week, at which screen; and whatever is shown to anybody is looked through for what that desk was not given."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from jejaring.kernel.clock import WIB, now
from tests.cast import Cast
from tests.stories.reader import Reader, Seen
from tests.stories.week_book import Book

ROLES = ("duty", "manager", "supervisor", "police", "hospital", "social")  # who works
OUTSIDERS = ("stranger", "keeper", "secretary", "chair", "statistician", "privacy", "admin")  # who looks around


class Watched(Reader):
    """Somebody at a screen whose every page is looked through."""

    book: Book
    desk: UUID

    def _arrives(self, asked: str, answer: Any, method: str = "GET") -> Reader:
        super()._arrives(asked, answer, method)
        self.book.looks(self.desk, f"{self.actor.name or self.actor.id} at {asked}", self.body)
        return self


@dataclass
class Told:
    """One report of the script: what is said, and what became of it."""

    number: int
    sex: str
    age: int
    kind: str
    signs: tuple[str, ...] = ()
    forms: str = "physical"
    partial: bool = False
    day: datetime | None = None  # the beginning of the day on which it happened, as told
    report: UUID | None = None
    case: UUID | None = None
    reference: str = ""
    referral: UUID | None = None
    asked: UUID | None = None  # the request of a partner that it began with
    receiver: UUID | None = None  # the desk of the referral
    sender: UUID | None = None  # the desk that waits for the answer
    joins: "Told | None" = None
    counted: dict[str, str] = field(default_factory=dict)

    @property
    def risk(self) -> str:
        """A critical sign makes it high; the script uses no others."""
        return "high" if self.signs else "medium"

    @property
    def triaged(self) -> str:
        """Asked, and there is none: low from triage on."""
        return "high" if self.signs else "low"

    @property
    def name(self) -> str:
        """A name that nobody else has."""
        return f"Rekaanita{self.number:02}"

    @property
    def phone(self) -> str:
        """A number that nobody else has."""
        return f"08139900{self.number:02}11"

    @property
    def story(self) -> str:
        """A word that stands in this story alone."""
        return f"ceritarahasia{self.number:02}x"

    @property
    def secrets(self) -> tuple[str, ...]:
        """What nobody may find who was not given it; the number in whatever spelling."""
        return (self.name, self.phone[1:], self.story)


@dataclass
class Week:
    """The desks, the people, the book, and whatever was asked for."""

    cast: Cast
    book: Book = field(default_factory=Book)
    seen: Seen = field(default_factory=Seen)
    signed_in: dict[tuple[str, date], Watched] = field(default_factory=dict)
    ticks: list[datetime] = field(default_factory=list)  # when the clock looked for what is due
    known: dict[str, set[str]] = field(default_factory=dict)  # addresses in lists that were looked at before

    @property
    def unit(self) -> UUID:
        """The protection unit's desk."""
        return self.cast.desk_id("unit")

    def who(self, name: str) -> Watched:
        """Somebody who signed in this morning."""
        key = (name, now().astimezone(WIB).date())
        if key not in self.signed_in:
            person = self.signed_in[key] = Watched(self.cast.actors[name], self.seen)
            person.book, person.desk = self.book, person.actor.desk
        return self.signed_in[key]

    def new_in(self, person: Reader, path: str, prefix: str) -> UUID:
        """The one thing in a list that was not in it before."""
        links = {a["href"] for a in person.opens(path).main.all("a")}
        here = {part[1].partition("/")[0] for link in links if len(part := link.partition(prefix)[::2]) == 2 and len(part[1]) > 35}
        fresh = here - self.known.setdefault(prefix, set())
        assert len(fresh) == 1, f"{path} shows {len(fresh)} new ones"
        self.known[prefix] |= here
        return UUID(next(iter(fresh)))

    def knows(self, prefix: str, thing: UUID) -> None:
        """A thing that was opened by its own page is no news in a list."""
        self.known.setdefault(prefix, set()).add(str(thing))


def moment(text: str, monday: datetime, days: tuple[str, ...] = ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min")) -> datetime:
    """A moment of the week: “Sel 09.30”."""
    day, _space, clock = text.partition(" ")
    hour, _dot, minute = clock.partition(".")
    return monday.replace(day=monday.day + days.index(day), hour=int(hour), minute=int(minute))
