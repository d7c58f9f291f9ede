"""The pages of a desk, joined from the queries of the apps below. No table is read here that another app does not offer."""

from jejaring.desk.queries.case import CasePage, case_page, cases_page
from jejaring.desk.queries.help import Guide, guide, guides_for, other_guides
from jejaring.desk.queries.home import Home, Owing, home, news, owing
from jejaring.desk.queries.known import Answer, KnownPage, Pair, answer, known_page, pair, subject
from jejaring.desk.queries.lives import life_table
from jejaring.desk.queries.log import LogPage, act_choices, log_page, log_table, purpose_choices
from jejaring.desk.queries.promise import PromisePage, promise_page
from jejaring.desk.queries.shifts import Left, attachable, past_notes, shifts

__all__ = [
    "Answer",
    "CasePage",
    "Guide",
    "Home",
    "KnownPage",
    "Left",
    "LogPage",
    "Owing",
    "Pair",
    "PromisePage",
    "act_choices",
    "answer",
    "attachable",
    "case_page",
    "cases_page",
    "guide",
    "guides_for",
    "home",
    "known_page",
    "life_table",
    "log_page",
    "log_table",
    "news",
    "other_guides",
    "owing",
    "pair",
    "past_notes",
    "promise_page",
    "purpose_choices",
    "shifts",
    "subject",
]
