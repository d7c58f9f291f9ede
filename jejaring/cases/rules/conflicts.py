"""How a case is named by somebody who does not see it. Plain Python."""

import re

from jejaring.kernel.ids import reference_is_valid
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused

REFERENCE = re.compile(r"K-\d{2}-\d+-[A-Z]")


def case_reference(text: str) -> str:
    """A whole reference of a case in one spelling. Refused where it can be none, which says nothing about any case."""
    spelled = re.sub(r"\s", "", text).upper()
    if REFERENCE.fullmatch(spelled) and reference_is_valid(spelled):
        return spelled
    raise Refused(_("This is no whole reference of a case (such as K-26-0417-X). Check each sign."), "reference")
