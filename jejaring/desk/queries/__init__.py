"""The pages of a desk, joined from the queries of the apps below. No table is read here that another app does not offer."""

from jejaring.desk.queries.case import CasePage, case_page, cases_page
from jejaring.desk.queries.help import Guide, guide, guides_for, other_guides
from jejaring.desk.queries.home import Home, Owing, home, owing
from jejaring.desk.queries.log import LogPage, act_choices, log_page

__all__ = [
    "CasePage",
    "Guide",
    "Home",
    "LogPage",
    "Owing",
    "act_choices",
    "case_page",
    "cases_page",
    "guide",
    "guides_for",
    "home",
    "log_page",
    "other_guides",
    "owing",
]
