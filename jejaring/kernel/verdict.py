"""One rule in two voices: a verdict greys a button and explains it, `require` refuses the act with the same words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something may be done, and if not, why (an English message id)."""

    ok: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.ok

    def __and__(self, other: "Verdict") -> "Verdict":
        return other if self.ok else self


YES = Verdict(True)


class Refused(Exception):
    """An act was refused; the message is shown to the user."""

    def __init__(self, reason: str, field: str = "") -> None:
        super().__init__(reason)
        self.reason, self.field = reason, field


class Spent(Refused):
    """A ration is used up: whoever asks on is refused, and the log says so by a kind of its own. `ration` is a code."""

    def __init__(self, reason: str, ration: str) -> None:
        super().__init__(reason)
        self.ration = ration


def require(verdict: Verdict) -> None:
    """Raise Refused with the verdict's reason unless it is a yes."""
    if not verdict.ok:
        raise Refused(verdict.reason)
