"""How an Indonesian name sounds: one coarse spelling for what is written in many ways. For finding, never for showing.

What falls away: titles, whose child somebody is (bin, binti), an alias (a name of its own), letters of degrees, Muhammad beside another
name. What becomes one: spelling before 1972 and after, Arabic sounds as they are written here, doubled letters, order of the words.
"""

import re
import unicodedata

TITLES = frozenset(
    "h hj haji hajjah hajah kh kyai kiai nyai ustaz ustad ustadz ustadzah tn ny nn sdr sdri bpk bapak pak ibu bu sdra an alm almh almarhum "
    "almarhumah dr drs dra drg ir prof raden rd rr ra rm datuk dt".split()
)
FATHER = frozenset({"bin", "binti", "bt", "bte", "binte", "ibnu"})  # what follows is the father's name
ALIAS = re.compile(r"\b(?:alias|als|a\.k\.a\.?|aka)\b|[@/]")
MUHAMMAD = "muhammad"
WRITTEN = {
    **dict.fromkeys(
        "mohammad mohamad muhamad mochammad mochamad muchammad muchamad mohammed mohamed muhamed muhammed mohd muhd moh moch muh much "
        "mhd md m".split(),
        MUHAMMAD,
    ),
    **dict.fromkeys("achmad akhmad ahmed akmad ach ahmat".split(), "ahmad"),
    **dict.fromkeys("st sitti sity sti".split(), "siti"),
    **dict.fromkeys("abd abdoel abdl".split(), "abdul"),
    **dict.fromkeys("noor noer nor nuur".split(), "nur"),
}
SPELLINGS = (  # old before new, then what is heard alike; an h that is left is not heard
    ("oe", "u"), ("dj", "j"), ("tj", "c"), ("sj", "sy"), ("nj", "ny"), ("ch", "kh"), ("dz", "z"), ("ts", "s"), ("ae", "ai"), ("ie", "i"),
    ("kh", "h"), ("sy", "s"), ("q", "k"), ("x", "ks"), ("v", "f"), ("p", "f"), ("z", "s"), ("j", "i"), ("y", "i"), ("h", ""),
)  # fmt: skip
SERVANT = re.compile(r"abdu([bdflmnrstwz])(.{3,})")  # Abdurrahman, Abdulrahman, Abdurahman


def spoken(word: str) -> str:
    """One word in its one spelling: "Soetjipto" and "Sucipto" become the same. A word of another script stays as it is."""
    for old, new in SPELLINGS:
        word = word.replace(old, new)
    return _single(word)


def _single(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", word)


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold()
    latin = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return latin if any(c.isalpha() for c in latin) else text


def _unfold(word: str) -> list[str]:
    """Abdurrahman is Abdul Rahman; Muhammad and Siti have many abbreviations."""
    word = WRITTEN.get(word, word)
    if word != "abdullah" and (found := SERVANT.fullmatch(word)):
        letter, rest = found.groups()
        return ["abdul", rest if letter == "l" or rest.startswith(letter) else letter + rest]
    return [word]


def _words(name: str) -> list[str]:
    """The words of one name that carry it, in order. What would leave nothing over stays."""
    said = re.sub(r"['`’‘ʼ]", "", name).partition(",")[0]
    words = [w for w in re.split(r"[\W_]+", said) if w]
    father = next((n for n, w in enumerate(words) if w in FATHER and n), len(words))
    kept = words[:father]
    bare = [w for w in kept if w not in TITLES and (len(w) > 1 or w == "m" or not w.isascii())] or kept
    told = [part for word in bare for part in _unfold(word)]
    told = [w for w in told if w != MUHAMMAD] or told
    return [spoken(w) or w for w in told]


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name as they sound, each once and in alphabetical order; an alias in it is left out. Nothing for an empty name."""
    return tuple(sorted(set(_words(ALIAS.split(_plain(name), maxsplit=1)[0]))))


def name_keys(name: str, alias: str = "") -> tuple[str, ...]:
    """The ways in which somebody may be written down: the words in alphabetical order, and run together as they are said; the same of
    each other name ("Rina alias Mawar", or in the field for it). Nothing where no name is known.
    """
    found: dict[str, None] = {}
    for part in (*ALIAS.split(_plain(name)), *re.split(r"[,;]", " , ".join(ALIAS.split(_plain(alias))))):
        words = _words(part)
        if words:
            found |= dict.fromkeys((" ".join(sorted(set(words))), _single("".join(words))))
    return tuple(found)
