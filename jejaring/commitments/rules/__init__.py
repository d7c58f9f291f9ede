"""Rules as data: their terms, when something is due under them, what happens before and after, and what may be published. Plain Python."""

from jejaring.commitments.rules.ladders import Rung, next_step, read_rungs, rungs_for, step_moments, write_rungs
from jejaring.commitments.rules.publishing import PAIRED, day_before, may_be_withdrawn, problems
from jejaring.commitments.rules.terms import Due, Terms, due

__all__ = [
    "PAIRED", "Due", "Rung", "Terms", "day_before", "due", "may_be_withdrawn", "next_step", "problems", "read_rungs", "rungs_for",
    "step_moments", "write_rungs",
]  # fmt: skip
