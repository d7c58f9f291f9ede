"""Reading persons, how they may be reached, their kin, and who is perhaps known already."""

from jejaring.people.queries.contacts import CONTACTS, ContactView, contact_for, contact_view, contact_wish, newest_contact
from jejaring.people.queries.kin import kin, kin_rows
from jejaring.people.queries.known import Hint, Sent, asked_today, hints_sent, known, known_of, ration, registered_lately
from jejaring.people.queries.links import LinkRow, links_between, links_of
from jejaring.people.queries.persons import Identity, identity, registered_at, same_card, same_nik, tokens_of, unnamed, unopened, words_for

__all__ = [
    "CONTACTS",
    "ContactView",
    "Hint",
    "Identity",
    "LinkRow",
    "Sent",
    "asked_today",
    "contact_for",
    "contact_view",
    "contact_wish",
    "hints_sent",
    "identity",
    "kin",
    "kin_rows",
    "known",
    "known_of",
    "links_between",
    "links_of",
    "newest_contact",
    "ration",
    "registered_at",
    "registered_lately",
    "same_card",
    "same_nik",
    "tokens_of",
    "unnamed",
    "unopened",
    "words_for",
]
