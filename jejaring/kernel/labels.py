"""Enums whose members carry an English label, which is also the message id of their translation."""

from enum import StrEnum
from typing import Self


def gettext_noop(text: str) -> str:
    """Mark a text for the catalogues without translating it here."""
    return text


class Labelled(StrEnum):
    """A stored code with a label: `OPEN = "open", _("Open")`."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label or value
        return member
