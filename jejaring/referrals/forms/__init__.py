"""Forms of referrals: what is asked, and the answers."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jejaring.cases.forms import TakeForm
from jejaring.directory.queries import DeskRow
from jejaring.kernel import clock
from jejaring.kernel.verdict import YES, Verdict
from jejaring.people.forms import ContactFields
from jejaring.people.states import Sex
from jejaring.reference import queries as reference
from jejaring.reference.rules import HOME_CITY
from jejaring.referrals import rules
from jejaring.referrals.forms.bases import ConsentForm, GivenForm, SettleForm, WithdrawConsentForm
from jejaring.referrals.queries import RISKS, Offer, ReferralRow
from jejaring.referrals.states import DeskNoteKind, ReferralPurpose, ReferralState
from jejaring.ui import forms as ui
from jejaring.ui import listing

__all__ = ["ConsentForm", "GivenForm", "SettleForm", "TakeForm", "WithdrawConsentForm"]
HOW = (("phone", _("By telephone")), ("visit", _("On a visit")), ("letter", _("In writing")))


GROWN = (("adult", _("Adult")), ("child", _("Child")))


def critical_signs() -> list[tuple[str, str]]:
    """The danger signs that force high risk, as choices."""
    return [(row.code, row.label) for row in reference.codes("danger_sign") if row.critical]


def districts() -> list[tuple[str, str]]:
    """The districts of the city and the regions around it, as choices."""
    inside = [(d.code, d.name) for d in reference.areas("district", HOME_CITY)]
    return [*inside, *((code, name) for code, name in reference.region_choices() if code != HOME_CITY)]


class ReferralFilter(listing.Filter):
    """Referrals received or sent, narrowed."""

    shown, kept = ("q", "state"), ("show",)
    show = ui.Text(label="", required=False)
    state = listing.Choice(label=_("Status"), choices=ReferralState)
    purpose = listing.Choice(label=_("Purpose"), choices=ReferralPurpose)
    risk = listing.Choice(label=_("Risk"), choices=RISKS.items())
    kind = listing.Choice(label=_("Kind of case"), choices=lambda: reference.choices("category"))
    district = listing.Choice(label=_("District"), choices=lambda: [(d.code, d.name) for d in reference.areas("district", HOME_CITY)])
    since = listing.Day(label=_("From day"))
    until = listing.Day(label=_("Until day"))
    mine = ui.Tick(label=_("Only those that I sent"), required=False)

    @property
    def sent(self) -> bool:
        """Whether the list is of what the desk sent."""
        return bool(self["show"].value() == "sent")


class SendForm(ui.Form):
    """To whom, what is asked, on which basis, until when. What leaves is shown on the next page, before anything is sent."""

    layout: ClassVar[Sequence[ui.Section]] = (
        ui.Section(_("To whom, and what is asked"), ("to_desk", "hands_over", "services", "request")),
        ui.Section(
            _("Why this may be shared"),
            ("basis", "consent_by", "basis_reason"),
            hint=_(
                "Consent is withdrawn as easily as it is given. Vital interest is for danger to life; "
                "the legal duty covers sexual violence."
            ),
        ),
        ui.Section(_("Until when"), ("expires_days",)),
    )
    to_desk = ui.Select(label=_("Desk"), hint=_("Those that offer one of these services come first."), choices=())
    hands_over = ui.Tick(
        label=_("This desk is the responsible body"), required=False,
        hint=_("Triage decided to refer out. Ticked, this referral keeps the promise to hand over."),
    )  # fmt: skip
    services = ui.ChipChecks(label=_("Services"), choices=(), required=False)
    request = ui.LongText(
        label=_("What is asked"), hint=_("What the desk should do first. No story: the packet carries it."), max_length=4000
    )
    basis = ui.ChipRadio(label=_("Basis of sharing"), choices=partial(reference.choices, "sharing_basis"))
    consent_by = ui.ChipRadio(label=_("Consent was given by"), choices=tuple(rules.GIVERS.items()), required=False, empty=_("No consent"))
    basis_reason = ui.LongText(label=_("Reason in a sentence"), max_length=1000, rows=3)
    expires_days = ui.Number(
        label=_("Access ends after so many days"), hint=_("Then the desk no longer sees the referral."), initial=rules.DEFAULT_DAYS
    )

    def __init__(
        self, data: Any = None, *, purpose: ReferralPurpose, offers: list[Offer], facts_of: Callable[[Offer], rules.Facts],
        owes_hand_over: bool = False, mediation: Verdict = YES,
    ) -> None:  # fmt: skip
        super().__init__(data, initial={"services": rules.SERVICES_OF_PURPOSE[purpose][:1]})
        self.purpose, self.offers, self.facts_of = purpose, {str(o.desk.id): o for o in offers}, facts_of
        desks: Any = self.fields["to_desk"]
        desks.choices = [("", gettext("Choose…")), *((key, o.words) for key, o in self.offers.items())]
        services: Any = self.fields["services"]
        services.choices = [(code, reference.label("service", code)) for code in rules.SERVICES_OF_PURPOSE[purpose]]
        if not mediation and "mediation" in rules.SERVICES_OF_PURPOSE[purpose]:
            services.widget.closed = ("mediation",)
            services.help_text = gettext("No mediation: %(why)s") % {"why": gettext(mediation.reason)}
        if not owes_hand_over or purpose == ReferralPurpose.TRANSFER:
            del self.fields["hands_over"]

    @property
    def values(self) -> dict[str, Any]:
        """The arguments of the action."""
        found = super().values
        return found | {"handover": rules.handover_of(self.purpose, hands_over=found.pop("hands_over", False))}

    def clean(self) -> dict[str, Any]:
        """Say everything that cannot stand at once; the action asks the same rules again."""
        v = super().clean() or self.cleaned_data
        if offer := self.offers.get(v.get("to_desk", "")):
            found = rules.problems(
                self.facts_of(offer), purpose=self.purpose, handover=rules.handover_of(self.purpose), basis=v.get("basis", ""),
                giver=v.get("consent_by", ""), services=v.get("services", ()), days=v.get("expires_days") or 0,
            )  # fmt: skip
            for field, reason in found.items():
                if field not in self.errors:
                    self.add_error(field, gettext(reason))
        return v

    @property
    def service_words(self) -> str:
        """The chosen services in one line."""
        return ", ".join(reference.labels("service", self.cleaned_data["services"]))

    @property
    def offer(self) -> Offer:
        """The desk that was chosen, once the form is valid."""
        return self.offers[self.cleaned_data["to_desk"]]


class SeenForm(ui.Form):
    """The sender has looked at everything that leaves."""

    agreed = ui.Tick(label=_("I have read what leaves, and it is needed for this purpose"))


class NoteForm(ui.Form):
    """A word with an answer."""

    note = ui.LongText(label=_("A word to the other desk"), required=False, max_length=2000, rows=3)

    def __init__(self, data: Any = None, *, referral: ReferralRow) -> None:
        super().__init__(data)
        self.referral = referral


class DeclineForm(NoteForm):
    """Why a referral is not taken on."""

    field_order = ("reason", "note")
    reason = ui.ChipRadio(label=_("Reason"), choices=partial(reference.choices, "decline_reason"))


class ServeForm(NoteForm):
    """A service that was given, and when."""

    field_order = ("service", "happened_on", "note")
    service = ui.Select(label=_("Service"), choices=())
    happened_on = ui.Date(label=_("Given on"))

    def __init__(self, data: Any = None, *, referral: ReferralRow) -> None:
        super().__init__(data, referral=referral)
        asked = [(code, reference.label("service", code)) for code in referral.services]
        others = [(row.code, row.label) for row in reference.codes("service") if row.code not in referral.services]
        services: Any = self.fields["service"]
        services.choices = [("", gettext("Choose…")), *asked, *others]
        self.fields["service"].initial = referral.services[0] if referral.services else ""
        self.fields["happened_on"].initial = clock.today()


class ReportBackForm(NoteForm):
    """What was done and how it went."""

    note = ui.LongText(label=_("What was done, and how did it go?"), max_length=4000)


class WithdrawForm(NoteForm):
    """Why the sharing ends."""

    note = ui.LongText(label=_("Reason in a sentence"), max_length=1000, rows=3)


class AcknowledgeForm(NoteForm):
    """How and by which office a letter was acknowledged."""

    field_order = ("how", "office", "at", "note")
    how = ui.ChipRadio(label=_("How was it acknowledged?"), choices=HOW, initial="phone")
    office = ui.Text(label=_("Office that acknowledged it"), hint=_("The office, not a person's name."), max_length=120)
    at = ui.Moment(label=_("When"))
    note = ui.LongText(label=_("Note"), required=False, max_length=2000, rows=3)

    def __init__(self, data: Any = None, *, referral: ReferralRow) -> None:
        super().__init__(data, referral=referral)
        self.fields["office"].initial, self.fields["at"].initial = referral.to_desk, clock.now()


CHILD = re.compile(r"([lp])\D*(\d{1,2})", re.IGNORECASE)
SEX_OF_LETTER = {"l": "male", "p": "female"}


class AdmitForm(NoteForm):
    """Somebody arrives at the shelter, perhaps with children."""

    field_order = ("at", "children", "condition", "belongings")
    at = ui.Moment(label=_("Arrived"))
    children = ui.Text(
        label=_("Children along"), required=False, max_length=120,
        hint=_("L for a boy, P for a girl, and the age in years: P 3, L 7. Each child has a bed."),
    )  # fmt: skip
    condition = ui.LongText(label=_("How is the person on arrival?"), required=False, max_length=2000, rows=3)
    belongings = ui.LongText(label=_("Belongings handed in"), required=False, max_length=2000, rows=3)
    note = None  # type: ignore[assignment]

    def __init__(self, data: Any = None, *, referral: ReferralRow) -> None:
        super().__init__(data, referral=referral)
        self.fields["at"].initial = clock.now()

    def clean_children(self) -> list[tuple[str, int]]:
        """Each child as sex and age; what cannot be read is said, with what was understood."""
        parts = [part.strip() for part in self.cleaned_data["children"].split(",") if part.strip()]
        found = [(part, CHILD.fullmatch(part)) for part in parts]
        if wrong := [part for part, match in found if match is None]:
            raise ValidationError(gettext("Cannot be read: %(text)s. Write, for example, P 3, L 7.") % {"text": wrong[0]})
        return [(SEX_OF_LETTER[match[1].lower()], int(match[2])) for _part, match in found if match]


class LeaveForm(ui.Form):
    """Somebody leaves the shelter."""

    at = ui.Moment(label=_("Left"))
    exit_reason = ui.ChipRadio(label=_("Why"), choices=partial(reference.choices, "shelter_exit"))
    destination = ui.LongText(
        label=_("Where to, and who fetched the person"), hint=_("Sealed; only the house and the case's team read it."), required=False,
        max_length=1000, rows=3,
    )  # fmt: skip

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"at": clock.now()})


class BedsForm(ui.Form):
    """How many beds the house has, and where it is."""

    beds = ui.Number(label=_("Beds in all"), hint=_("Every desk sees how many are free, and nothing of who stays."))
    address = ui.LongText(
        label=_("Address of the house"), required=False, max_length=500, rows=3,
        hint=_("For the keepers of the house alone. Left empty, the address that is kept stays as it is."),
    )  # fmt: skip

    @property
    def values(self) -> dict[str, Any]:
        """An empty address changes nothing."""
        found = super().values
        return found | {"address": found["address"] or None}


class DeskNoteForm(ui.Form):
    """A note that stays at the desk."""

    kind = ui.ChipRadio(label=_("Kind"), choices=())
    text = ui.LongText(label=_("Note"), max_length=8000)

    def __init__(self, data: Any = None, *, kinds: list[DeskNoteKind]) -> None:
        super().__init__(data, initial={"kind": kinds[-1].value if kinds else ""})
        offered: Any = self.fields["kind"]
        offered.choices = [(kind.value, gettext(kind.label)) for kind in kinds]


class RequestForm(ContactFields):
    """A partner desk asks the unit for something for somebody it is with."""

    title = _("Ask the unit for help")
    verb = _("Send the request")
    layout: ClassVar[Sequence[ui.Section]] = (
        ui.Section(_("What is asked"), ("to_desk", "purpose", "request")),
        ui.Section(
            _("For whom?"),
            ("sex", "age", "grown", "name", "danger_signs", "condition", "needs", "area", "place"),
            hint=_("As far as it is known. Only this leaves, sealed, and the unit's access ends after 30 days."),
        ),
        ui.Section(
            _("Safe contact"),
            ("contact_channels", "contact_window", "contact_never", "contact_watched", "contact_number", "contact_note"),
        ),
        ui.Section(_("Why this may be shared"), ("basis", "consent_by", "basis_reason")),
    )
    to_desk = ui.Select(label=_("Protection unit"), choices=())
    purpose = ui.ChipRadio(label=_("What is needed"), choices=[(p.value, p.label) for p in rules.REQUESTED])
    request = ui.LongText(
        label=_("What the unit should do first"), hint=_("When, where and how long, for example during the examination."), rows=3
    )
    sex = ui.ChipRadio(label=_("Sex"), choices=Sex, initial=Sex.UNKNOWN, required=False)
    age = ui.Number(label=_("Age in years"), required=False, min_value=0, max_value=120)
    grown = ui.ChipRadio(label=_("If the age is not known"), choices=GROWN, required=False, empty=_("Not known"))
    name = ui.Text(label=_("Name"), hint=_("May stay empty"), required=False, max_length=200)
    danger_signs = ui.ChipChecks(
        label=_("Danger right now"), hint=_("Each of these makes the risk high and the answer due at once."), choices=critical_signs,
        danger=True, required=False,
    )  # fmt: skip
    condition = ui.LongText(label=_("Present condition"), max_length=2000, rows=3, required=False)
    needs = ui.ChipChecks(label=_("Support needed"), choices=partial(reference.choices, "accommodation_need"), required=False)
    area = ui.Select(label=_("District"), choices=districts, required=False, empty=_("Not known"))
    place = ui.Text(label=_("Where the person is now"), required=False, max_length=300)
    basis = ui.ChipRadio(label=_("Basis of sharing"), choices=partial(reference.choices, "sharing_basis"))
    consent_by = ui.ChipRadio(label=_("Consent was given by"), choices=tuple(rules.GIVERS.items()), required=False, empty=_("No consent"))
    basis_reason = ui.LongText(label=_("Reason in a sentence"), max_length=1000, rows=3)

    def __init__(self, data: Any = None, *, units: list[DeskRow], facts_of: Callable[[DeskRow, dict[str, Any]], rules.Facts]) -> None:
        super().__init__(data, initial={"to_desk": str(units[0].id)} if units else None)
        self.units, self.facts_of = {str(d.id): d for d in units}, facts_of
        desks: Any = self.fields["to_desk"]
        desks.choices = [("", gettext("Choose…")), *((key, d.label) for key, d in self.units.items())]

    def clean(self) -> dict[str, Any]:
        """Say everything that cannot stand at once; the action asks the same rules again."""
        v = super().clean()
        if (unit := self.units.get(v.get("to_desk", ""))) and v.get("purpose"):
            found = rules.request_problems(
                self.facts_of(unit, self.person()), ReferralPurpose(v["purpose"]), v.get("basis", ""), v.get("consent_by", ""), ()
            )
            for field, reason in found.items():
                if field not in self.errors:
                    self.add_error(field, gettext(reason))
        return v

    def person(self) -> dict[str, Any]:
        """The person as the act takes them."""
        v = self.cleaned_data
        minor = {"adult": False, "child": True}.get(v.get("grown") or "") if v.get("age") is None else None
        plain = {name: v.get(name) or "" for name in ("name", "area", "place", "condition")}
        signs = {"danger_signs": tuple(v.get("danger_signs", ())), "needs": tuple(v.get("needs", ()))}
        return {"sex": v.get("sex") or Sex.UNKNOWN, "age": v.get("age"), "minor": minor, **plain, **signs}

    def asked(self) -> dict[str, Any]:
        """The rest of what the act takes. Call it on a valid form."""
        v = self.cleaned_data
        return {name: v[name] for name in ("purpose", "request", "basis", "consent_by", "basis_reason")} | {"contact": self.wish()}
