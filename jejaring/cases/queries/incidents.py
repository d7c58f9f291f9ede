"""One incident of a case, opened to be corrected."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases.queries.loading import bring
from jejaring.cases.queries.sections import incidents, told
from jejaring.cases.queries.sections.incidents import IncidentRow
from jejaring.cases.queries.standing import CaseSummary
from jejaring.people.queries import ContactView


@dataclass(frozen=True, slots=True)
class IncidentFile:
    """One incident of a case, to be corrected."""

    head: CaseSummary
    contact: ContactView | None
    row: IncidentRow  # as it holds

    def shown(self, wording: str) -> IncidentRow | None:
        """The wording that a page was made from, by its id; None for something else."""
        return next((row for row in (self.row, *self.row.earlier) if str(row.id) == wording), None)


def incident_for(actor: Actor, case_id: UUID, incident_id: UUID) -> IncidentFile:
    """An incident as it holds, found by any of its wordings, for whoever sees the case; opened, and the read is logged. Http404 for
    everybody else."""
    found = bring(actor, case_id, (told.CONTACT, incidents.SECTION))
    for row in incidents.SECTION.build(found):
        if incident_id in {row.id, *(e.id for e in row.earlier)}:
            audit.record("read", "incident", row.id, case_id=case_id, fields=["narrative", "contact"])
            return IncidentFile(found.head, told.CONTACT.build(found), row)
    raise Http404
