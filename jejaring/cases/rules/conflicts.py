"""How a case is named by somebody who does not see it. Plain Python."""

from jejaring.kernel.ids import whole_reference
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused


def case_reference(text: str) -> str:
    """A whole reference of a case in one spelling. Refused where it can be none, which says nothing about any case."""
    reference = whole_reference(text)
    if reference.startswith("K-"):
        return reference
    raise Refused(_("This is no whole reference of a case (such as K-26-0417-X). Check each sign."), "reference")
