"""Age bands and the ministry's report format (SIMFONI PPA), in plain Python."""

from datetime import date

HOME_CITY = "15.71"
ALWAYS = date(1900, 1, 1)  # the start of a code that has no known beginning

# The years of the calendar of holidays: from the first figures of the demo to what offices plan ahead.
CALENDAR_YEARS = range(2024, 2031)
ESTIMATED = "perkiraan"  # in the name of a day that follows the moon and was not announced yet

VICTIM_BANDS = ((5, "0-5"), (12, "6-12"), (17, "13-17"), (24, "18-24"), (44, "25-44"), (59, "45-59"))
RESPONDENT_BANDS = ((17, "0-17"), (24, "18-24"), (59, "25-59"))
OLDEST = "60+"
UNKNOWN = "unknown"

# The list in which the parent of a code stands, where it is not the code's own list.
PARENT_LISTS = {"sub_form": "form", "special_protection": "category"}

# The labels of the ministry's report format; every code of these lists rolls up to one of them.
SIMFONI = {
    "form": ("fisik", "psikis", "seksual", "eksploitasi", "trafficking", "penelantaran", "lainnya"),
    "place": ("rumah tangga", "tempat kerja", "sekolah", "fasilitas umum", "lainnya"),
    "relation": (
        "orang tua", "keluarga/saudara", "suami/istri", "tetangga", "pacar/teman", "guru", "majikan", "rekan kerja", "lainnya",
    ),
    "service": (
        "pengaduan", "kesehatan", "bantuan hukum", "penegakan hukum", "rehabilitasi sosial", "reintegrasi sosial", "pemulangan",
        "pendampingan tokoh agama",
    ),
    "education": ("tidak sekolah", "TK", "SD", "SLTP", "SLTA", "perguruan tinggi", "tidak diketahui"),
    "occupation": (
        "pedagang/tani/nelayan", "swasta/buruh", "PNS/TNI/Polri", "pelajar", "ibu rumah tangga", "tidak bekerja", "tidak diketahui",
    ),
    "marital_status": ("belum menikah", "menikah", "sirri", "duda/janda", ""),
    "disability": ("tidak", "ya", ""),
}
SIMFONI["sub_form"] = SIMFONI["form"]


def age_band(age: int | None) -> str:
    """The ministry's band of a victim's age in completed years; "unknown" without an age. Raises ValueError below zero."""
    return _band(age, VICTIM_BANDS)


def respondent_age_band(age: int | None) -> str:
    """The ministry's band of a respondent's age in completed years; "unknown" without an age. Raises ValueError below zero."""
    return _band(age, RESPONDENT_BANDS)


def valid_on(valid_from: date, valid_until: date | None, day: date) -> bool:
    """Whether something is in force on a day; the last day counts."""
    return valid_from <= day and (valid_until is None or day <= valid_until)


def _band(age: int | None, bands: tuple[tuple[int, str], ...]) -> str:
    if age is None:
        return UNKNOWN
    if age < 0:
        raise ValueError("an age is not negative")
    return next((name for last, name in bands if age <= last), OLDEST)
