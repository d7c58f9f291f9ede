"""The form by which a partner desk sends a report to the unit."""

from collections.abc import Iterator
from typing import Any

from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jejaring.intake import queries, rules
from jejaring.intake.forms.people import MORE, rows_of, typed_count
from jejaring.intake.forms.telling import ReportForm
from jejaring.reference import queries as reference
from jejaring.ui import forms as ui

FIRST_ROWS = 3


class SendReportForm(ReportForm):
    """A report as a professional tells it: who reports and the limits of confidentiality are known, the rest is asked as ever."""

    limits_read = limits_not_read_reason = reporter_kind = reporter_anonymous = received_at = None  # type: ignore[assignment]
    to_desk = ui.Select(label=_("Protection unit"), choices=())

    def __init__(
        self, data: QueryDict | None = None, *, channels: tuple[str, ...], units: list[tuple[str, str]], more: bool = False
    ) -> None:
        super().__init__(data, channel=channels[0])
        for name, choices in (("to_desk", units), ("channel", [(code, reference.label("channel", code)) for code in channels])):
            self.fields[name].choices = [("", gettext("Choose…")), *choices]  # type: ignore[attr-defined]
        self.initial["to_desk"] = units[0][0] if units else ""
        self.fields["reporter_name"].label = _("Officer to be called back")
        if "incident_at" in self.fields:  # this channel asks for day and hour; the day alone stays for who does not know the hour
            self.fields["incident_on"].label = _("Only if the hour is not known: the day")
        self.fields["reporter_contact"].label = _("Number of the officer or the desk")
        takes = queries.takes_people(str(self["channel"].value() or ""), 1)
        size = (typed_count(self.data, 0) or FIRST_ROWS) + (MORE if more else 0) if takes else 0
        self.size = min(size, rules.MOST_PEOPLE)
        self.rows = rows_of(data, self.size)

    def quiet(self) -> None:
        """Show everything that was typed again without judging it."""
        super().quiet()
        for row in self.rows:
            row.form._errors, row.form.cleaned_data = ErrorDict(), {}

    def clean(self) -> dict[str, Any]:
        """As ever, and every row of the people."""
        given = super().clean()
        if sum(not row.form.is_valid() for row in self.rows):  # every row is asked
            self.add_error(None, gettext("Something in the rows below is to be mended."))
        return given

    def problems(self) -> Iterator[ui.Problem]:
        """The errors of the report and of every row, each with its number."""
        yield from super().problems()
        for row in self.rows:
            for p in row.form.problems() if self.is_bound else ():
                yield ui.Problem(p.anchor, f"{row.number}. {p.label}", p.text)

    def _lacking(self, given: Any) -> dict[str, str]:
        return rules.lacking(
            narrative=given.get("narrative", ""), reporter_kind="professional", channel=given.get("channel", ""), limits_read=False,
            limits_not_read_reason="professional",
        )  # fmt: skip

    def told(self) -> dict[str, Any]:
        """The keyword arguments of the act. Where people are listed, the first of them is whom the report speaks of."""
        own, people = super().told(), [row.form.person() for row in self.rows if not row.form.empty]
        first = {"victim_sex": people[0]["sex"], "victim_age": people[0]["age"]} if people else {}
        return own | first | {"to_desk": own["to_desk"], "people": people}

    def is_complete(self) -> bool:
        """Whether everything that a complete report says was said."""
        told = self.told() | {"reporter_kind": "professional"}
        return not rules.missing({**told, "has_contact": not told["contact"].empty})
