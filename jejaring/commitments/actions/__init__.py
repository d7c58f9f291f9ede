"""Opening, keeping, pausing, extending, waiving and cancelling commitments; the publishing of rules."""

from jejaring.commitments.actions.changing import ask_waiver, decide_waiver, extend, move, pause, resume
from jejaring.commitments.actions.ending import cancel, cancel_case, keep
from jejaring.commitments.actions.opening import About, describe, drafted, promise, promise_all
from jejaring.commitments.actions.publishing import publish

__all__ = [
    "About",
    "ask_waiver",
    "cancel",
    "cancel_case",
    "decide_waiver",
    "describe",
    "drafted",
    "extend",
    "keep",
    "move",
    "pause",
    "promise",
    "promise_all",
    "publish",
    "resume",
]
