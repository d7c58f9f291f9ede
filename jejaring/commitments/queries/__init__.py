"""Reading commitments and the rules behind them."""

from jejaring.commitments.queries.one import LifeRow, PromiseView, asked_waiver, promise_view
from jejaring.commitments.queries.owed import (
    ASKED,
    Owed,
    Step,
    counts,
    of_case,
    of_subjects,
    owed_by,
    owed_to,
    paused_by,
    steps_of_case,
)
from jejaring.commitments.queries.ruling import RuleView, calendar_of, forget, of_version, reachable, rule_views, terms, versions
from jejaring.commitments.queries.words import amount_words, reason_words, steps_in_words

__all__ = [
    "ASKED",
    "LifeRow",
    "Owed",
    "PromiseView",
    "RuleView",
    "Step",
    "amount_words",
    "asked_waiver",
    "calendar_of",
    "counts",
    "forget",
    "of_case",
    "of_subjects",
    "of_version",
    "owed_by",
    "owed_to",
    "paused_by",
    "promise_view",
    "reachable",
    "reason_words",
    "rule_views",
    "steps_in_words",
    "steps_of_case",
    "terms",
    "versions",
]
