"""What a column of somebody's list means: guessed from its head, said by whoever brings it, remembered for the next time."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from jejaring.kernel.labels import Labelled
from jejaring.kernel.labels import gettext_noop as _


class Target(Labelled):
    """What a column can mean."""

    CASE_NUMBER = "case_number", _("Number of the case in this list")
    REPORTED_ON = "reported_on", _("Day of the report")
    REGISTERED_ON = "registered_on", _("Day of registration")
    INCIDENT_ON = "incident_on", _("Day of the incident")
    LEARNED_ABROAD = "learned_abroad", _("Learned of it abroad (yes or no)")
    KIND = "kind", _("Kind of case or form of violence")
    FORMS = "forms", _("Forms of violence")
    RISK = "risk", _("Risk")
    DISTRICT = "district", _("District")
    VILLAGE = "village", _("Village")
    PLACE = "place", _("Kind of place")
    NARRATIVE = "narrative", _("What happened")
    STATUS = "status", _("State of the case")
    MANAGER = "manager", _("Case manager")
    VICTIM_NAME = "victim_name", _("Victim: name")
    VICTIM_SEX = "victim_sex", _("Victim: sex")
    VICTIM_AGE = "victim_age", _("Victim: age")
    VICTIM_BIRTH = "victim_birth", _("Victim: birth date")
    VICTIM_NIK = "victim_nik", _("Victim: NIK")
    VICTIM_PHONE = "victim_phone", _("Victim: telephone")
    VICTIM_ADDRESS = "victim_address", _("Victim: address")
    VICTIM_EDUCATION = "victim_education", _("Victim: education")
    VICTIM_OCCUPATION = "victim_occupation", _("Victim: occupation")
    VICTIM_MARITAL = "victim_marital", _("Victim: marital status")
    VICTIM_DISABILITY = "victim_disability", _("Victim: disability")
    RESPONDENT_NAME = "respondent_name", _("Respondent: name")
    RESPONDENT_SEX = "respondent_sex", _("Respondent: sex")
    RESPONDENT_AGE = "respondent_age", _("Respondent: age")
    RELATION = "relation", _("Respondent: relation to the victim")
    POLICE_NUMBER = "police_number", _("Number of the police report")
    POLICE_ON = "police_on", _("Day of the police report")
    NOTE = "note", _("Keep as a note")
    IGNORE = "ignore", _("Leave out")


T = Target
SEVERAL = frozenset({T.NOTE, T.IGNORE, T.FORMS})  # more than one column may mean these

# Which code list decides what a value of the column means.
LISTS = {
    T.KIND: "kind", T.FORMS: "form", T.RISK: "risk", T.DISTRICT: "district", T.VILLAGE: "village", T.PLACE: "place", T.STATUS: "status",
    T.MANAGER: "manager", T.VICTIM_SEX: "sex", T.VICTIM_EDUCATION: "education", T.VICTIM_OCCUPATION: "occupation",
    T.VICTIM_MARITAL: "marital_status", T.VICTIM_DISABILITY: "disability", T.RESPONDENT_SEX: "sex", T.RELATION: "relation",
    T.LEARNED_ABROAD: "yes_no",
}  # fmt: skip

# Words of a head, all of which must occur; the first row that fits decides. Words are folded as `folded` does.
HEADS: tuple[tuple[str, Target], ...] = (
    ("mengetahui di luar negeri", T.LEARNED_ABROAD), ("diketahui di luar negeri", T.LEARNED_ABROAD),
    ("tahu di luar negeri", T.LEARNED_ABROAD), ("learned abroad", T.LEARNED_ABROAD),
    ("hubungan", T.RELATION), ("relasi", T.RELATION),
    ("no lp", T.POLICE_NUMBER), ("nomor lp", T.POLICE_NUMBER), ("laporan polisi tanggal", T.POLICE_ON), ("tanggal lp", T.POLICE_ON),
    ("tgl lp", T.POLICE_ON), ("laporan polisi", T.POLICE_NUMBER),
    ("nama pelaku", T.RESPONDENT_NAME), ("nama terlapor", T.RESPONDENT_NAME), ("jk pelaku", T.RESPONDENT_SEX),
    ("jenis kelamin pelaku", T.RESPONDENT_SEX), ("jenis kelamin terlapor", T.RESPONDENT_SEX), ("jk terlapor", T.RESPONDENT_SEX),
    ("usia pelaku", T.RESPONDENT_AGE), ("umur pelaku", T.RESPONDENT_AGE), ("usia terlapor", T.RESPONDENT_AGE),
    ("umur terlapor", T.RESPONDENT_AGE), ("identitas pelaku", T.NOTE), ("alamat pelaku", T.NOTE), ("alamat terlapor", T.NOTE),
    ("pendidikan pelaku", T.NOTE), ("pekerjaan pelaku", T.NOTE), ("pelapor", T.NOTE),
    ("pelaku", T.RESPONDENT_NAME), ("terlapor", T.RESPONDENT_NAME),
    ("tanggal lahir", T.VICTIM_BIRTH), ("tgl lahir", T.VICTIM_BIRTH), ("ttl", T.VICTIM_BIRTH), ("lahir", T.VICTIM_BIRTH),
    ("tanggal kejadian", T.INCIDENT_ON), ("tgl kejadian", T.INCIDENT_ON), ("waktu kejadian", T.INCIDENT_ON),
    ("tanggal registrasi", T.REGISTERED_ON), ("tgl registrasi", T.REGISTERED_ON), ("tanggal input", T.REGISTERED_ON),
    ("tgl input", T.REGISTERED_ON), ("tanggal register", T.REGISTERED_ON),
    ("tanggal lapor", T.REPORTED_ON), ("tgl lapor", T.REPORTED_ON), ("tanggal pelaporan", T.REPORTED_ON), ("tgl pengaduan", T.REPORTED_ON),
    ("tanggal pengaduan", T.REPORTED_ON), ("tanggal masuk", T.REPORTED_ON), ("tgl masuk", T.REPORTED_ON), ("tanggal", T.REPORTED_ON),
    ("tgl", T.REPORTED_ON),
    ("bentuk", T.FORMS), ("jenis kekerasan", T.FORMS), ("jenis kasus", T.KIND), ("kategori", T.KIND), ("klasifikasi", T.KIND),
    ("kasus jenis", T.KIND), ("tempat kejadian", T.PLACE), ("lokasi kejadian", T.PLACE), ("tkp", T.PLACE),
    ("kecamatan", T.DISTRICT), ("kec", T.DISTRICT), ("kelurahan", T.VILLAGE), ("kel", T.VILLAGE), ("desa", T.VILLAGE),
    ("nik", T.VICTIM_NIK), ("hp", T.VICTIM_PHONE), ("telepon", T.VICTIM_PHONE), ("telp", T.VICTIM_PHONE), ("kontak", T.VICTIM_PHONE),
    ("jenis kelamin", T.VICTIM_SEX), ("jk", T.VICTIM_SEX), ("l p", T.VICTIM_SEX), ("gender", T.VICTIM_SEX),
    ("usia", T.VICTIM_AGE), ("umur", T.VICTIM_AGE), ("pendidikan", T.VICTIM_EDUCATION), ("pekerjaan", T.VICTIM_OCCUPATION),
    ("status kawin", T.VICTIM_MARITAL), ("status perkawinan", T.VICTIM_MARITAL), ("status pernikahan", T.VICTIM_MARITAL),
    ("disabilitas", T.VICTIM_DISABILITY), ("difabel", T.VICTIM_DISABILITY), ("alamat", T.VICTIM_ADDRESS),
    ("risiko", T.RISK), ("resiko", T.RISK), ("kronologi", T.NARRATIVE), ("uraian", T.NARRATIVE), ("keterangan kejadian", T.NARRATIVE),
    ("status", T.STATUS), ("petugas", T.MANAGER), ("konselor", T.MANAGER), ("pendamping", T.MANAGER), ("manajer", T.MANAGER),
    ("nama korban", T.VICTIM_NAME), ("korban", T.VICTIM_NAME), ("nama", T.VICTIM_NAME), ("inisial", T.VICTIM_NAME),
    ("no registrasi", T.CASE_NUMBER), ("nomor registrasi", T.CASE_NUMBER), ("no reg", T.CASE_NUMBER), ("no kasus", T.CASE_NUMBER),
    ("nomor kasus", T.CASE_NUMBER), ("register", T.CASE_NUMBER), ("kasus", T.KIND), ("keterangan", T.NOTE), ("catatan", T.NOTE),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Guess:
    """What a column may mean, and whether somebody said so before."""

    target: Target
    remembered: bool = False


def folded(text: str) -> str:
    """A text without accents, signs and capitals: "Tgl. Lapor " becomes "tgl lapor"."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode() or text
    return " ".join(re.findall(r"[^\W_]+", plain.casefold()))


def fingerprint(heads: Sequence[str]) -> str:
    """What two lists have in common whose heads are the same, whatever their order and spelling of signs."""
    return hashlib.sha256("\n".join(sorted(folded(head) for head in heads)).encode()).hexdigest()


def guess(head: str) -> Target:
    """The meaning of a head by its words; what nobody knows is kept as a note, what has no head is left out."""
    words = folded(head)
    if not words or words in ("no", "nomor", "no urut", "nomor urut"):
        return T.IGNORE
    tokens = f" {words} "
    for pattern, target in HEADS:
        if all(f" {word} " in tokens for word in pattern.split()):
            return target
    return T.NOTE


def guesses(heads: Sequence[str]) -> list[Target]:
    """The meaning of every column; what only one column can mean goes to the first, a later one becomes a note."""
    found: list[Target] = []
    for head in heads:
        target = guess(head)
        found.append(T.NOTE if target in found and target not in SEVERAL else target)
    return found


def problems(targets: Sequence[Target]) -> list[str]:
    """What is wrong with a mapping as a whole (message ids)."""
    said = []
    if len({t for t in targets if t not in SEVERAL}) < sum(t not in SEVERAL for t in targets):
        said.append(_("Two columns mean the same. Choose another meaning for one of them, or keep it as a note."))
    if not set(targets) & {T.REPORTED_ON, T.REGISTERED_ON}:
        said.append(_("Say which column holds the day of the report, or of registration."))
    if not set(targets) & {T.VICTIM_NAME, T.VICTIM_SEX, T.VICTIM_AGE, T.VICTIM_BIRTH}:
        said.append(_("Say which column describes the victim: name, sex, age or birth date."))
    return said
