"""One report of the last days, and what has been done about it so far."""

from dataclasses import dataclass

from jejaring.config.demo.tales import Wish

HOUR, DAY = 60, 24 * 60
NOT_ASKED = Wish()
Act = tuple[int, str] | tuple[int, str, str, str]  # minutes after the report, or (below zero) before the present; act; office; service


@dataclass(frozen=True, slots=True)
class Scene:
    """One report and its acts so far. `ago` are minutes before the present."""

    name: str
    ago: int
    pattern: str
    age: int | None
    channel: str
    reporter: str
    story: str
    acts: tuple[Act, ...] = ()
    signs: tuple[str, ...] = ()
    relation: str = ""
    respondents: int = 1
    wish: Wish = NOT_ASKED
    others: tuple[tuple[str, int], ...] = ()
    area: str = ""
    awareness: str = ""
    outcome: str = "open"
    region: str = ""
    anonymous: bool = False
    complete: bool = True
    draft: bool = False
    place: str = ""
    sent_by: str = ""  # the partner office that sends the report
    same_as: str = ""  # whoever bears the same word here is one person
