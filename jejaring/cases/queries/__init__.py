"""Reading cases. Every question starts from what the actor may see; Http404 where that is nothing."""

from jejaring.cases.queries.acts import acts, may_mediate
from jejaring.cases.queries.documents import CONTENT_TYPES, PaperRow, page_picture, paper, papers, shown_paper, taken
from jejaring.cases.queries.file import CaseFile
from jejaring.cases.queries.lists import CasePage, CaseRow, cases
from jejaring.cases.queries.loading import case_for
from jejaring.cases.queries.moments import moments, moments_of
from jejaring.cases.queries.packet import packet_facts
from jejaring.cases.queries.persons import around, family, in_files, known_parties
from jejaring.cases.queries.planning import identifier_use, needs, party, planned, safe_contact, waiting_closure
from jejaring.cases.queries.printing import build, template_problem
from jejaring.cases.queries.standing import CaseSummary, summary, visible_to

__all__ = [
    "CONTENT_TYPES",
    "CaseFile",
    "CasePage",
    "CaseRow",
    "CaseSummary",
    "PaperRow",
    "acts",
    "around",
    "build",
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
    "page_picture",
    "paper",
    "papers",
    "party",
    "planned",
    "safe_contact",
    "shown_paper",
    "summary",
    "taken",
    "template_problem",
    "visible_to",
    "waiting_closure",
]
