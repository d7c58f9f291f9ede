"""Referrals of a desk, what one of them carries, and what would leave before it does."""

from jejaring.referrals.queries.lists import PAGE, ReferralRow, inbox, label_of, moments, of_case, outbox
from jejaring.referrals.queries.sending import (
    Offer,
    PacketField,
    Preview,
    chosen_facts,
    desks_for,
    facts_for,
    preview,
    preview_of,
    purposes,
)
from jejaring.referrals.queries.single import EventRow, LetterView, ReferralView, letter_for, referral_for, row_for

__all__ = [
    "PAGE",
    "EventRow",
    "LetterView",
    "Offer",
    "PacketField",
    "Preview",
    "ReferralRow",
    "ReferralView",
    "chosen_facts",
    "desks_for",
    "facts_for",
    "inbox",
    "label_of",
    "letter_for",
    "moments",
    "of_case",
    "outbox",
    "preview",
    "preview_of",
    "purposes",
    "referral_for",
    "row_for",
]
