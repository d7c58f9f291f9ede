"""Screens of reports: the worklist, taking one, the report itself, its people, completing it, recording what was done first."""

from jejaring.intake.views.listing import download, reports
from jejaring.intake.views.people import people
from jejaring.intake.views.reading import names, report
from jejaring.intake.views.sending import send, sent
from jejaring.intake.views.telling import complete, new, respond

__all__ = ["complete", "download", "names", "new", "people", "report", "reports", "respond", "send", "sent"]
