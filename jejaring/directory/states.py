"""Kinds of organisations and desks."""

from jejaring.kernel.labels import Labelled
from jejaring.kernel.labels import gettext_noop as _


class OrganisationKind(Labelled):
    """What kind of body an organisation is."""

    PROTECTION_UNIT = "protection_unit", _("Protection unit")
    POLICE = "police", _("Police")
    PROSECUTOR = "prosecutor", _("Prosecutor")
    COURT = "court", _("Court")
    HEALTH = "health", _("Health")
    SOCIAL = "social", _("Social affairs")
    SHELTER = "shelter", _("Shelter")
    LEGAL_AID = "legal_aid", _("Legal aid")
    EDUCATION = "education", _("Education")
    LABOUR = "labour", _("Labour and migration")
    CIVIL = "civil", _("Civil registry and local government")
    RELIGIOUS = "religious", _("Religious affairs")
    COMMUNITY = "community", _("Community organisation")
    TASK_FORCE = "task_force", _("Task force")
    OTHER = "other", _("Other")


class EntryPart(Labelled):
    """What a complete entry of the directory says of a desk."""

    PHONE = "phone", _("Telephone")
    HOURS = "hours", _("Hours that can be read")
    ADDRESS = "address", _("Address")
    AREA = "area", _("District or village of the desk")
    ACCESS = "access", _("Whether people with disabilities can come")
    SERVICES = "services", _("Services offered")
    FOR_WHOM = "for_whom", _("For whom each service is, and what to bring")
    CHECKED = "checked", _("Checked within half a year")


class DeskKind(Labelled):
    """What a desk is there for; it decides which screens its people get."""

    PROTECTION = "protection", _("Protection unit's desk")
    PARTNER = "partner", _("Partner desk")
    SECRETARIAT = "secretariat", _("Task-force secretariat")
    STATISTICS = "statistics", _("Statistics")
    PRIVACY = "privacy", _("Privacy")
    ADMINISTRATION = "administration", _("Administration")


class KeysGone(Labelled):
    """Why the administrator takes the security keys of an account away."""

    LOST = "lost", _("Lost, with the recovery codes")
    STOLEN = "stolen", _("Stolen or perhaps in other hands")
    BROKEN = "broken", _("Broken, or the telephone was changed")
    OTHER = "other", _("Another reason, told in person")
