"""What came before the case: the report as it was received with its first responses, and how the person may safely be reached.

The moments of the report are the report's own: `CaseFile.told` holds them for the page that tells the whole journey.
"""

from jejaring.cases.queries.sections.kinds import Brought, Section
from jejaring.intake import queries as intake
from jejaring.intake.models import Report
from jejaring.kernel.moments import Moment
from jejaring.people import queries as people
from jejaring.people.models import SafeContact
from jejaring.people.queries import ContactView


def _report(found: Brought) -> tuple[Moment, ...]:
    return tuple(moment for report in found.of(Report) for moment in intake.moments_from(report))


def _contact(found: Brought) -> ContactView | None:
    return people.newest_contact(found.of(SafeContact))


REPORT = Section("told", _report, opens=("response_note",), brings=(intake.report_of("opened_from"),))
CONTACT = Section("contact", _contact, opens=("contact",), brings=(people.CONTACTS,))
