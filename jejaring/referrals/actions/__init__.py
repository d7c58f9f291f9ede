"""Acts on referrals: check, write, promises, notices, log; all in the transaction of whoever calls."""

from jejaring.referrals.actions.answering import accept, acknowledge_letter, decline, refuse, report_back, serve, unavailable, withdraw
from jejaring.referrals.actions.bases import record_consent
from jejaring.referrals.actions.beds import set_beds
from jejaring.referrals.actions.papers import print_letter
from jejaring.referrals.actions.requesting import Described, facts_of, request_service
from jejaring.referrals.actions.sending import send
from jejaring.referrals.actions.stays import admit, leave, write_desk_note
from jejaring.referrals.actions.taking_up import take_up
from jejaring.referrals.actions.withdrawing import settle_withdrawal, withdraw_consent

__all__ = [
    "Described",
    "accept",
    "acknowledge_letter",
    "admit",
    "decline",
    "facts_of",
    "leave",
    "print_letter",
    "record_consent",
    "refuse",
    "report_back",
    "request_service",
    "send",
    "serve",
    "set_beds",
    "settle_withdrawal",
    "take_up",
    "unavailable",
    "withdraw",
    "withdraw_consent",
    "write_desk_note",
]
