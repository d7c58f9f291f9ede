"""What the timeline tells of a case, built from the file, so that a page which has it asks nothing again.

What a section tells is its own `tells(head, shown)`: further work adds a `Section` to `cases.queries.sections.SECTIONS` (how: see there)
and its moments stand here without another line. A moment names its look (`kind`), its filter (`group`: promises, papers, law) and, for a
link, url name and id; what belongs to apps above (triage, referrals) is joined by the desk.
"""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from jejaring.access.actor import Actor
from jejaring.cases.queries.file import CaseFile
from jejaring.cases.queries.loading import case_for
from jejaring.cases.queries.sections import SECTIONS
from jejaring.cases.queries.standing import CaseSummary
from jejaring.cases.states import TeamRole
from jejaring.kernel.moments import Moment

AT_ONCE = timedelta(seconds=1)  # who came with the opening is no moment of its own


def _opened(head: CaseSummary) -> Iterator[Moment]:
    yield Moment(head.registered_at, "plain", _("Case opened"), text=" · ".join(head.category_labels))
    for m in head.team:
        if m.role in (TeamRole.MANAGER, TeamRole.COMPANION) and m.since - head.registered_at > AT_ONCE:
            yield Moment(m.since, "plain", _("%(role)s: %(name)s") % {"role": _(m.role.label), "name": m.name})


def moments_of(f: CaseFile) -> list[Moment]:
    """The moments of a file that was read already, newest first. No statement."""
    told = [*_opened(f.head), *(m for section in SECTIONS for m in section.tells(f.head, getattr(f, section.name)))]
    return sorted(told, key=lambda moment: moment.at, reverse=True)


def moments(actor: Actor, case_id: UUID, *, file: CaseFile | None = None) -> list[Moment]:
    """Everything that happened in a case, newest first. Give the file where the page has it: then nothing is asked and logged twice."""
    return moments_of(file or case_for(actor, case_id))
