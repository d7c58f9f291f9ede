"""Small words and shapes that lists and pages of reports share. No statement."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jejaring.commitments.queries import Owed
from jejaring.kernel.clock import WIB
from jejaring.kernel.deadlines import Window
from jejaring.people.queries import words_for
from jejaring.people.states import Sex


def about_whom(sex: str, age: int | None, count: int) -> str:
    """About whom a report is, without a name."""
    if sex == Sex.UNKNOWN and age is None and count == 1:
        return _("Victim not yet known")
    words = [words_for(sex, age, None), *([] if age is not None else [_("age not known")])]
    if count > 1:
        words.append(ngettext("%(n)d person", "%(n)d persons", count) % {"n": count})
    return ", ".join(words)


def window_of(owed: Owed) -> Window | None:
    """The safe hours in which a promise of contact may be kept, in Asia/Jakarta; None for any other promise."""
    if owed.window_from is None or owed.window_until is None:
        return None
    start, end = (at.astimezone(WIB).time() for at in (owed.window_from, owed.window_until))
    return Window(start, end) if start != end else None
