"""Reading cases. Every question starts from what the actor may see; Http404 where that is nothing."""

from jejaring.cases.queries.acts import acts, may_mediate
from jejaring.cases.queries.file import CaseFile
from jejaring.cases.queries.lists import CasePage, CaseRow, cases
from jejaring.cases.queries.loading import case_for
from jejaring.cases.queries.moments import moments, moments_of
from jejaring.cases.queries.packet import packet_facts
from jejaring.cases.queries.persons import around, family, in_files, known_parties
from jejaring.cases.queries.planning import identifier_use, needs, party, planned, safe_contact, waiting_closure
from jejaring.cases.queries.standing import CaseSummary, summary, visible_to

__all__ = [
    "CaseFile",
    "CasePage",
    "CaseRow",
    "CaseSummary",
    "acts",
    "around",
    "case_for",
    "cases",
    "family",
    "identifier_use",
    "in_files",
    "known_parties",
    "may_mediate",
    "moments",
    "moments_of",
    "needs",
    "packet_facts",
    "party",
    "planned",
    "safe_contact",
    "summary",
    "visible_to",
    "waiting_closure",
]
