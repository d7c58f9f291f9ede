"""Reading cases. Every question starts from what the actor may see; Http404 where that is nothing."""

from jejaring.cases.queries.acts import acts, may_mediate
from jejaring.cases.queries.closing import still_open, waiting_closure
from jejaring.cases.queries.conflicts import ConflictRow, ToldRow, conflicts, conflicts_told
from jejaring.cases.queries.documents import CONTENT_TYPES, PaperRow, issued_for, page_picture, paper, papers, shown_paper, taken, unsealed
from jejaring.cases.queries.emergency import (
    EmergencyRow,
    EmergencyView,
    emergencies,
    emergency_for,
    is_mine,
    opened_case,
    right,
    still_runs,
    suspension,
    suspensions,
)
from jejaring.cases.queries.file import CaseFile
from jejaring.cases.queries.incidents import IncidentFile, incident_for
from jejaring.cases.queries.lists import RISKS, CasePage, CaseRow, case_table, cases
from jejaring.cases.queries.loading import case_for
from jejaring.cases.queries.moments import moments, moments_of
from jejaring.cases.queries.packet import packet_facts
from jejaring.cases.queries.persons import around, family, in_files, known_parties
from jejaring.cases.queries.planning import PartyFacts, identifier_use, needs, party, planned, safe_contact
from jejaring.cases.queries.printing import (
    RULES_OF_THE_HOUSE,
    build,
    contact_rows,
    head_of,
    long_day,
    long_moment,
    offered,
    person_rows,
    template_problem,
    things_of,
    was_coerced,
)
from jejaring.cases.queries.sealed import open_until, opened, sealable, sealed_item, sealed_items
from jejaring.cases.queries.sealed import own as own_unsealing
from jejaring.cases.queries.sealed import request as unsealing
from jejaring.cases.queries.sealed import waiting as waiting_unsealings
from jejaring.cases.queries.standing import CaseSummary, sees_its_case, summary, visible_to

__all__ = [
    "CONTENT_TYPES",
    "RISKS",
    "RULES_OF_THE_HOUSE",
    "CaseFile",
    "CasePage",
    "CaseRow",
    "CaseSummary",
    "ConflictRow",
    "EmergencyRow",
    "EmergencyView",
    "IncidentFile",
    "PaperRow",
    "PartyFacts",
    "ToldRow",
    "acts",
    "around",
    "build",
    "case_for",
    "case_table",
    "cases",
    "conflicts",
    "conflicts_told",
    "contact_rows",
    "emergencies",
    "emergency_for",
    "family",
    "head_of",
    "identifier_use",
    "in_files",
    "incident_for",
    "is_mine",
    "issued_for",
    "known_parties",
    "long_day",
    "long_moment",
    "may_mediate",
    "moments",
    "moments_of",
    "needs",
    "offered",
    "open_until",
    "opened",
    "opened_case",
    "own_unsealing",
    "packet_facts",
    "page_picture",
    "paper",
    "papers",
    "party",
    "person_rows",
    "planned",
    "right",
    "safe_contact",
    "sealable",
    "sealed_item",
    "sealed_items",
    "sees_its_case",
    "shown_paper",
    "still_open",
    "still_runs",
    "summary",
    "suspension",
    "suspensions",
    "taken",
    "template_problem",
    "things_of",
    "unsealed",
    "unsealing",
    "visible_to",
    "waiting_closure",
    "waiting_unsealings",
    "was_coerced",
]
