"""Invented content for the gallery: no person, no case, a fixed moment."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jejaring.kernel.clock import WIB
from jejaring.kernel.deadlines import Window
from jejaring.kernel.labels import gettext_noop
from jejaring.kernel.moments import Moment
from jejaring.kernel.verdict import Verdict
from jejaring.ui import forms as ui

NOW = datetime(2026, 11, 24, 9, 14, tzinfo=WIB)
REFUSED = Verdict(False, gettext_noop("The receiving desk has not answered yet."))
STEPS = (_("Report"), _("Safety"), _("People"), _("Done"))
KNOWS = (("yes", _("Knows")), ("no", _("Does not know")), ("unreached", _("Not reached yet")))
SIGNS = (("weapon", _("A weapon")), ("choked", _("Was choked")), ("held", _("Is held")))
CONTACT = {
    "channels": ["WhatsApp"],
    "window": Window(time(13), time(15)),
    "never": [_("phone calls"), _("voice notes")],
    "watched": True,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One promise of the gallery."""

    what: Any
    who: Any
    act: Any
    due_at: datetime | None = None
    state: str = "open"
    window: Window | None = None
    primary: bool = False
    verdict: Verdict | None = None
    started_at: datetime | None = None
    kept_at: datetime | None = None


def at(**later: float) -> datetime:
    """A moment so much later than now; days, hours and minutes."""
    return NOW + timedelta(**later)


def rows() -> list[Row]:
    """One promise in each state of its clock."""
    return [
        Row(
            _("Answer from the shelter"), _("Woman, 24 · return home · K-26-0391-V"), _("Escalate"), at(hours=-2, minutes=-14), primary=True
        ),
        Row(_("Safety action: patrol to the house"), _("Woman and 2 children · high risk"), _("Record the act"), at(minutes=26)),
        Row(
            _("Reach the reporter by WhatsApp"),
            _("Girl, 17 · do not phone"),
            _("See the safe way"),
            at(hours=9),
            window=Window(time(13), time(15)),
        ),
        Row(_("Report to the police (3×24 hours)"), _("Boy, 9 · sexual violence"), _("Write the report"), at(days=1, minutes=51)),
        Row(
            _("Plan of services"), _("Woman, 31 · domestic violence"), _("Make the plan"), at(days=3, hours=6, minutes=46), verdict=REFUSED
        ),
        Row(_("Follow-up after return"), _("Man, 22 · returned migrant"), "", at(days=45)),
        Row(_("First response"), _("Woman, 40"), "", at(minutes=-10), "kept", started_at=at(minutes=-32), kept_at=at(minutes=-15)),
        Row(_("Home visit"), _("Girl, 12"), "", at(hours=-5), "waived"),
    ]


def moments() -> list[Moment]:
    """One moment of each kind."""
    return [
        Moment(
            at(minutes=-19),
            "sent",
            gettext("Referral to the police"),
            gettext("Packet of 9 fields. Basis: vital interest."),
            due_at=at(minutes=65),
        ),
        Moment(at(minutes=-42), "kept", gettext("First response"), gettext("An escort went there with the patrol."), by="UPTD PPA"),
        Moment(at(hours=-3), "late", gettext("The shelter has not answered")),
        Moment(at(days=-1), "plain", gettext("Triage: case opened, high risk"), gettext("An indication, not a verdict.")),
        Moment(at(days=-12), "told", gettext("Report by WhatsApp"), gettext("Told by the victim herself.")),
    ]


class GalleryForm(ui.Form):
    """One field of each kind."""

    layout = (ui.Section(_("What is known now"), ("signs", "story"), _("One sign makes the risk high.")),)
    signs = ui.ChipChecks(label=_("Signs of danger"), choices=SIGNS, danger=True, required=False)
    story = ui.LongText(label=_("What was told, in their words"), max_length=400)
    knows = ui.ChipRadio(label=_("Does the victim know of this report?"), choices=KNOWS)
    born = ui.PartialDate(label=_("Born"), required=False)
    at = ui.Moment(label=_("When it happened"))
    hours = ui.Window(label=_("Safe hours"), required=False)
    area = ui.Select(label=_("District"), choices=[("a", "Alam Barajo"), ("b", "Kota Baru"), ("c", "Telanaipura")])
    count = ui.Number(label=_("Number of children"), required=False)
    phone = ui.Text(label=_("Telephone"), kind="tel", width="medium", required=False)
    read = ui.Tick(label=_("The limits of secrecy were read out"))


def good_form() -> GalleryForm:
    """As first shown, with a few answers."""
    initial = {"signs": ["weapon"], "knows": "unreached", "at": NOW, "hours": Window(time(13), time(15))}
    return GalleryForm(initial=initial, auto_id="good_%s")


def wrong_form() -> GalleryForm:
    """As sent back: everything typed is still there."""
    typed = {"born": "31/2/2026", "at_0": "besok pagi", "at_1": "9", "hours_0": "13", "hours_1": "", "area": "b"}
    return GalleryForm(typed, auto_id="wrong_%s")
