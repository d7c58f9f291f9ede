"""The short blocks beside the journey of a case, as data.

What later work adds to a case file (a section of `cases.queries.sections`, or what an app above knows) is one template and one `Block`:
the template reads `c.file.<section>` and `c.acts.<name>` and asks the database nothing. While a block holds nothing it is one line of
"Not recorded yet" with its act, so that a young file stays short.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Act:
    """An act of the case: words, address, and whether and why not."""

    label: str
    url: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Block:
    """One block: its title, its act by the last part of the url name, what fills it, and what is said while nothing does."""

    name: str  # of the template: desk/parts/case_<name>.html
    title: str
    act: str = ""
    verb: str = ""  # on the link of the act, where its own words are too long
    filled: Callable[[Any], Any] = bool  # of the CasePage
    empty: str = ""
    relevant: Callable[[Any], Any] = bool  # otherwise neither shown nor missed

    @property
    def template(self) -> str:
        """The template that draws it."""
        return f"desk/parts/case_{self.name}.html"


@dataclass(frozen=True, slots=True)
class Missing:
    """A block that holds nothing yet."""

    title: str
    text: str
    label: str
    url: str


BLOCKS: tuple[Block, ...] = (
    Block("people", _("People"), "party"),
    Block("kin", _("Relations and other files"), "kin", _("Note"), lambda c: c.file.kin, _("No relation or household is noted yet.")),
    Block("plan", _("Plan"), "plan", filled=lambda c: c.plan, empty=_("No need is planned yet.")),
    Block(
        "referrals", _("Referrals"), "refer", _("Refer"), lambda c: c.referrals,
        _("No referral yet. It sends what the other desk needs, and starts its clock."),
    ),
    Block(
        "sharing", _("Basis and consent"), "bases", _("View"), lambda c: c.sharing,
        _("No consent is recorded and nothing was sent yet."),
    ),
    Block("incidents", _("Incidents"), "incident", "", lambda c: c.file.incidents, _("No incident is recorded yet.")),
    Block("assessment", _("Assessment"), "assess", "", lambda c: c.file.assessment, _("Not assessed yet.")),
    Block("screens", _("Trafficking screen"), "screen", _("Screen"), lambda c: c.file.screens, _("Not screened yet.")),
    Block(
        "identifiers", _("Identifiers"), "identifier", "", lambda c: c.file.sightings,
        _("None sighted: numbers, accounts or plates that point at a recruiter."),
    ),
    Block(
        "police", _("Police report"), "police", _("Record"), lambda c: c.file.head.police_known, _("No police report is recorded.")
    ),
    Block(
        "papers", _("Papers"), "papers", _("Attach or print"), lambda c: c.file.papers,
        _("None yet: what came on paper, and letters of our own."),
    ),
    Block(
        "law", _("Legal process"), "law", _("View"), lambda c: c.file.has_law,
        _("No step of the law is written down beside the police report."),
    ),
    Block("safety", _("Safety plan"), "safety", _("Write"), lambda c: c.file.safety, _("No safety plan is written with the person yet.")),
    Block(
        "return", _("Return home"), "home_return", _("Prepare"), lambda c: c.file.returns, _("No return home is prepared."),
        lambda c: c.file.needs_return,
    ),
    Block("checks", _("Checks after closure"), filled=lambda c: c.file.checks, relevant=lambda c: c.file.checks),
    Block("team", _("Team"), "assign"),
)  # fmt: skip


def missing(page: Any, acts: Mapping[str, Act]) -> list[Missing]:
    """The blocks of a page that hold nothing yet, each with its act where it is possible."""
    return [_missing(block, acts.get(block.act)) for block in BLOCKS if block.relevant(page) and not block.filled(page)]


def _missing(block: Block, act: Act | None) -> Missing:
    possible = act if act and act.verdict else None
    label = gettext(block.verb) if block.verb else possible.label if possible else ""
    return Missing(gettext(block.title), gettext(block.empty), label if possible else "", possible.url if possible else "")
