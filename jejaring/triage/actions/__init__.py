"""What becomes of a report: decided, joined to a case, and the silent check after a request for information."""

from jejaring.triage.actions.deciding import Decision, decide
from jejaring.triage.actions.joining import answer_join
from jejaring.triage.actions.silent import check_silently

__all__ = ["Decision", "answer_join", "check_silently", "decide"]
