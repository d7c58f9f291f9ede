"""Reading reports. Lists and facts show clear codes only; `report_for` opens what is sealed and writes the read log."""

from jejaring.intake.queries.channels import DetailView, PersonView, answers_of, fields_of, people_for, takes_people
from jejaring.intake.queries.listing import ORDER, RISKS, Asked, ReportPage, ReportRow, report_table, reports
from jejaring.intake.queries.sent import SENT_PAGE, SentRow, channels_for, sent_reports, units
from jejaring.intake.queries.single import ReportFacts, ReportView, report_facts, report_for
from jejaring.intake.queries.timeline import moments, moments_from, moments_of, report_of
from jejaring.intake.queries.words import window_of

__all__ = [
    "ORDER",
    "RISKS",
    "SENT_PAGE",
    "Asked",
    "DetailView",
    "PersonView",
    "ReportFacts",
    "ReportPage",
    "ReportRow",
    "ReportView",
    "SentRow",
    "answers_of",
    "channels_for",
    "fields_of",
    "moments",
    "moments_from",
    "moments_of",
    "people_for",
    "report_facts",
    "report_for",
    "report_of",
    "report_table",
    "reports",
    "sent_reports",
    "takes_people",
    "units",
    "window_of",
]
