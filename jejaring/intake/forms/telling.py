"""The form of a report, filled in with the telephone in the hand."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jejaring.intake import rules
from jejaring.intake.forms.channels import ONLINE, PREFIX, made_of, stored
from jejaring.intake.states import LimitsNotRead, ReporterKind
from jejaring.kernel.clock import WIB, now
from jejaring.people.forms import ContactFields
from jejaring.people.states import Sex
from jejaring.reference import queries as reference
from jejaring.reference.rules import HOME_CITY
from jejaring.ui import forms as ui

FIVE = ("limits_read", "danger_signs", "narrative", "reporter_kind", "channel")
LATER = (
    "victim_sex", "victim_age", "victim_count", "victim_name", "area", "location_note", "incident_on", "reporter_name", "reporter_contact",
    "reporter_anonymous", "received_at",
)  # fmt: skip
NONE, NOT_ASKED = "none", "not_asked"
AWARENESS = (  # the codes of the reference list, in the fewest words
    ("knows", _("Knows")),
    ("does_not_know", _("Does not know")),
    ("not_yet_reached", _("Not reached yet")),
    ("does_not_want", _("Does not want it")),
)
DANGER_ANSWERS = ((NONE, _("Asked, and there are none")), (NOT_ASKED, _("Could not be asked yet")))
TOO_LONG = _(
    "The story has %(show_value)d characters; %(limit_value)d fit. Nothing was cut: shorten it here, the rest can be added afterwards."
)


def _signs(critical: bool) -> list[tuple[str, str]]:
    return [(row.code, row.label) for row in reference.codes("danger_sign") if row.critical is critical]


def _areas() -> list[tuple[str, list[tuple[str, str]]]]:
    """Villages under their districts, each district itself, and the regencies around: it may have happened elsewhere."""
    districts = zip(reference.areas("district", HOME_CITY), reference.village_choices(), strict=True)
    unknown = gettext("%(district)s, village not known")
    inside = [(d.name, [(d.code, unknown % {"district": d.name}), *villages]) for d, (_name, villages) in districts]
    around = [(code, name) for code, name in reference.region_choices() if code != HOME_CITY]
    return [*inside, (gettext("Outside the city"), around)]


class AreaSelect(ui.Select):
    """Where it happened, grouped by district."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(choices=(), **rest)
        self.choices = lambda: [("", _("Not known yet")), *_areas()]


class ReportForm(ContactFields):
    """A report as it is told. Five fields suffice to receive it, none to keep it as a draft; the rest follows when there is time."""

    limits_read = ui.Tick(label=_("Read out, and understood"), required=False)
    limits_not_read_reason = ui.ChipRadio(label=_("Why it was not read out"), choices=LimitsNotRead, required=False)
    danger_signs = ui.ChipChecks(
        label=_("Danger right now"), hint=_("Each of these makes the risk high."), choices=lambda: _signs(True), danger=True, required=False
    )
    danger_answer = ui.ChipChecks(label=_("Or"), choices=DANGER_ANSWERS, required=False)
    other_signs = ui.ChipChecks(label=_("Signs that add to it"), choices=lambda: _signs(False), required=False)
    narrative = ui.LongText(
        label=_("The story, as it is told"), hint=_("In the words of the caller. Do not ask for details that nobody needs now."),
        max_length=rules.STORY_LIMIT, rows=6, required=False, error_messages={"max_length": TOO_LONG},
    )  # fmt: skip
    reporter_kind = ui.ChipRadio(label=_("Who reports"), choices=ReporterKind, required=False)
    channel = ui.Select(label=_("Came in by"), choices=lambda: reference.choices("channel"), required=False)
    survivor_awareness = ui.ChipRadio(
        label=_("If it is not the victim who reports: does the victim know?"), choices=AWARENESS,
        empty=_("Not asked yet"), required=False,
    )  # fmt: skip
    victim_sex = ui.ChipRadio(label=_("Sex of the victim"), choices=Sex, initial=Sex.UNKNOWN, required=False)
    victim_age = ui.Number(label=_("Age in years"), hint=_("An estimate is better than nothing"), required=False)
    victim_count = ui.Number(label=_("How many victims"), initial=1, required=False)
    victim_name = ui.Text(label=_("Name of the victim"), hint=_("One word is enough; may stay empty"), required=False, max_length=200)
    area = AreaSelect(label=_("Where it happened"), required=False)
    location_note = ui.Text(label=_("The place in words"), required=False, max_length=300)
    incident_on = ui.PartialDate(
        label=_("When it happened"), required=False,
        hint=_("As far as known: 3/3/2026, March 2026 or 2026. A planned wedding or departure is not an incident: tick its danger sign."),
    )  # fmt: skip
    reporter_name = ui.Text(label=_("Name of the reporter"), required=False, max_length=200)
    reporter_contact = ui.Text(label=_("How to reach the reporter"), required=False, max_length=200)
    reporter_anonymous = ui.Tick(label=_("The reporter does not want to be named to anybody"), required=False)
    received_at = ui.Moment(label=_("When the report came in, if not just now"), required=False)

    def __init__(self, *args: Any, draft: bool = False, channel: str = "", **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.draft = draft
        if channel:
            self.initial["channel"] = channel
        for n, name in enumerate((name for name in FIVE if name in self.fields), 1):
            self.fields[name].label = format_lazy("{} · {}", n, self.fields[name].label)
        self.asked = made_of(str(self["channel"].value() or ""))
        for name, (_row, field) in self.asked.items():
            self.fields[name] = field
        before, after = [*FIVE[:2], "other_signs", "danger_answer", *FIVE[2:]], [n for n in self.fields if n not in self.asked]
        self.order_fields([*before, *self.asked, *after])

    @property
    def own(self) -> list[BoundField]:
        """The questions of this channel."""
        return [self[name] for name in self.asked if name not in ONLINE]

    @property
    def online(self) -> list[BoundField]:
        """Where something is online: addresses and fingerprints, never a picture."""
        return [self[name] for name in ONLINE]

    @property
    def open_online(self) -> bool:
        """Show them."""
        return self._used(*ONLINE)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Answers that were typed for another channel: they come back when that channel is chosen again."""
        if not self.is_bound:
            return []
        data, here = cast(QueryDict, self.data), {f"{name}{part}" for name in self.asked for part in ("", "_0", "_1")}
        names = [name for name in data if name.startswith((PREFIX, "incident_at")) and name not in here]
        return [(name, value) for name in names for value in data.getlist(name) if value]

    def quiet(self) -> None:
        """Show what was typed again without judging it: only the questions of another channel were asked for."""
        self._errors, self.cleaned_data = ErrorDict(), {}

    @property
    def mark(self) -> str:
        """The numbers say what is needed."""
        return ""

    def problems(self) -> Iterator[ui.Problem]:
        """Every error, in the order in which the fields stand on the page."""
        place = {self[name].auto_id: n for n, name in enumerate(self.fields)}
        yield from sorted(super().problems(), key=lambda p: place.get(p.anchor.removesuffix("_0"), -1))

    def _used(self, *names: str) -> bool:
        """Whether one of these fields holds or refuses something, so that what hides it must stand open."""
        plain: tuple[Any, ...] = ("", None, [], False, 1, "1", Sex.UNKNOWN, ["", ""], [None, None])
        return any(self[name].errors or self[name].value() not in plain for name in names if name in self.fields)

    @property
    def open_reason(self) -> bool:
        """Show why the limits were not read out."""
        return self._used("limits_not_read_reason") or bool(self.errors.get("limits_read"))

    @property
    def open_signs(self) -> bool:
        """Show the signs that are not critical."""
        return self._used("other_signs")

    @property
    def open_contact(self) -> bool:
        """Show number and note of the safe contact."""
        return self._used("contact_number", "contact_note")

    @property
    def open_more(self) -> bool:
        """Show what can wait."""
        return self._used(*LATER)

    def clean(self) -> dict[str, Any]:
        """What cannot be true, what contradicts itself, and, unless it stays a draft, what is lacking."""
        given = super().clean()
        given["victim_sex"] = given.get("victim_sex") or Sex.UNKNOWN
        if given.get("victim_count") is None:
            given["victim_count"] = 1
        partial = given.get("incident_on")
        found = rules.problems(
            received_at=given.get("received_at") or now(), incident_on=partial.on if partial else None, victim_age=given.get("victim_age"),
            victim_count=given["victim_count"], now=now(), incident_at=given.get("incident_at"),
            incident_precision=partial.precision if partial else "day",
        )  # fmt: skip
        found |= {n: problem for n, (row, _f) in self.asked.items() if (problem := rules.detail_problem(row.kind, given.get(n), now()))}
        for field, reason in (found | self._danger(given) | self._lacking(given)).items():
            if field in self.fields and field not in self.errors:
                self.add_error(field, gettext(reason))
        return given

    def _danger(self, given: Mapping[str, Any]) -> dict[str, str]:
        answers, signs = given.get("danger_answer", []), [*given.get("danger_signs", ()), *given.get("other_signs", ())]
        if len(answers) > 1 or (signs and NONE in answers):
            return {"danger_answer": rules.CONTRADICTING_SIGNS}
        return {} if answers or signs or self.draft else {"danger_signs": rules.NO_ANSWER_ON_SIGNS}

    def _lacking(self, given: Mapping[str, Any]) -> dict[str, str]:
        if self.draft:
            prefilled = ("submission", "version", "victim_sex", "victim_count")
            typed = any(given.get(name) for name in self.fields if name not in prefilled)
            return {} if typed or self.errors else {"narrative": rules.NOTHING_TO_KEEP}
        return rules.lacking(
            narrative=given.get("narrative", ""), reporter_kind=given.get("reporter_kind", ""), channel=given.get("channel", ""),
            limits_read=given.get("limits_read", False), limits_not_read_reason=given.get("limits_not_read_reason", ""),
        )  # fmt: skip

    def told(self) -> dict[str, Any]:
        """The keyword arguments of the act. Call it on a valid form."""
        own = {name: value for name, value in self.values.items() if not name.startswith(("contact_", PREFIX))}
        signs, answers, partial = (*own.pop("danger_signs"), *own.pop("other_signs")), own.pop("danger_answer"), own.pop("incident_on")
        if own.get("limits_read"):
            own["limits_not_read_reason"] = ""
        at = own.get("incident_at")
        incident = (at.astimezone(WIB).date(), "day") if at else (partial.on, partial.precision) if partial else (None, "unknown")
        return own | {
            "danger_signs": signs, "no_danger_asked": NONE in answers, "danger_not_asked": NOT_ASKED in answers,
            "incident_on": incident[0], "incident_precision": incident[1],
            "contact": self.wish(), "details": self._answers(),
        }  # fmt: skip

    def _answers(self) -> dict[str, str]:
        return {name.removeprefix(PREFIX): stored(value) for name, value in self.values.items() if name.startswith(PREFIX)}

    def is_complete(self) -> bool:
        """Whether everything that a complete report says was said."""
        told = self.told()
        return not rules.missing({**told, "has_contact": not told["contact"].empty})
