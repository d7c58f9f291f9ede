"""The windows in which somebody may safely be contacted."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from jejaring.kernel.clock import WIB


@dataclass(frozen=True, slots=True)
class Window:
    """A daily window in Asia/Jakarta; one that ends before it starts runs over midnight."""

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.start == self.end:
            raise ValueError("a window of zero hours")


def next_window(after: datetime, window: Window) -> tuple[datetime, datetime]:
    """The first occurrence of the window that has not ended at `after`, as two moments."""
    local = after.astimezone(WIB)
    length = (datetime.combine(local.date(), window.end) - datetime.combine(local.date(), window.start)) % timedelta(days=1)
    for days in (-1, 0, 1):
        opens = datetime.combine(local.date() + timedelta(days=days), window.start, WIB)
        if opens + length > local:
            return opens, opens + length
    raise AssertionError("a daily window always comes again")


def is_inside(moment: datetime, window: Window | None) -> bool:
    """Whether a contact at this moment is inside the window; without a window every moment is."""
    return window is None or next_window(moment, window)[0] <= moment
