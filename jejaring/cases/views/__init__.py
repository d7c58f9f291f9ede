"""Screens of the acts on a case. The page of the file itself belongs to the desk."""

from jejaring.cases.views.closing import close, confirm, end_watch, reopen
from jejaring.cases.views.incidents import identifier, identifier_use, incident, screen_victim
from jejaring.cases.views.people import assign, contact, household, kin, kin_end, party, party_edit, reveal
from jejaring.cases.views.work import assess, follow_up, note, plan, police, review, service, untold

__all__ = [
    "assess",
    "assign",
    "close",
    "confirm",
    "contact",
    "end_watch",
    "follow_up",
    "household",
    "identifier",
    "identifier_use",
    "incident",
    "kin",
    "kin_end",
    "note",
    "party",
    "party_edit",
    "plan",
    "police",
    "reopen",
    "reveal",
    "review",
    "screen_victim",
    "service",
    "untold",
]
