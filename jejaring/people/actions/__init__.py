"""Writes on persons: registered and corrected, reached, related, found again, linked. All in the transaction of whoever calls."""

from jejaring.people.actions.kin import end_relation, leave_household, relate, set_household
from jejaring.people.actions.known import ask_known, link, match_sent, unlink
from jejaring.people.actions.registering import LOST, record_contact, register_person, update_person

__all__ = [
    "LOST",
    "ask_known",
    "end_relation",
    "leave_household",
    "link",
    "match_sent",
    "record_contact",
    "register_person",
    "relate",
    "set_household",
    "unlink",
    "update_person",
]
