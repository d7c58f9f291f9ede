"""Reading commitments and the rules behind them."""

from jejaring.commitments.queries.owed import (
    Owed,
    Step,
    counts,
    of_case,
    of_subjects,
    owed_by,
    owed_to,
    steps_of_case,
)
from jejaring.commitments.queries.ruling import RuleView, calendar_of, forget, of_version, reachable, rule_views, terms, versions

__all__ = [
    "Owed",
    "RuleView",
    "Step",
    "calendar_of",
    "counts",
    "forget",
    "of_case",
    "of_subjects",
    "of_version",
    "owed_by",
    "owed_to",
    "reachable",
    "rule_views",
    "steps_of_case",
    "terms",
    "versions",
]
