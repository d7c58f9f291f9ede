"""Screens of referrals."""

from jejaring.referrals.views.answering import accept, acknowledge, decline, refuse, report_back, serve, unavailable, withdraw
from jejaring.referrals.views.reading import download, letter, referral, referrals
from jejaring.referrals.views.sending import new
from jejaring.referrals.views.shelter import address, admit, beds, desk_note, leave, shelter

__all__ = [
    "accept",
    "acknowledge",
    "address",
    "admit",
    "beds",
    "decline",
    "desk_note",
    "download",
    "leave",
    "letter",
    "new",
    "referral",
    "referrals",
    "refuse",
    "report_back",
    "serve",
    "shelter",
    "unavailable",
    "withdraw",
]
