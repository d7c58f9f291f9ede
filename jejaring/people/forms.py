"""The fields of an identity and of a wish about contact, for the forms of the apps above."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jejaring.kernel.clock import today
from jejaring.people import rules
from jejaring.people.rules import ContactWish
from jejaring.people.states import ContactChannel, Sex
from jejaring.reference import queries as reference
from jejaring.ui import forms as ui


class IdentityForm(ui.Form):
    """Who somebody is, as far as known. Build on it; nothing in it is required."""

    name = ui.Text(label=_("Name"), hint=_("As far as known; one word is enough"), required=False, max_length=200)
    alias = ui.Text(label=_("Also called"), required=False, max_length=200)
    sex = ui.ChipRadio(label=_("Sex"), choices=Sex, initial=Sex.UNKNOWN, required=False)
    birth_date = ui.PartialDate(label=_("Born"), required=False)
    age = ui.Number(label=_("Age in years"), required=False)
    age_is_estimate = ui.Tick(label=_("The age is an estimate"), required=False)
    nik = ui.Text(label=_("NIK"), required=False, max_length=30, inputmode="numeric", width="medium")
    nik_as_on_card = ui.Tick(label=_("The card was seen and has this NIK"), required=False)
    phone = ui.Text(label=_("Telephone"), kind="tel", required=False, max_length=40, width="medium")
    address = ui.Text(label=_("Address on the identity card"), required=False, max_length=300)
    domicile = ui.Text(label=_("Where the person is now"), required=False, max_length=300)
    origin = ui.Text(label=_("Place of origin"), required=False, max_length=300)
    needs = ui.ChipChecks(label=_("Support needed"), choices=lambda: reference.choices("accommodation_need"), required=False)

    def clean(self) -> dict[str, Any]:
        """NIK, birth date, age and sex may not contradict each other. What is unknown contradicts nothing."""
        given = super().clean() or {}
        given["sex"] = given.get("sex") or Sex.UNKNOWN
        on_card = given.pop("nik_as_on_card", False)
        birth = rules.birth_text(given.get("birth_date"))
        said = {"nik": given.get("nik", ""), "birth": birth, "sex": given["sex"], "age": given.get("age")}
        for field, reason in rules.identity_problems(**said, today=today(), as_on_card=on_card).items():
            if field not in self.errors:
                self.add_error(field, gettext(reason))
        return given


class ContactFields(ui.Form):
    """How somebody wants to be reached. Build on it; `wish()` gives the whole."""

    contact_channels = ui.ChipChecks(label=_("Safe ways"), choices=ContactChannel, required=False)
    contact_window = ui.Window(label=_("Safe hours"), required=False)
    contact_never = ui.ChipChecks(label=_("Never"), choices=ContactChannel, danger=True, required=False)
    contact_watched = ui.Tick(label=_("Others may read or listen along"), required=False)
    contact_number = ui.Text(label=_("Number or name to reach"), required=False, max_length=120)
    contact_note = ui.Text(
        label=_("What else to heed"), hint=_("For example who may answer, which name to give"), required=False, max_length=500
    )

    def clean(self) -> dict[str, Any]:
        """A channel cannot be safe and forbidden at once."""
        given = super().clean() or {}
        if set(given.get("contact_channels", ())) & set(given.get("contact_never", ())):
            self.add_error("contact_never", gettext("A channel is both safe and never to be used. Which one counts?"))
        return given

    def wish(self) -> ContactWish:
        """The wish as typed. Call it on a valid form."""
        c = {name.removeprefix("contact_"): value for name, value in self.cleaned_data.items() if name.startswith("contact_")}
        return ContactWish(tuple(c["channels"]), tuple(c["never"]), c["window"], c["watched"], c["number"], c["note"])

    @staticmethod
    def initial_of(wish: ContactWish | None) -> dict[str, Any]:
        """The initial values that show a wish again."""
        w = wish or ContactWish()
        named: dict[str, Any] = {"channels": list(w.channels), "never": list(w.never), "window": w.window}
        named |= {"watched": w.watched, "number": w.number, "note": w.note}
        return {f"contact_{name}": value for name, value in named.items()}
