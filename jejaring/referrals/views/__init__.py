"""Screens of referrals."""

from jejaring.referrals.views.answering import accept, acknowledge, decline, refuse, report_back, serve, unavailable, withdraw
from jejaring.referrals.views.reading import letter, referral, referrals
from jejaring.referrals.views.sending import new

__all__ = [
    "accept",
    "acknowledge",
    "decline",
    "letter",
    "new",
    "referral",
    "referrals",
    "refuse",
    "report_back",
    "serve",
    "unavailable",
    "withdraw",
]
