"""Codes about persons."""

from jejaring.kernel.labels import Labelled
from jejaring.kernel.labels import gettext_noop as _


class Sex(Labelled):
    """Sex as registered; unknown is a value."""

    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    UNKNOWN = "unknown", _("Unknown")


class ContactChannel(Labelled):
    """Ways to reach somebody. A channel may be safe, or never to be used."""

    PHONE = "phone", _("Phone call")
    WHATSAPP = "whatsapp", _("WhatsApp")
    SMS = "sms", _("Text message")
    VISIT = "visit", _("Visit")
    THROUGH_OTHER = "through_other", _("Trusted person")


class LinkState(Labelled):
    """Whether two registrations are the same person."""

    SAME = "same", _("The same person")
    UNDONE = "undone", _("Link undone")
