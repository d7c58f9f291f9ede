"""What the script of the week counts on its own: every promise that one of its acts opens or ends, and who may know which secret."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from jejaring.access.actor import Actor
from jejaring.kernel.clock import now

HOURS = {  # high, medium, low: what the published rules of 2024 say, written down here a second time
    "first_response": (0.25, 6, 24), "triage": (1, 6, 24), "complete_report": (4, 24, 72), "assessment": (24, 72, 168),
    "plan": (72, 168, 336), "review": (168, 336, 720), "police_report": (72, 72, 72), "hand_over": (1, 24, 72),
    "referral_answer": (1, 24, 72), "letter_acknowledgement": (4, 24, 72), "first_service": (24, 72, 168),
    "service_feedback": (168, 336, 720), "closure_confirmation": (72, 72, 72), "follow_up": (720, 720, 2160),
    "prophylaxis": (72, 72, 72), "traces": (72, 72, 72), "emergency_contraception": (120, 120, 120),
}  # fmt: skip
OF_A_REPORT = ("first_response", "safe_contact")
OF_HEALTH = ("prophylaxis", "emergency_contraception")  # windows that count from the incident, kept by care
RISKS = ("high", "medium", "low")


@dataclass
class Promise:
    """One promise as the script knows it: whose it is, which act opened it and which one ended it."""

    key: str
    subject: UUID
    case: UUID | None
    desk: UUID
    opened_at: datetime
    due_at: datetime
    opened_by: Actor
    opened_with: str
    state: str = "open"
    ended_at: datetime | None = None
    ended_by: Actor | None = None
    ended_with: str = ""

    @property
    def late(self) -> bool:
        """Ended after its due moment, or still open after it."""
        return (self.ended_at or now()) > self.due_at


@dataclass
class Book:
    """The script's own account of the week."""

    promises: list[Promise] = field(default_factory=list)
    secrets: dict[bytes, set[UUID]] = field(default_factory=dict)  # what was said, and the desks that were given it
    counted: Counter[tuple[str, str, str]] = field(default_factory=Counter)  # unit, by what, value
    told: int = 0  # pages that were looked through

    def opens(self, key: str, subject: UUID, desk: UUID, risk: str, *, by: Actor, act: str, case: UUID | None = None) -> None:
        """An act opens a promise of a desk; it is due as soon as the rule of its kind says for this risk."""
        due = now() + timedelta(hours=HOURS[key][RISKS.index(risk)])
        self.promises.append(Promise(key, subject, case, desk, now(), due, by, act))

    def opens_window(self, key: str, subject: UUID, desk: UUID, since: datetime, *, by: Actor, act: str) -> None:
        """An act opens a window that counts from the beginning of a day; nothing where it has passed counted from the day's end."""
        hours = timedelta(hours=HOURS[key][0])
        if since + timedelta(days=1) + hours > now():
            self.promises.append(Promise(key, subject, subject, desk, now(), max(since + hours, now()), by, act))

    def ends(self, *keys: str, on: tuple[UUID | None, ...], by: Actor, act: str, state: str = "kept") -> None:
        """An act keeps or cancels what is open of these kinds on these subjects."""
        for promise in self.promises:
            if promise.state == "open" and promise.key in keys and promise.subject in on:
                self._end(promise, state, by, act)

    def joins(self, report: UUID, case: UUID) -> None:
        """A report was taken into a case: what is owed on it is owed on the case."""
        for promise in self.promises:
            if promise.state == "open" and promise.subject == report:
                promise.case = case

    def joined(self, case: UUID | None) -> tuple[UUID, ...]:
        """The reports that a case took in, with something owed on them."""
        return tuple(p.subject for p in self.promises if p.case == case and p.key in OF_A_REPORT)

    def ends_case(self, case: UUID, report: UUID | None, *, by: Actor, act: str, but: tuple[str, ...] = ()) -> None:
        """An act ends a case: whatever is open on it falls away."""
        for promise in self.promises:
            if promise.state == "open" and promise.key not in but and (promise.case == case or promise.subject == report):
                self._end(promise, "cancelled", by, act)

    def _end(self, promise: Promise, state: str, by: Actor, act: str) -> None:
        promise.state, promise.ended_at, promise.ended_by, promise.ended_with = state, now(), by, act

    def owed_by(self, desk: UUID) -> list[Promise]:
        """What a desk still owes."""
        return [p for p in self.promises if p.desk == desk and p.state == "open"]

    def tells(self, *said: str, to: UUID) -> None:
        """A desk is given something that nobody else may find."""
        for one in said:
            self.secrets.setdefault(one.encode(), set()).add(to)

    def looks(self, desk: UUID, where: str, body: bytes) -> None:
        """A page of a desk says nothing that this desk was not given."""
        self.told += 1
        found = [secret.decode() for secret, known in self.secrets.items() if desk not in known and secret in body]
        assert not found, f"{where} shows {found}"

    def counts(self, unit: str, **values: str) -> None:
        """One more of a unit, by whatever it is split."""
        self.counted[unit, "", ""] += 1
        for by, value in values.items():
            self.counted[unit, by, value] += 1
