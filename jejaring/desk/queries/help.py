"""The help page: the guides of docs/, so that the screen and the printed guide can never disagree. Each role gets its own first."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language

from jejaring.access.actor import Actor
from jejaring.access.roles import Role
from jejaring.ui.prose import Part, parts

DOCS = Path(__file__).resolve().parents[3] / "docs"
LANGUAGES = ("id", "en")
OF_ROLE: Mapping[Role, tuple[str, ...]] = {
    Role.DUTY: ("duty-officer",),
    Role.MANAGER: ("case-manager", "duty-officer"),
    Role.COMPANION: ("case-manager", "duty-officer"),
    Role.SUPERVISOR: ("case-manager", "duty-officer"),
    Role.PARTNER: ("partner-desk",),
    Role.HEAD: ("partner-desk",),
    Role.SHELTER: ("partner-desk",),
    Role.PSYCHOLOGIST: ("partner-desk",),
    Role.LEGAL: ("partner-desk",),
    Role.SECRETARY: ("leaders",),
    Role.CHAIR: ("leaders",),
    Role.STATISTICIAN: ("leaders",),
    Role.PRIVACY: ("leaders",),
    Role.ADMIN: ("administrator",),
}
GUIDES = ("duty-officer", "case-manager", "partner-desk", "leaders", "administrator", "everybody")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of a guide; its anchor is the same in every language."""

    anchor: str
    part: Part


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide in the reader's language."""

    key: str
    title: str
    opening: Part
    sections: tuple[Section, ...]

    @property
    def url(self) -> str:
        """Its own page."""
        return reverse("desk:guide", args=[self.key])


@lru_cache(maxsize=2 * len(GUIDES))
def _read(key: str, language: str) -> tuple[Part, ...]:
    return tuple(parts((DOCS / language / f"{key}.md").read_text(encoding="utf-8"), _address))


def _address(to: str) -> str:
    """Another guide's page in place of its file."""
    key = to.partition(".md")[0]
    return reverse("desk:guide", args=[key]) if key in GUIDES else to


def guide(key: str) -> Guide:
    """A guide in the language of the screen. Raises KeyError for one that does not exist."""
    if key not in GUIDES:
        raise KeyError(key)
    language = get_language() or ""
    first, *rest = _read(key, language if language in LANGUAGES else LANGUAGES[0])
    names = [slugify(p.title) for p in _read(key, "en")[1:]]
    return Guide(key, first.title, first, tuple(Section(f"{key}-{name}", part) for name, part in zip(names, rest, strict=True)))


def guides_for(actor: Actor) -> list[Guide]:
    """The guides of the actor's roles, the most their own first, and the one for everybody."""
    mine = dict.fromkeys(key for role in Role if role in actor.roles for key in OF_ROLE[role])
    return [guide(key) for key in (*mine, "everybody")]


def other_guides(shown: list[Guide]) -> list[Guide]:
    """The guides that are not on the page."""
    return [guide(key) for key in GUIDES if key not in {g.key for g in shown}]
