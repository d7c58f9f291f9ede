"""Transition tables: which act leads from which state to which. Diagrams are generated from them."""

from collections.abc import Mapping
from dataclasses import dataclass

from jejaring.kernel.labels import Labelled
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Transitions:
    """The states of one thing, its first state, and the acts that move it."""

    name: str
    states: type[Labelled]
    start: Labelled
    table: Mapping[tuple[Labelled, str], Labelled]

    def may(self, state: str, act: str) -> Verdict:
        """Whether the act is possible in this state; the reason says so."""
        if (self.states(state), act) in self.table:
            return Verdict(True)
        return Verdict(False, _("This is no longer possible: the state has changed in the meantime."))

    def after(self, state: str, act: str) -> Labelled:
        """The state that the act leads to. Raises KeyError where the table has no such move."""
        return self.table[self.states(state), act]

    def mermaid(self) -> str:
        """The state diagram as Mermaid text, stable in order."""
        ends = {s for s in self.states if not any(a == s for a, _ in self.table)}
        lines = ["stateDiagram-v2", f"    [*] --> {self.start.value}"]
        lines += [f"    {a.value} --> {b.value}: {act}" for (a, act), b in self.table.items()]
        lines += [f"    {s.value} --> [*]" for s in self.states if s in ends]
        return "\n".join(lines) + "\n"
