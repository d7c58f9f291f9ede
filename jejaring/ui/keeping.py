"""Pieces of pages that say the same to everybody to whom their key applies, kept by this process for a minute.

Nothing of a person, a case or a session belongs into one, and everything that changes it belongs into its key.
"""

import time
from collections.abc import Callable, Hashable

from django.utils.safestring import SafeString

MOST, SECONDS = 500, 60
_pieces: dict[Hashable, tuple[float, SafeString]] = {}


def keep(key: Hashable, draw: Callable[[], SafeString]) -> SafeString:
    """The piece of this key, drawn anew when it is old."""
    until, piece = _pieces.get(key, (0.0, SafeString()))
    if time.monotonic() >= until:
        if len(_pieces) >= MOST:
            _pieces.clear()
        piece = draw()
        _pieces[key] = (time.monotonic() + SECONDS, piece)
    return piece
