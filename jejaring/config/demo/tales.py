"""A tale: one report and what is done about it, step by step, each with its moment. Nothing here touches the database."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from jejaring.config.demo.patterns import Pattern

# The signs that force high risk, and how many others together do: needed here only to place the steps around the due moments.
CRITICAL = frozenset(
    "weapon strangling threat_to_kill self_harm captivity respondent_near_child imminent_wedding imminent_departure".split()
)
MANY = 4

# Hours until due by risk (high, medium, low), as the published rules have them.
DUE = {
    "respond": (0.25, 6, 24), "triage": (1, 6, 24), "assess": (24, 72, 168), "plan": (72, 168, 336), "answer": (1, 24, 72),
    "serve": (24, 72, 168), "report_back": (168, 336, 720), "police": (72, 72, 72), "review": (168, 336, 720), "confirm": (72, 72, 72),
    "follow_up": (720, 720, 2160), "letter": (4, 24, 72),
}  # fmt: skip


def risk_of(signs: tuple[str, ...]) -> str:
    """High by one critical sign or by many others, medium by some, low by none when somebody asked."""
    if CRITICAL.intersection(signs) or len(signs) >= MANY:
        return "high"
    return "medium" if signs else "low"


def hours(act: str, risk: str) -> float:
    """The hours that a rule gives."""
    return DUE[act][("high", "medium", "low").index(risk)]


@dataclass(frozen=True, slots=True)
class Somebody:
    """An invented person, as far as the tale knows them."""

    sex: str
    age: int | None
    name: str = ""
    nik: str = ""
    birth_date: str = ""
    phone: str = ""
    address: str = ""
    relation: str = ""
    known: bool = True
    lives_together: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """How the person may be reached."""

    channels: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    window: tuple[time, time] | None = None
    watched: bool = False
    number: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One act at one moment. `office` is the other desk of a referral, `service` what is asked or given."""

    at: datetime
    act: str
    office: str = ""
    service: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Tale:
    """One report. `outcome` is what triage makes of it: open, advise, transfer, refer; nothing while it is a draft."""

    key: str
    pattern: Pattern | None
    reported_at: datetime
    channel: str
    reporter: str
    story: str
    victim: Somebody
    area: str
    signs: tuple[str, ...] = ()
    respondents: tuple[Somebody, ...] = ()
    others: tuple[Somebody, ...] = ()  # further victims
    guardian: Somebody | None = None
    wish: Wish = Wish()
    place: str = "unknown"
    incident_on: date | None = None
    precision: str = "unknown"
    reporter_name: str = ""
    reporter_phone: str = ""
    anonymous: bool = False
    awareness: str = ""
    limits: str = ""  # why the limits were not read out, if they were not
    complete: bool = True
    draft: bool = False
    outcome: str = "open"
    region: str = ""
    asked: bool = True  # about danger
    sent_by: str = ""  # the partner office that sends the report, if one does
    duty: str = "duty"
    manager: str = "manager"
    companion: str = ""
    identifier: tuple[str, str] = ("", "")  # kind and value
    steps: tuple[Step, ...] = field(default=())

    @property
    def risk(self) -> str:
        """The risk that the signs give; nobody asked counts as medium."""
        return risk_of(self.signs) if self.signs or self.asked else "medium"

    @property
    def is_child(self) -> bool:
        """Whether the victim is under eighteen."""
        return self.victim.age is not None and self.victim.age < 18

    @property
    def is_sexual(self) -> bool:
        """Whether a form is sexual violence, which the police must hear of."""
        return self.pattern is not None and any(form == "sexual" for form, _sub in self.pattern.forms)
