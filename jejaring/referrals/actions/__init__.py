"""Acts on referrals: check, write, promises, notices, log; all in the transaction of whoever calls."""

from jejaring.referrals.actions.answering import accept, acknowledge_letter, decline, refuse, report_back, serve, unavailable, withdraw
from jejaring.referrals.actions.sending import send

__all__ = ["accept", "acknowledge_letter", "decline", "refuse", "report_back", "send", "serve", "unavailable", "withdraw"]
