"""One timeline of a case from the moments of every app that knows something of it, and the lives of its promises."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from jejaring.commitments.queries import Step, reason_words
from jejaring.commitments.states import CommitmentAct as A
from jejaring.desk import acts
from jejaring.desk.queries.promises import what
from jejaring.directory import queries as directory
from jejaring.kernel.moments import Moment
from jejaring.ui import when

GROUPS = ("papers", "law")
SAME_ACT = timedelta(milliseconds=500)  # what one transaction wrote; two acts of quick hands lie further apart
TOLD = {A.KEPT, A.WAIVED, A.MOVED, A.PAUSED, A.RESUMED, A.ESCALATED}  # beside other moments; `lives` tells all


@dataclass(frozen=True, slots=True)
class Line:
    """A moment as the timeline draws it; a badge says how a promise was kept."""

    at: datetime
    kind: str
    title: str
    text: str = ""
    by: str = ""
    url: str = ""
    link: str = ""
    group: str = ""
    due_at: datetime | None = None
    badge: str = ""
    tone: str = "calm"


def lines(moments: Iterable[Moment], steps: list[Step], *, only: str = "") -> list[Line]:
    """Everything newest first, or one group of it; the promises alone are told by `lives`. No statement.

    A promise kept by an act becomes a badge on that act's moment.
    """
    found = [_line(m) for m in moments]
    if only == "promises":
        return []
    if only in GROUPS:
        return _newest([line for line in found if line.group == only])
    for step in (s for s in steps if s.act in TOLD):
        _join(found, step)
    return _newest(found)


def _newest(found: list[Line]) -> list[Line]:
    return sorted(found, key=lambda line: line.at)[::-1]  # of two at one moment the later one stands higher


def _join(found: list[Line], step: Step) -> None:
    """Put a kept promise on the moment of its act, the first in the story at that moment, else let it stand for itself."""
    keeping = (n for n, line in enumerate(found) if line.kind not in ("told", "sent") and not line.badge)
    near = (n for n in keeping if abs(found[n].at - step.at) < SAME_ACT)
    n = next(near, None)
    if step.act == A.KEPT and n is not None:
        found[n] = replace(found[n], badge=f"{_(step.commitment.key.label)}: {_kept(step)}", tone="kept")
    else:
        found.append(_step(step))


def _line(m: Moment) -> Line:
    url = acts.address(m.url_name, m.url_id) if m.url_name else ""
    return Line(m.at, m.kind, m.title, m.text, m.by, url, m.link, m.group, m.due_at)


def _kept(step: Step) -> str:
    """How a promise was kept: in which time, or how late."""
    owed = step.commitment
    if step.at > owed.due_at:
        return _("kept %(span)s late") % {"span": when.span(step.at - owed.due_at)}
    return _("kept in %(span)s") % {"span": when.span(step.at - owed.started_at)}


def _step(step: Step) -> Line:
    promised = what(step.commitment)
    by = directory.account_name(step.by)
    if step.act == A.KEPT:
        return Line(step.at, "kept", promised, by=by, group="promises", badge=_kept(step), tone="kept")
    if step.act == A.MOVED and step.due_before:
        text = _("Was due %(at)s. %(reason)s") % {"at": when.moment(step.due_before), "reason": reason_words(step.act, step.reason)}
        return Line(step.at, "plain", _("Due moment moved: %(what)s") % {"what": promised}, text, by, group="promises")
    return Line(step.at, "plain", f"{_(A(step.act).label)}: {promised}", reason_words(step.act, step.reason), by, group="promises")
