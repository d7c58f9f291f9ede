"""Opening, keeping, pausing, extending, waiving and cancelling commitments; the publishing of rules."""

from jejaring.commitments.actions.calendars import announce_day, begin_change, recompute_desk, take_back_day
from jejaring.commitments.actions.changing import ask_waiver, decide_waiver, extend, hasten, move, pause, recount, resume
from jejaring.commitments.actions.ending import cancel, cancel_case, cancel_each, carry_into, keep, keep_contact, keep_each
from jejaring.commitments.actions.opening import About, describe, drafted, promise, promise_all, promise_each
from jejaring.commitments.actions.publishing import publish, take_back_rule

__all__ = [
    "About",
    "announce_day",
    "ask_waiver",
    "begin_change",
    "cancel",
    "cancel_case",
    "cancel_each",
    "carry_into",
    "decide_waiver",
    "describe",
    "drafted",
    "extend",
    "hasten",
    "keep",
    "keep_contact",
    "keep_each",
    "move",
    "pause",
    "promise",
    "promise_all",
    "promise_each",
    "publish",
    "recompute_desk",
    "recount",
    "resume",
    "take_back_day",
    "take_back_rule",
]
