"""Templates read in fewer steps say what Django's own reading says, to the letter, and fail where it fails."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

import pytest
from django.template import base, engines
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override

from jejaring.ui import quick


class Pair(NamedTuple):
    """A tuple with names."""

    first: str
    size: int


class Thing:
    """What a page may be given: attributes, a property, methods, one that a template may not call."""

    words, number, __private = "A & <b>", 1234567, "never"
    markup = mark_safe("<i>ok</i>")

    @property
    def broken(self) -> str:
        raise AttributeError("a property that fails")

    def said(self) -> str:
        return "said & done"

    def needs(self, what: str) -> str:
        return what

    def erase(self) -> str:
        return "gone"

    erase.alters_data = True  # type: ignore[attr-defined]


class Kept(dict[str, Any]):
    """Keys before attributes, as Django has it."""

    words = "attribute"


CONTEXT: dict[str, Any] = {
    "text": "<b> & \"it's\"", "safe": mark_safe("<b>safe</b>"), "lazy": gettext_lazy("Cases"), "thing": Thing(), "pair": Pair("<a>", 3),
    "map": {"key": "<v>", "items": "an entry", "deep": {"thing": Thing()}}, "kept": Kept(key="k"), "rows": ["<x>", "y"], "none": None,
    "number": 1234567.5, "at": datetime(2026, 11, 24, 2, 14, tzinfo=UTC), "call": lambda: "called & <b>", "kind": Thing, "empty": "",
    "later": SimpleLazyObject(lambda: Pair("late & <b>", 1)), "flag": True, "bytes": b"<b>",
}  # fmt: skip
SAID = (
    "text", "safe", "lazy", "thing.words", "thing.number", "thing.markup", "thing.said", "thing.needs", "thing.erase",
    "thing.absent", "pair.first", "pair.size", "pair.count", "pair.0", "pair.9", "pair.absent", "map.key", "map.items",
    "map.absent", "map.deep.thing.words", "map.keys", "kept.key", "kept.words", "rows.1", "rows.7", "rows.absent", "none",
    "none.absent", "number", "at", "call", "call.absent", "kind.words", "kind.absent", "empty", "empty.absent", "later.first",
    "flag", "bytes", "absent", "absent.further", "text.upper", "text.0", "dicts", "template", "autoescape", "True", "None", "'<q>'",
    "_('Cases')", "4", "4.5", "text|upper", "absent|default:text", "thing.words|default:'x'", "rows|length", "safe|upper",
    "text|safe",
)  # fmt: skip
WHOLE = (
    "{% if thing.absent %}a{% elif rows.1 == 'y' and not absent %}b{% else %}c{% endif %}",
    "{% for row in rows %}{{ forloop.counter }}{{ row }}{% empty %}none{% endfor %}{% for a, b in map.items %}x{% endfor %}",
    "{% autoescape off %}{{ text }}{{ safe }}{{ thing.words }}{{ number }}{% endautoescape %}",
    "{% with x=thing.words y=pair.first %}{{ x }}{{ y }}{% endwith %}{{ x }}",
    "{% blocktranslate with name=thing.words %}Account of {{ name }}{% endblocktranslate %}{% translate 'Cases' %}{% translate text %}",
    "{% firstof absent thing.words %}{% url 'desk:home' as there %}{{ there }}{% tag text %}{% button _('Cases') there %}",
)


@pytest.fixture
def both() -> Iterator[None]:
    yield
    quick.install()


def _drawn(source: str) -> str:
    template = engines["django"].from_string(source)
    try:
        return template.render(dict(CONTEXT))
    except Exception as failure:
        return f"{type(failure).__name__}: {failure}"


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("source", [*(f"{{{{ {name} }}}}" for name in SAID), *WHOLE])
@pytest.mark.usefixtures("both")
def test_every_kind_of_value_reads_as_in_django(source: str, language: str) -> None:
    with override(language):
        ours = _drawn(source)
        quick.uninstall()
        djangos = _drawn(source)

    assert ours == djangos


@pytest.mark.parametrize("name", ["thing.broken", "map.deep.thing.broken"])
@pytest.mark.usefixtures("both")
def test_a_property_that_fails_is_not_taken_for_nothing(name: str) -> None:
    ours = _drawn(f"{{{{ {name} }}}}")
    quick.uninstall()

    assert ours == _drawn(f"{{{{ {name} }}}}") == "AttributeError: a property that fails"


def test_it_is_what_the_pages_are_read_by() -> None:
    assert (vars(base.Variable)["_resolve_lookup"], vars(base.NodeList)["render"]) == (quick.lookup, quick.nodes)
