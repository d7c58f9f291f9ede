"""The pages of a desk, joined from the queries of the apps below. No table is read here that another app does not offer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jejaring.access.actor import Actor
from jejaring.commitments import queries as commitments
from jejaring.commitments.queries import Owed
from jejaring.commitments.states import RuleKey
from jejaring.desk import acts
from jejaring.directory import queries as directory
from jejaring.kernel.clock import WIB, now
from jejaring.kernel.deadlines import Window
from jejaring.notices import queries as notices
from jejaring.reference import queries as reference
from jejaring.triage.states import Risk
from jejaring.ui import when

COUNTED = 100  # a longer list is said as "more than"


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """One promise as the list shows it: never a name."""

    id: UUID
    what: str
    who: str
    due_at: datetime
    window: Window | None
    url: str = ""
    act: str = ""
    primary: bool = False


@dataclass(frozen=True, slots=True)
class News:
    """A notice: that something happened, where to look, nothing of whom."""

    text: str
    desk: str
    at: datetime
    url: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Owing:
    """What a desk owes: a sentence and the list, soonest first."""

    sentence: str
    rows: list[PromiseRow]
    more: int


@dataclass(frozen=True, slots=True)
class Home:
    """The desk's home."""

    owing: Owing
    awaited: list[PromiseRow]
    news: list[News]


def owing(actor: Actor) -> Owing:
    """What the actor's desk owes, soonest first; the first act that the actor may do is the main one. Two statements."""
    found = commitments.owed_by(actor)
    open_, late = commitments.counts(actor, cap=COUNTED)
    rows, main = [], True
    for owed in found:
        act = acts.ACTS[owed.key]
        url = act.url(owed) if actor.permissions & act.needs else ""
        rows.append(_row(owed, url=url, act=_(act.verb) if url else "", primary=bool(url) and main))
        main = main and not url
    return Owing(_sentence(found, open_, late), rows, max(open_ - len(rows), 0))


def home(actor: Actor) -> Home:
    """All of a desk's first page. Four statements, and one for each kind of names that this process does not hold yet."""
    awaited = [_row(owed, by=True) for owed in commitments.owed_to(actor, limit=8)]
    return Home(owing(actor), awaited, news(actor))


def news(actor: Actor) -> list[News]:
    """The newest notices of the actor's desk. One statement."""
    rows = notices.recent(actor)
    return [
        News(_(n.kind.label), directory.desk_name(n.from_desk), n.at, acts.page_of(n.subject_kind, n.subject_id), n.seen_at is None)
        for n in rows
    ]


def _row(owed: Owed, *, by: bool = False, url: str = "", act: str = "", primary: bool = False) -> PromiseRow:
    return PromiseRow(owed.id, _what(owed), _who(owed, by=by), owed.due_at, _window(owed), url, act, primary)


def _window(owed: Owed) -> Window | None:
    """The safe hours of a promise of contact, on the clock of Asia/Jakarta."""
    if not owed.window_from or not owed.window_until:
        return None
    start, end = (at.astimezone(WIB).time().replace(second=0, microsecond=0) for at in (owed.window_from, owed.window_until))
    return Window(start, end) if start != end else None


def _what(owed: Owed) -> str:
    words = _(owed.key.label)
    if owed.key == RuleKey.POLICE_REPORT:
        words = _("Report to the police (3×24 hours)")
    return f"{words}: {reference.label('service', owed.service)}" if owed.service else words


def _who(owed: Owed, *, by: bool) -> str:
    """Sex, age, place, kind, risk, reference and the other desk; codes only, so that nobody is named."""
    other = owed.desk if by else owed.owed_to and _("for %(desk)s") % {"desk": owed.owed_to}
    parts = (
        other if by else "", person(owed.sex, owed.age), owed.area and reference.area_name(owed.area),
        owed.kind and reference.label("category", owed.kind), risk(owed.risk), owed.reference, "" if by else other,
    )  # fmt: skip
    return " · ".join(p for p in parts if p)


def risk(code: str) -> str:
    """The words of a risk; nothing where none was decided."""
    return _(Risk(code).label) if code in set(Risk) else ""


def person(sex: str, age: int | None) -> str:
    """Somebody as lists know people: "Girl, 9", "Man, 40"; nothing where neither is known."""
    if age is None:
        return {"female": _("Female, age not known"), "male": _("Male, age not known")}.get(sex, "")
    child = {"female": _("Girl"), "male": _("Boy")}.get(sex, _("Child"))
    adult = {"female": _("Woman"), "male": _("Man")}.get(sex, _("Adult"))
    return f"{child if age < 18 else adult}, {age}"


def _sentence(rows: list[Owed], open_: int, late: int) -> str:
    """What matters in one line: how many are open, how many late, when the next is due."""
    if not open_:
        return _("Nothing is owed now.")
    many = _("more than %(n)s open") if open_ >= COUNTED else _("%(n)s open")
    parts = [many % {"n": min(open_, COUNTED - 1)}, _("%(n)s late") % {"n": late} if late else _("none late")]
    if ahead := [row.due_at for row in rows if row.due_at > now()]:
        parts.append(_("next in %(span)s") % {"span": when.span(min(ahead) - now())})
    return " · ".join(parts)
