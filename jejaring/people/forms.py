"""The fields of an identity and of a wish about contact, for the forms of the apps above."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any, ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jejaring.kernel.clock import today
from jejaring.people import rules
from jejaring.people.queries import Identity
from jejaring.people.rules import Around, ContactWish
from jejaring.people.states import ContactChannel, Pregnancy, Sex
from jejaring.reference import queries as reference
from jejaring.reference.rules import HOME_CITY
from jejaring.ui import forms as ui


def areas() -> list[Any]:
    """Where somebody lives or comes from: villages under their districts, the regencies around, the other provinces."""
    city = [(code, name) for code, name in reference.region_choices() if code == HOME_CITY]
    around = [(code, name) for code, name in reference.region_choices() if code != HOME_CITY]
    provinces = [(row.code, row.name) for row in sorted(reference.areas("province"), key=lambda row: row.name)]
    inside = [(gettext("%(district)s, Kota Jambi") % {"district": name}, villages) for name, villages in reference.village_choices()]
    return [*city, *inside, (gettext("In the province"), around), (gettext("Province only"), provinces)]


class AreaSelect(ui.Select):
    """An area by its official code; empty where it is not known or abroad."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(choices=(), required=False, **rest)
        self.choices = lambda: [("", _("Not known, or abroad")), *areas()]


def listed(list_name: str) -> Any:
    """The choices of a code list, asked at each rendering."""
    return partial(reference.choices, list_name)


class IdentityForm(ui.Form):
    """Who somebody is, as far as known. Build on it; nothing in it is required, and what contradicts itself can be kept.

    `around` tells from a NIK what else of the case speaks about this person.
    """

    name = ui.Text(label=_("Name"), hint=_("As far as known; one word is enough"), required=False, max_length=200)
    alias = ui.Text(label=_("Also called"), hint=_("Several names: with a comma between them"), required=False, max_length=200)
    sex = ui.ChipRadio(label=_("Sex"), choices=Sex, initial=Sex.UNKNOWN, required=False)
    birth_date = ui.PartialDate(label=_("Born"), required=False)
    age = ui.Number(label=_("Age in years"), required=False)
    age_is_estimate = ui.Tick(label=_("The age is an estimate"), required=False)
    as_told = ui.Tick(label=_("Keep age and birth date as they are told"), required=False)
    nik = ui.Text(label=_("NIK"), required=False, max_length=30, inputmode="numeric", width="medium")
    nik_as_on_card = ui.Tick(label=_("The card was seen and has this NIK"), required=False)
    nationality = ui.Select(label=_("Nationality"), choices=listed("nationality"), initial="idn", required=False)
    phone = ui.Text(label=_("Telephone"), kind="tel", required=False, max_length=40, width="medium")
    address = ui.Text(label=_("Address on the identity card"), hint=_("Street, number, RT and RW"), required=False, max_length=300)
    address_area = AreaSelect(label=_("Village or region on the identity card"))
    domicile = ui.Text(label=_("Where the person is now"), hint=_("Also a hiding place: it is sealed"), required=False, max_length=300)
    domicile_area = AreaSelect(label=_("Village or region of the stay"))
    origin = ui.Text(label=_("Place of origin"), hint=_("Where the person comes from and may return to"), required=False, max_length=300)
    origin_area = AreaSelect(label=_("Village or region of origin"))
    education = ui.Select(label=_("Education"), choices=listed("education"), required=False, empty=_("Not known yet"))
    occupation = ui.Select(label=_("Occupation"), choices=listed("occupation"), required=False, empty=_("Not known yet"))
    marital_status = ui.Select(label=_("Marital status"), choices=listed("marital_status"), required=False, empty=_("Not known yet"))
    disabilities = ui.ChipChecks(label=_("Disability"), choices=listed("disability"), required=False)
    pregnancy = ui.ChipRadio(
        label=_("Pregnancy"), hint=_("Ask only where help depends on it."), choices=Pregnancy, initial=Pregnancy.NOT_ASKED, required=False
    )  # fmt: skip
    needs = ui.ChipChecks(label=_("Support needed"), choices=listed("accommodation_need"), required=False)
    language = ui.Text(label=_("Language of the interpreter"), required=False, max_length=80, width="medium")
    religion_needed = ui.Tick(
        label=_("The person's own need asks for the religion"), hint=_("For example spiritual support, food, a funeral."), required=False
    )  # fmt: skip
    religion = ui.Select(label=_("Religion"), choices=listed("religion"), required=False, empty=_("Not asked"))

    around: Callable[[str], Around] | None = None
    DOUBTED: ClassVar[Mapping[str, tuple[str, ...]]] = {"nik_as_on_card": ("nik",), "as_told": ("age", "birth_date")}
    UNKNOWN: ClassVar[tuple[str, ...]] = ("education", "occupation", "marital_status")

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        if not self.is_bound:  # before the form was sent nothing contradicts anything
            for tick in self.DOUBTED:
                self.fields.pop(tick)

    def clean(self) -> dict[str, Any]:
        """What cannot be is refused; what contradicts itself is told beside its field once, and kept where somebody says that it is so."""
        given = super().clean() or {}
        given["sex"] = given.get("sex") or Sex.UNKNOWN
        given |= {name: given.get(name) or "unknown" for name in self.UNKNOWN} | {"nationality": given.get("nationality") or "idn"}
        if "unknown" in given.get("disabilities", ()) or ("none" in given.get("disabilities", ()) and len(given["disabilities"]) > 1):
            given["disabilities"] = [code for code in given["disabilities"] if code not in ("unknown", "none")]
        if given.get("religion") and not given.get("religion_needed"):
            self.add_error("religion", gettext("Only where the person's own need asks for it. Tick that, or leave it out."))
        given.pop("religion_needed", None)
        birth = rules.birth_text(given.get("birth_date"))
        said: dict[str, Any] = {"nik": given.get("nik", ""), "birth": birth, "age": given.get("age")}
        self._say(rules.impossible(**said, today=today()))
        self._doubt(given, said)
        return given

    def _doubt(self, given: dict[str, Any], said: dict[str, Any]) -> None:
        """Tell what contradicts itself; the tick that keeps it is there only where there is something to keep."""
        said = {name: value for name, value in said.items() if {"birth": "birth_date"}.get(name, name) not in self.errors}
        around = self.around(said.get("nik", "")) if self.around else None
        found = rules.doubts(**said, sex=given["sex"], role=given.get("role") or "", around=around, today=today())
        for tick, names in self.DOUBTED.items():
            doubted = {name: found[name] for name in names if name in found}
            if not given.pop(tick, False):
                self._say(doubted)
            if not doubted:
                self.fields.pop(tick, None)

    def _say(self, found: Mapping[str, str]) -> None:
        for field, reason in found.items():
            if field in self.fields and field not in self.errors:
                self.add_error(field, gettext(reason))

    @staticmethod
    def identity_of(identity: Identity | None) -> dict[str, Any]:
        """The initial values that show a registration again."""
        if identity is None:
            return {}
        shown = {name: getattr(identity, name) for name in rules.OF_IDENTITY if name not in ("birth_date", "pregnancy")}
        unknown = {name: "" for name in IdentityForm.UNKNOWN if shown[name] == "unknown"}
        rest = {"birth_date": born(identity.birth_date), "pregnancy": identity.pregnancy or Pregnancy.NOT_ASKED}
        return shown | unknown | rest | {"religion_needed": bool(identity.religion)}


def born(birth: str) -> ui.Partial | None:
    """The stored text of a birth date, as its field shows and reads it."""
    if not birth:
        return None
    year, month, day = rules.birth_parts(birth)
    return ui.Partial(date(year, month or 1, day or 1), "day" if day else "month" if month else "year")


REVEAL_REASONS = (
    ("contact", _("To reach the person in the safe way")),
    ("letter", _("For a letter or a referral")),
    ("law", _("For the police, the prosecutor or a court")),
    ("health", _("For treatment or a forensic examination")),
    ("check", _("To check or correct the registration")),
)


class RevealForm(ui.Form):
    """Why a name is opened."""

    title = _("Show the identity")
    verb = _("Show once")
    reason = ui.ChipRadio(
        label=_("What do you need it for?"), hint=_("The log keeps who looked, when, and this reason."), choices=REVEAL_REASONS
    )  # fmt: skip


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
