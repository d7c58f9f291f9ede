"""What the secretary prints, always in Indonesian: the chair's page, and a reminder to a desk that is late."""

from collections.abc import Sequence

from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases import queries as cases
from jejaring.commitments.states import RuleKey
from jejaring.directory import queries as directory
from jejaring.indicators.permissions import may_see_promises
from jejaring.indicators.queries.answers import Kept, Year, year
from jejaring.indicators.queries.promises import DeskPromises, Promises, promises
from jejaring.kernel.clock import now
from jejaring.kernel.ids import NIL
from jejaring.kernel.labels import gettext_noop
from jejaring.kernel.verdict import Refused, require
from jejaring.ui import when
from jejaring.ui.numbers import number, percent
from jejaring.ui.papers import printing
from jejaring.ui.papers.kinds import Head, Reminder
from jejaring.ui.papers.kinds import Promises as Page

ON_A_PAGE = 14  # desks, the latest first: what the secretary prints is one page
NOTE = gettext_noop(
    "Open and late are as of now. Half answered within counts what is still open (Kaplan-Meier). Shares have their interval of 95 percent."
)


def _head(actor: Actor, *to: str) -> Head:
    return cases.head_of(actor.desk, {"signer": _("Head of the secretariat")}, to=to, draft=bool(to))


def _between(kept: Kept) -> str:
    low, high = kept.between or (0.0, 0.0)
    return f"{percent(kept.share)} ({percent(low)}–{percent(high)})" if kept.share is not None else "–"


def _rows(kept: tuple[Kept, ...]) -> tuple[tuple[str, str, str], ...]:
    of = _("%(kept)s of %(settled)s")
    return tuple((k.words, of % {"kept": number(k.in_time), "settled": number(k.settled)}, _between(k)) for k in kept if k.settled)


def _desk(d: DeskPromises) -> tuple[str, ...]:
    half = d.answer.median_words if d.answer else "–"
    nine = when.span(d.answer.ninth) if d.answer and d.answer.ninth is not None else "–"
    return (d.label, number(d.open), number(d.late), number(d.kept_in_time), half, nine, d.waits or "–")


def _others(desks: Sequence[DeskPromises]) -> tuple[str, ...]:
    """The desks that do not fit the one page, the least late ones, in a sentence."""
    if not desks:
        return ()
    words = _("%(n)s more desks with %(open)s open promises, %(late)s of them late, stand on the screen.")
    return (words % {"n": len(desks), "open": number(sum(d.open for d in desks)), "late": number(sum(d.late for d in desks))},)


def _said(found: Promises) -> tuple[str, ...]:
    sentences = []
    if found.share is not None:
        words = _("Of %(n)s promises kept or due in this period, %(share)s were kept in time.")
        sentences.append(words % {"n": number(found.settled), "share": percent(found.share)})
    sentences.append(_("%(n)s are late now.") % {"n": number(found.late)} if found.late else _("None is late now."))
    return tuple(sentences)


def report(actor: Actor, *, period: str) -> bytes:
    """The chair's page as one PDF: which desk owes, is late, answers how fast. No name, no case number. Refused to other roles."""
    require(may_see_promises(actor))
    with translation.override("id"):
        found: Promises = promises(actor, period=period)
        twelve: Year = year(actor)
        span = f"{when.day(found.since)} – {when.day(found.until)}"
        desks, notes = tuple(map(_desk, found.desks[:ON_A_PAGE])), (*_others(found.desks[ON_A_PAGE:]), _(NOTE))
        page = Page(_head(actor), span, _said(found), desks, _rows((*twelve.quarters, twelve.whole)), _rows(twelve.kinds), notes)
        audit.record("paper_printed", "paper", NIL, detail="promises")
        return printing.render("promises", page).pdf


def reminder(actor: Actor, *, label: str) -> bytes | None:
    """The draft of a reminder to a desk that is late: what it owes, how often, since when; never for whom.

    The desk is named by its label, so that no id of anything stands in the address. None where there is no such desk; Refused where
    nothing is late.
    """
    require(may_see_promises(actor))
    desk = next((d for d in directory.all_desks() if d.label == label), None)
    if desk is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("select * from late_promises(%s, %s::timestamptz)", [desk.id, now()])
        rows = sorted(cursor.fetchall(), key=lambda row: row[2])
    if not rows:
        raise Refused(_("Nothing is late at this desk."))
    with translation.override("id"):
        late = tuple((_(RuleKey(key).label), number(many), when.moment(oldest)) for key, many, oldest in rows)
        office = directory.organisation(desk.organisation_id)
        to = (_("Head of %(office)s") % {"office": office.name}, desk.name)
        letter = Reminder(_head(actor, *to), desk.label, late, directory.desk(actor.desk).phone)
        audit.record("paper_printed", "paper", desk.id, detail="reminder")
        return printing.render("reminder", letter).pdf
