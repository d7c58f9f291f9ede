"""The sections of a case file, in the order in which their moments follow one another where they share one.

Another kind of rows is a module here with its frozen rows and a `Section`, one entry below, and an attribute of that name in `CaseFile`:
its tables ride in the statement that brings the file, its moments stand in the timeline, its name is in the read log.
What the page shows of it is a template of its own in `jejaring.desk.queries.case.BLOCKS`.
"""

from jejaring.cases.queries.sections import (
    assessments,
    closures,
    emergencies,
    incidents,
    kin,
    law,
    notes,
    papers,
    people,
    police,
    restitution,
    rights,
    safety,
    sealed,
    services,
    sightings,
    told,
)
from jejaring.cases.queries.sections.kinds import Brought, Section

SECTIONS: tuple[Section, ...] = (
    told.REPORT,
    told.CONTACT,
    incidents.SECTION,
    people.SECTION,
    kin.SECTION,
    sightings.SECTION,
    assessments.SECTION,
    services.SECTION,
    services.UNPLANNED,
    notes.SECTION,
    police.SECTION,
    papers.SECTION,
    sealed.SECTION,
    law.SECTION,
    restitution.SECTION,
    rights.EXAMINATIONS,
    rights.NOTICES,
    rights.RIGHTS,
    rights.FORCED,
    safety.PLANS,
    safety.RETURNS,
    safety.CHECKS,
    closures.SECTION,
    emergencies.SECTION,
)

__all__ = ["SECTIONS", "Brought", "Section"]
