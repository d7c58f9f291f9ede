"""The translation catalogues of the apps: what the code says, what the catalogues answer, and where the two differ.

Needs Babel, a development package; a running installation reads the compiled catalogues only. No gettext programs are needed.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

LANGUAGES = {"id": (1, "0"), "en": (2, "(n != 1)")}  # how many plural forms, and which one; Babel takes Indonesian for English
SOURCE_LANGUAGE = "en"  # message ids are English, so this catalogue answers each with itself
KEYWORDS: dict[str, Any] = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3), "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sdr]|\{[^{}]*\}")

Id = str | tuple[str, ...]  # a text, or its singular and plural
Key = tuple[str, str]  # context, singular


class Plain(Catalog):
    """A catalogue whose header holds nothing that changes from day to day or from person to person."""

    @property
    def num_plurals(self) -> int:
        return LANGUAGES[str(self.locale)][0]

    @property
    def plural_expr(self) -> str:
        return LANGUAGES[str(self.locale)][1]

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Language", str(self.locale)),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
        ]

    @mime_headers.setter
    def mime_headers(self, headers: Any) -> None:
        """What a file says about itself is not kept."""


@dataclass(frozen=True, slots=True)
class App:
    """A package with texts of its own and the catalogues beside it."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.name

    def po(self, language: str) -> Path:
        return self.path / "locale" / language / "LC_MESSAGES" / "django.po"

    def mo(self, language: str) -> Path:
        return self.po(language).with_suffix(".mo")


def apps_in(root: Path) -> tuple[App, ...]:
    """Every package directly below a folder, by name."""
    return tuple(App(init.parent) for init in sorted(root.glob("*/__init__.py")))


def texts_of(app: App) -> dict[Key, Id]:
    """Every text that the app's Python and templates mark for translation, in a fixed order. Raises SyntaxError for a broken file."""
    found: dict[Key, Id] = {}
    for source in _sources(app):
        for _line, text, _comments, context in extract("python", source, keywords=KEYWORDS, options={"encoding": "utf-8"}):
            key = (context or "", text if isinstance(text, str) else text[0])
            if key not in found or isinstance(text, tuple):
                found[key] = text
    return {key: found[key] for key in sorted(found) if key[1]}


def read(app: App, language: str) -> Plain:
    """The catalogue as it is; an empty one where there is none."""
    path = app.po(language)
    if not path.exists():
        return Plain(locale=language, fuzzy=False)
    stored = read_po(io.BytesIO(path.read_bytes()), locale=language, abort_invalid=True)
    catalogue = Plain(locale=language, fuzzy=False)
    for message in stored:
        if message.id:
            catalogue[message.id] = message
    return catalogue


def merged(texts: dict[Key, Id], stored: Plain, language: str, elsewhere: dict[Key, Any]) -> Plain:
    """The catalogue as it should be: kept where translated; else the answer of another app; else empty, to be filled in by a person."""
    catalogue = Plain(locale=language, fuzzy=False, header_comment="")
    for (context, singular), text in texts.items():
        known = stored.get(singular, context or None)
        string = known.string if known and _is_answered(known) and _shape(known.id) == _shape(text) else None
        if string is None and language == SOURCE_LANGUAGE:
            string = text
        if string is None and _shape(elsewhere.get((context, singular), "")) == _shape(_empty(text, catalogue)):
            string = elsewhere.get((context, singular))
        catalogue.add(text, string or _empty(text, catalogue), context=context or None)
    for message in catalogue:
        message.flags.clear()
    return catalogue


def answers(catalogue: Plain) -> dict[Key, Any]:
    """What a catalogue answers to each text, where it does."""
    return {_key(message): message.string for message in catalogue if message.id and _is_answered(message)}


def po_bytes(catalogue: Plain) -> bytes:
    """The file for people: no locations, in the catalogue's order."""
    stream = io.BytesIO()
    write_po(stream, catalogue, width=120, no_location=True, ignore_obsolete=True)
    return stream.getvalue().strip() + b"\n"


def mo_bytes(catalogue: Plain) -> bytes:
    """The file for Django."""
    stream = io.BytesIO()
    write_mo(stream, catalogue)
    return stream.getvalue()


def write(app: App, language: str, catalogue: Plain) -> None:
    """Write both files where they changed; take both away where the app says nothing."""
    for path, content in ((app.po(language), po_bytes(catalogue)), (app.mo(language), mo_bytes(catalogue))):
        if not len(catalogue):
            path.unlink(missing_ok=True)
        elif not path.exists() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def faults(app: App, language: str, texts: dict[Key, Id], elsewhere: dict[Key, Any]) -> list[str]:
    """What is wrong with one catalogue, a line each: missing, obsolete, fuzzy, empty, other placeholders, two translations, stale .mo."""
    stored = read(app, language)
    listed = {_key(message) for message in stored if message.id}
    lines = [f'missing: "{key[1]}"' for key in texts if key not in listed]
    for message in stored:
        if message.id:
            lines += [f'{fault}: "{_key(message)[1]}"' for fault in _faults_of(message, texts, elsewhere)]
    if listed and (not app.mo(language).exists() or app.mo(language).read_bytes() != mo_bytes(_compiled(stored, language))):
        lines.append("stale: django.mo was not compiled from django.po")
    return [f"{app.name} {language}: {line}" for line in lines]


def _faults_of(message: Message, texts: dict[Key, Id], elsewhere: dict[Key, Any]) -> Iterator[str]:
    key = _key(message)
    if key not in texts:
        yield "obsolete"
    elif _shape(message.id) != _shape(texts[key]):
        yield "missing (singular and plural)"
    elif message.fuzzy:
        yield "fuzzy"
    elif not all(_forms(message.string)):
        yield "empty"
    elif any(_placeholders(form) not in {_placeholders(text) for text in _forms(message.id)} for form in _forms(message.string)):
        yield "other placeholders"
    elif elsewhere.get(key, message.string) != message.string:
        yield f'another app says "{elsewhere[key]}"'


def _sources(app: App) -> Iterator[io.BytesIO]:
    for path in sorted(app.path.rglob("*.py")):
        if "migrations" not in path.relative_to(app.path).parts:
            yield io.BytesIO(path.read_bytes())
    for path in sorted(file for kind in ("*.html", "*.txt") for file in app.path.glob(f"templates/**/{kind}")):
        python = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        yield io.BytesIO("\n".join(line.strip() for line in python.splitlines()).encode())  # a page's indentation is none of Python's


def _compiled(stored: Plain, language: str) -> Plain:
    """The stored catalogue as it would be written, so that only its content decides."""
    texts = {_key(message): message.id if isinstance(message.id, str) else tuple(message.id) for message in stored if message.id}
    return merged(texts, stored, language, {})


def _is_answered(message: Message) -> bool:
    return not message.fuzzy and any(_forms(message.string or ""))


def _key(message: Message) -> Key:
    return (message.context or "", _forms(message.id)[0])


def _forms(text: Any) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _shape(text: Any) -> int:
    """How many forms a text has; 0 for one without a plural."""
    return 0 if isinstance(text, str) else len(text)


def _empty(text: Id, catalogue: Plain) -> Id:
    return "" if isinstance(text, str) else ("",) * catalogue.num_plurals


def _placeholders(text: str) -> frozenset[str]:
    return frozenset(PLACEHOLDER.findall(text.replace("%%", "")))
