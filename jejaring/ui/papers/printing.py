"""Data and a template become a PDF, inside the process and without a network.

What is printed reaches the template as data, never as markup: no name can command. A template sees the files of its own folder alone and
fetches no packages. The city's template of the same name goes first; a broken one is passed over and said in words.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from jejaring.kernel.clock import now
from jejaring.ui.papers.kinds import KINDS, Data, Kind

BUILT_IN = Path(__file__).parent / "templates"
STANDARDS: list[Any] = ["a-2a", "ua-1"]  # for the archive, and tagged for a screen reader
LOGOS = ("logo.svg", "logo.png", "logo.jpg")
LARGEST = 2_000_000  # bytes of one file in the city's folder
LONG = 40  # characters without a place to break
ATTEMPTS = 4

# A template may import and include files that it names in plain quotes. A package would be fetched from the network.
_IMPORT = re.compile(r'\b(?:import|include)\b(?!\s*"[\w./-]+\.typ")')
_EVAL = re.compile(r"\beval\s*\(")
_WORDING = re.compile(r"^//\s*wording:\s*(.+)$", re.M)
_SHOWN = re.compile(r'error: the text `"(.+?)"` could not be displayed')
_CODE = re.compile(r"\\u\{([0-9a-f]+)\}")
_INVISIBLE = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\ufeff]")  # would let a name change the order of what is read
_UNBROKEN = re.compile(rf"\S{{{LONG}}}(?=\S)")


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper as it was printed, and from which template."""

    pdf: bytes
    wording: str  # the version of the words
    by_city: bool
    problem: str = ""  # why the city's template was passed over

    @property
    def pages(self) -> int:
        """How many pages it has."""
        found = re.search(rb"/Type/Pages/Count (\d+)", self.pdf)
        return int(found.group(1)) if found else 1


@dataclass(frozen=True, slots=True)
class Problem:
    """A file of the city that cannot be used, and why."""

    file: str
    text: str


def city_folder() -> Path:
    """Where a city puts its own templates and its logo."""
    return Path(settings.PAPERS)


@lru_cache(maxsize=1)
def _fonts() -> Any:
    """The fonts inside typst, which every machine has, then what the machine has: for scripts and signs that those lack."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)


@lru_cache(maxsize=1)
def _built_in() -> Mapping[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(BUILT_IN.glob("*.typ"))}


def of_the_city() -> dict[str, bytes]:
    """The city's templates and logo; links and large files are not followed."""
    found = {}
    for file in sorted(city_folder().glob("*")) if city_folder().is_dir() else ():
        fits = file.suffix == ".typ" or file.name in LOGOS
        if fits and file.is_file() and not file.is_symlink() and file.stat().st_size <= LARGEST:
            found[file.name] = file.read_bytes()
    return found


def _plain(text: str) -> str:
    """Text as it may be printed: no control characters, nothing that turns the order of reading, a place to break in what is very long."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", "    "))
    text = _INVISIBLE.sub("", text)
    kept = "".join(c if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs", "Cn", "Co") else _named(c) for c in text)
    return _UNBROKEN.sub(lambda m: m.group() + "\u200b", kept)


def _named(sign: str) -> str:
    """A sign that no font here can draw, by its number: a reader sees that something stood there, and what."""
    return "" if unicodedata.category(sign) == "Cc" else f"[U+{ord(sign):04X}]"


def _each(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _each(inner, change) for key, inner in value.items()}
    return [_each(inner, change) for inner in value] if isinstance(value, list | tuple) else value


def wording_of(template: bytes) -> str:
    """The version that a template gives its words in a line `// wording: …`; else the beginning of its digest."""
    found = _WORDING.search(template.decode(errors="replace"))
    return found.group(1).strip() if found else sha256(template).hexdigest()[:8]


def wording_in_force(code: str) -> str:
    """The version of the words of a kind of paper as it would be printed now."""
    return wording_of({**_built_in(), **of_the_city()}[KINDS[code].template])


def _refusal(files: Mapping[str, bytes]) -> str:
    """What a template must not hold, in words; empty where it holds none of it."""
    for name, content in files.items():
        text = content.decode(errors="replace") if name.endswith(".typ") else ""
        if _IMPORT.search(text):
            return f"{name}: imports only files of its own folder, named in plain quotes (no packages)."
        if _EVAL.search(text):
            return f"{name}: eval is not allowed."
    return ""


def _compile(kind: Kind, files: Mapping[str, bytes], inputs: dict[str, str]) -> bytes:
    found: bytes = typst.compile(
        {"main.typ": files[kind.template], **files},  # a folder held in memory
        root=str(BUILT_IN), font_paths=_fonts(), sys_inputs=inputs, pdf_standards=STANDARDS, timestamp=int(now().timestamp()),
        package_path="/nonexistent", package_cache_path="/nonexistent",
    )  # fmt: skip
    return found


def _unshown(error: typst.TypstError) -> set[str]:
    """The signs that no font of this machine draws, as the compiler names them."""
    texts = _SHOWN.findall(f"{error.message}\n{error.diagnostic}") or _SHOWN.findall(f"error: {error.message}")
    plain = "".join(_CODE.sub(lambda m: chr(int(m.group(1), 16)), text) for text in texts)
    return {sign for sign in plain if not sign.isascii()}


def _draw(kind: Kind, files: Mapping[str, bytes], facts: Any) -> bytes:
    """Compile; where a sign cannot be drawn by any font, its number is printed in its place."""
    for _attempt in range(ATTEMPTS):
        try:
            return _compile(kind, files, {"data": json.dumps(facts, ensure_ascii=False)})
        except typst.TypstError as error:
            if not (signs := _unshown(error)):
                raise
            facts = _each(facts, lambda text, signs=signs: "".join(_named(c) if c in signs else c for c in text))  # type: ignore[misc]
    return _compile(kind, files, {"data": json.dumps(facts, ensure_ascii=False)})


def _facts(kind: Kind, data: Data, files: Mapping[str, bytes]) -> dict[str, Any]:
    facts = _each(asdict(data), _plain)  # type: ignore[call-overload]
    logo = next((name for name in LOGOS if name in files), "")
    return {**facts, "title": kind.title, "logo": logo, "wording": wording_of(files[kind.template])}


def _words(error: Exception, kind: Kind) -> str:
    """A compiler's complaint in one line: file, line, and what is wrong."""
    where = re.search(r"┌─ (?:.*/)?([\w.-]+):(\d+)", str(getattr(error, "diagnostic", "")))
    file = where.group(1).replace("main.typ", kind.template) if where else kind.template
    line = f", line {where.group(2)}" if where else ""
    return f"{file}{line}: {getattr(error, 'message', error)}"


def render(code: str, data: Data) -> Printed:
    """Print one paper as PDF/A, tagged. From the city's template where it has one that works, else from the built-in one.

    Raises TypstError only where the built-in template itself fails. Milliseconds; about half a second the first time in a process.
    """
    kind, own, problem = KINDS[code], of_the_city(), ""
    if own:
        files: Mapping[str, bytes] = {**_built_in(), **own}
        if not (problem := _refusal(own)):
            try:
                return Printed(_draw(kind, files, _facts(kind, data, files)), wording_of(files[kind.template]), kind.template in own)
            except RuntimeError as error:
                problem = _words(error, kind)
    files = _built_in()
    return Printed(_draw(kind, files, _facts(kind, data, files)), wording_of(files[kind.template]), False, problem)
