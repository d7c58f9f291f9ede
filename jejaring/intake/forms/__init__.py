"""Forms of a report: taken while the telephone is in the hand, completed afterwards, answered."""

from jejaring.intake.forms.completing import CompleteForm
from jejaring.intake.forms.narrowing import ReportFilter
from jejaring.intake.forms.people import PeopleForm
from jejaring.intake.forms.responding import ResponseForm
from jejaring.intake.forms.sending import SendReportForm
from jejaring.intake.forms.telling import AWARENESS, AreaSelect, ReportForm

__all__ = [
    "AWARENESS",
    "AreaSelect",
    "CompleteForm",
    "PeopleForm",
    "ReportFilter",
    "ReportForm",
    "ResponseForm",
    "SendReportForm",
]
