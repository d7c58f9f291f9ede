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


class Pregnancy(Labelled):
    """Whether somebody is pregnant: asked only where it matters for help. Not asked is a value."""

    NOT_ASKED = "not_asked", _("Not asked")
    NO = "no", _("Not pregnant")
    YES = "yes", _("Pregnant")
    UNKNOWN = "unknown", _("Not known yet")


class RelationKind(Labelled):
    """What one person of a case is to another; read "the first is … the second"."""

    GUARDIAN = "guardian", _("guardian of")
    PARENT = "parent", _("parent of")
    SIBLING = "sibling", _("brother or sister of")
    CHILD = "child", _("child of")
    LIVES_WITH = "lives_with", _("lives with")


class LinkReason(Labelled):
    """On what somebody says that two registrations are one person."""

    SAYS_SO = "says_so", _("The person says so")
    SAME_CARD = "same_card", _("The same identity card was seen")
    KNOWN_TO_STAFF = "known_to_staff", _("Somebody of the unit knows the person")
    PAPERS = "papers", _("Papers of both files agree")


class UndoReason(Labelled):
    """Why a link is taken back."""

    OTHER_PERSON = "other_person", _("It is somebody else")
    NOT_SURE = "not_sure", _("It is not sure enough")
    WISH = "wish", _("The person does not want the files connected")


class MatchKind(Labelled):
    """By what a registration is perhaps known, the strongest first. A kind is a blind token of its own."""

    NIK = "nik", _("the same NIK")
    PHONE = "phone", _("the same telephone")
    NAME = "name", _("a name that sounds alike, and the year of birth")
    WORD = "word", _("a part of the name, and the year of birth")
    NIK_SHARED = "nik_shared", _("the same NIK, which does not fit the birth date: perhaps of one family")


class SubjectKind(Labelled):
    """What may be asked about: something stored, never something typed."""

    REPORT = "report", _("Report")
    PERSON = "person", _("Person")
    REFERRAL = "referral", _("Referral")
