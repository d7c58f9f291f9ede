"""Writes on reports: received as told, completed, responded to, decided."""

from jejaring.intake.actions.deciding import decide_report, reopen_report
from jejaring.intake.actions.people import list_people, reveal_names
from jejaring.intake.actions.responding import record_response
from jejaring.intake.actions.sending import note_receipt, send_report
from jejaring.intake.actions.telling import complete_report, receive_report

__all__ = [
    "complete_report",
    "decide_report",
    "list_people",
    "note_receipt",
    "receive_report",
    "record_response",
    "reopen_report",
    "reveal_names",
    "send_report",
]
