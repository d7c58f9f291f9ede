"""Levels of an area."""

from jejaring.kernel.labels import Labelled
from jejaring.kernel.labels import gettext_noop as _


class AreaLevel(Labelled):
    """How large an area is, from the province down to the village."""

    PROVINCE = "province", _("Province")
    REGENCY = "regency", _("Regency")
    CITY = "city", _("City")
    DISTRICT = "district", _("District")
    VILLAGE = "village", _("Village")


class HolidayKind(Labelled):
    """Why offices are closed."""

    NATIONAL = "national", _("National holiday")
    JOINT_LEAVE = "joint_leave", _("Joint leave")
