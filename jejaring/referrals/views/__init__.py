"""Screens of referrals."""

from jejaring.referrals.views.answering import accept, acknowledge, decline, refuse, report_back, serve, unavailable, withdraw
from jejaring.referrals.views.bases import bases, consent_new, consent_settle, consent_withdraw
from jejaring.referrals.views.papers import consent, paper_along, paper_picture, paper_take, print_letter
from jejaring.referrals.views.reading import download, letter, referral, referrals
from jejaring.referrals.views.requesting import ask_unit, take_up
from jejaring.referrals.views.sending import new
from jejaring.referrals.views.shelter import address, admit, beds, desk_note, leave, shelter, stay, stay_paper

__all__ = [
    "accept",
    "acknowledge",
    "address",
    "admit",
    "ask_unit",
    "bases",
    "beds",
    "consent",
    "consent_new",
    "consent_settle",
    "consent_withdraw",
    "decline",
    "desk_note",
    "download",
    "leave",
    "letter",
    "new",
    "paper_along",
    "paper_picture",
    "paper_take",
    "print_letter",
    "referral",
    "referrals",
    "refuse",
    "report_back",
    "serve",
    "shelter",
    "stay",
    "stay_paper",
    "take_up",
    "unavailable",
    "withdraw",
]
