"""What a value of somebody's list means in our codes: exact words, known abbreviations, then what is spelled alike."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jejaring.exchange.rules.columns import folded

ALIKE = 0.84  # of two spellings, from 0 to 1
BETWEEN = re.compile(r"\s*(?:[;,/+&\n|]|\bdan\b|\bserta\b)\s*", re.I)
LEFT_OUT = ("kecamatan", "kec", "kelurahan", "kel", "desa", "kekerasan")
ROMAN = {"1": "i", "2": "ii", "3": "iii", "4": "iv", "5": "v"}
EMPTY = ("", "-", "--", "tidak ada data", "n/a", "na", "?", "xxx", "nihil", "kosong", "tidak tahu", "tidak diketahui", "belum diketahui")

# Words of cities for our codes, folded. "category:" and "form:" say which list a kind comes from.
WORDS: Mapping[str, Mapping[str, str]] = {
    "kind": {
        "kdrt": "category:domestic_violence", "kekerasan dalam rumah tangga": "category:domestic_violence",
        "tppo": "category:trafficking", "trafficking": "category:trafficking", "perdagangan orang": "category:trafficking",
        "perdagangan anak": "category:trafficking", "ktp": "category:violence_against_women", "kta": "category:violence_against_children",
        "kekerasan terhadap perempuan": "category:violence_against_women", "kekerasan pada perempuan": "category:violence_against_women",
        "kekerasan terhadap anak": "category:violence_against_children", "kekerasan pada anak": "category:violence_against_children",
        "abh": "category:child_in_conflict_with_law", "anak berhadapan dengan hukum": "category:child_in_conflict_with_law",
        "kekerasan fisik": "form:physical", "fisik": "form:physical", "penganiayaan": "form:physical", "pemukulan": "form:physical",
        "kekerasan psikis": "form:psychological", "psikis": "form:psychological", "kekerasan verbal": "form:psychological",
        "bullying": "form:psychological", "perundungan": "form:psychological", "kekerasan seksual": "form:sexual", "ks": "form:sexual",
        "pelecehan seksual": "form:sexual", "pelecehan": "form:sexual", "pencabulan": "form:sexual", "cabul": "form:sexual",
        "persetubuhan": "form:sexual", "persetubuhan anak": "form:sexual", "perkosaan": "form:sexual", "pemerkosaan": "form:sexual",
        "penelantaran": "form:neglect", "penelantaran anak": "form:neglect", "tidak dinafkahi": "form:neglect",
        "eksploitasi": "form:exploitation", "kbgo": "category:online_violence", "kdp": "category:dating_violence",
        "kekerasan dalam pacaran": "category:dating_violence",
    },
    "form": {
        "penganiayaan": "physical", "pemukulan": "physical", "dipukul": "physical", "verbal": "psychological",
        "psikologis": "psychological",
        "bullying": "psychological", "perundungan": "psychological", "pencabulan": "sexual", "cabul": "sexual", "persetubuhan": "sexual",
        "perkosaan": "sexual", "pemerkosaan": "sexual", "pelecehan seksual": "sexual", "pelecehan": "sexual", "ekonomi": "neglect",
        "tidak dinafkahi": "neglect", "tppo": "trafficking", "perdagangan orang": "trafficking",
    },
    "sex": {
        "l": "male", "lk": "male", "laki": "male", "pria": "male", "m": "male", "laki laki": "male", "cowok": "male",
        "p": "female", "pr": "female", "wanita": "female", "f": "female", "perempuan": "female", "cewek": "female",
    },
    "risk": {"tinggi": "high", "sedang": "medium", "rendah": "low", "high": "high", "medium": "medium", "low": "low", "berat": "high"},
    "status": {
        "selesai": "closed", "tutup": "closed", "ditutup": "closed", "closed": "closed", "terminasi": "closed", "inkracht": "closed",
        "proses": "open", "berjalan": "open", "aktif": "open", "open": "open", "lanjut": "open", "dalam proses": "open",
        "pendampingan": "open", "belum selesai": "open", "pemantauan": "open",
    },
    "yes_no": {
        "ya": "yes", "iya": "yes", "y": "yes", "yes": "yes", "benar": "yes", "betul": "yes", "true": "yes", "1": "yes", "v": "yes",
        "tidak": "no", "t": "no", "tdk": "no", "bukan": "no", "belum": "no", "no": "no", "n": "no", "false": "no", "0": "no",
    },
    "education": {
        "sd": "primary", "mi": "primary", "smp": "lower_secondary", "sltp": "lower_secondary", "mts": "lower_secondary",
        "sma": "upper_secondary", "smk": "upper_secondary", "slta": "upper_secondary", "ma": "upper_secondary", "tk": "early_childhood",
        "paud": "early_childhood", "s1": "higher", "s2": "higher", "d3": "higher", "sarjana": "higher", "diploma": "higher",
        "tidak sekolah": "none", "belum sekolah": "none", "putus sekolah": "none",
    },
    "occupation": {
        "irt": "housewife", "pelajar": "student", "siswa": "student", "siswi": "student", "mahasiswa": "student", "mahasiswi": "student",
        "pns": "civil_servant_or_forces", "asn": "civil_servant_or_forces", "polri": "civil_servant_or_forces",
        "tni": "civil_servant_or_forces", "swasta": "private_or_labourer", "karyawan": "private_or_labourer",
        "buruh": "private_or_labourer", "wiraswasta": "trade_farming_fishing", "pedagang": "trade_farming_fishing",
        "petani": "trade_farming_fishing", "art": "domestic_worker", "prt": "domestic_worker", "pmi": "migrant_worker",
        "belum bekerja": "not_working", "pengangguran": "not_working",
    },
    "marital_status": {
        "kawin": "married", "menikah": "married", "nikah": "married", "belum kawin": "unmarried", "belum nikah": "unmarried",
        "lajang": "unmarried", "single": "unmarried", "janda": "divorced", "duda": "divorced", "cerai": "divorced",
        "siri": "unregistered_marriage", "sirri": "unregistered_marriage",
    },
    "disability": {"tidak": "none", "bukan": "none", "t": "none", "non disabilitas": "none", "tuna rungu": "hearing_or_speech",
                   "tuna wicara": "hearing_or_speech", "tuna netra": "sight", "tuna daksa": "physical", "tuna grahita": "intellectual"},
    "relation": {
        "suami": "spouse", "istri": "spouse", "suami istri": "spouse",
        "istri suami": "spouse", "mantan suami": "former_spouse", "mantan istri": "former_spouse", "pacar": "dating_partner",
        "mantan pacar": "former_dating_partner", "teman": "friend", "kawan": "friend", "ayah kandung": "parent", "ayah": "parent",
        "bapak": "parent", "ibu": "parent", "ibu kandung": "parent", "orang tua": "parent", "ayah tiri": "step_parent",
        "bapak tiri": "step_parent", "ibu tiri": "step_parent", "paman": "uncle_or_aunt", "om": "uncle_or_aunt",
        "kakek": "grandparent", "kakak": "sibling", "adik": "sibling", "abang": "sibling", "saudara": "other_family",
        "keluarga": "other_family", "tetangga": "neighbour", "guru": "teacher_or_carer", "guru ngaji": "teacher_or_carer",
        "majikan": "employer", "bos": "employer", "mucikari": "recruiter", "agen": "recruiter", "perekrut": "recruiter",
        "orang tidak dikenal": "stranger", "tidak kenal": "stranger", "otk": "stranger", "kenalan medsos": "online_contact",
        "kenalan": "friend", "anak": "child", "menantu": "in_law", "mertua": "in_law", "ipar": "in_law",
    },
    "place": {
        "rumah": "home", "rumah korban": "home", "rumah pelaku": "home", "rumah tangga": "home", "kos": "home", "kost": "home",
        "sekolah": "school", "pesantren": "school", "kampus": "school", "hotel": "lodging", "penginapan": "lodging",
        "jalan": "public_place",
        "pasar": "public_place", "kantor": "workplace", "online": "online", "medsos": "online", "media sosial": "online",
        "masjid": "place_of_worship", "kebun": "other",
    },
}  # fmt: skip
SPLITS = frozenset({"form", "disability", "kind"})  # one cell may hold several


@dataclass(frozen=True, slots=True)
class Meanings:
    """The codes of one list with their words, and what was said of values before."""

    codes: Mapping[str, Sequence[str]]  # code: its words, in any language
    said: Mapping[str, str] = field(default_factory=dict)  # folded value: code, as somebody decided


@dataclass(frozen=True, slots=True)
class Found:
    """The code of a value ("" for none), and whether that is certain: else somebody looks at it."""

    code: str
    sure: bool


def spelled(list_name: str, text: str) -> str:
    """A value in the one spelling in which it is compared: of places without "Kec.", with Roman numbers."""
    words = folded(text).split()
    if list_name in ("district", "village"):
        words = [ROMAN.get(w, w) for w in words if w not in LEFT_OUT]
    return " ".join(words)


def is_empty(text: str) -> bool:
    """Whether a cell says nothing."""
    return text.strip().casefold() in EMPTY


def parts(list_name: str, text: str) -> list[str]:
    """The values of one cell; several where the list allows it."""
    found = BETWEEN.split(text) if list_name in SPLITS else [text]
    return [part.strip() for part in found if not is_empty(part)]


def find(list_name: str, text: str, meanings: Meanings) -> Found:
    """The code of a value: as somebody said before, by its words, by what cities say, else by the nearest spelling, which is a guess."""
    value = spelled(list_name, text)
    if value in meanings.said:
        return Found(meanings.said[value], True)
    words = {spelled(list_name, word): code for code, said in meanings.codes.items() for word in (code, *said)}
    known = {**words, **{word: code for word, code in WORDS.get(list_name, {}).items() if code in meanings.codes}}
    if value in known:
        return Found(known[value], True)
    bare = " ".join(w for w in value.split() if w not in LEFT_OUT)
    if bare in known:
        return Found(known[bare], True)
    close = {word.replace(" ", ""): code for word, code in known.items()}
    near = difflib.get_close_matches(value.replace(" ", ""), close, n=1, cutoff=ALIKE)
    return Found(close[near[0]], False) if near else Found("", False)
