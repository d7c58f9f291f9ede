"""Fields drawn in Python: the markup that Django's own templates would give, and whatever anybody typed stays text."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from jejaring.kernel.verdict import Refused
from jejaring.ui import forms as ui
from jejaring.ui.rendering import FormRenderer
from jejaring.ui.rows import e

HOSTILE = """<script>alert("x")</script> & 'y' <b>"""


class Parsed(HTMLParser):
    """The elements, attributes and texts of a piece of markup, white space between elements apart."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Any] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, sorted(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append(data)


class Hostile(ui.Form):
    """Markup wherever a form has words or values."""

    line = ui.Text(label=HOSTILE, hint=HOSTILE)
    story = ui.LongText(label=HOSTILE, hint=HOSTILE)
    area = ui.Select(label=HOSTILE, choices=[(HOSTILE, HOSTILE)])
    kind = ui.ChipRadio(label=HOSTILE, hint=HOSTILE, choices=[(HOSTILE, HOSTILE)])
    signs = ui.ChipChecks(label=HOSTILE, choices=[("a", HOSTILE), (HOSTILE, "b")], folds=((HOSTILE, (HOSTILE,)),))
    hours = ui.Window(label=HOSTILE, hint=HOSTILE)
    agreed = ui.Tick(label=HOSTILE, hint=HOSTILE)


def test_whatever_stands_in_a_form_stays_text() -> None:
    typed = {"line": HOSTILE, "story": HOSTILE, "area": HOSTILE, "kind": HOSTILE, "signs": [HOSTILE], "hours_0": HOSTILE, "agreed": HOSTILE}
    form = Hostile(typed)
    for name in form.fields:
        form.is_valid()
        form.refuse(Refused(HOSTILE, name))
    found = Parsed("".join(form[name].as_field_group() for name in form.fields if name != "submission")).found

    tags = {each[0] for each in found if isinstance(each, tuple)}
    assert tags.isdisjoint({"script", "b"})
    assert tags >= {"input", "textarea", "option", "legend", "summary"}
    texts = [each for each in found if isinstance(each, str) and HOSTILE in each]
    values = [value for each in found if isinstance(each, tuple) for name, value in each[1] if name == "value" and value == HOSTILE]
    assert len(texts) == 7 + 5 + 7 + 1 + 1 + 1 + 1 + 1, "labels, hints, errors, the story, an option, a radio, a box, the heading of a fold"
    assert len(values) == 5, "a line, an option, a radio, a box, a time"


@pytest.mark.parametrize("value", [None, "", "a", HOSTILE])
@pytest.mark.parametrize("widget", [
    forms.TextInput({"autocomplete": "off", "autofocus": True, "list": False}), forms.HiddenInput(), forms.PasswordInput(render_value=True),
    forms.CheckboxInput(), forms.Textarea({"rows": 3}), forms.SelectMultiple(choices=[("a", "A"), ("b", "B")]),
    forms.Select(choices=[("", "–"), ("a", "A"), (HOSTILE, [("b", HOSTILE)])]),
], ids=lambda widget: type(widget).__name__)  # fmt: skip
def test_an_input_is_the_one_of_djangos_templates(widget: forms.Widget, value: str | None) -> None:
    given: Any = [value] if isinstance(widget, forms.SelectMultiple) else value
    ours, theirs = (widget.render("name", given, {"id": "id_x"}, renderer) for renderer in (FormRenderer(), DjangoTemplates()))
    assert Parsed(ours).found == Parsed(theirs).found


@pytest.mark.parametrize("value", [HOSTILE, mark_safe("<b>"), 5, None, True, gettext_lazy("<b>"), ""], ids=repr)
def test_what_is_written_into_markup_is_escaped_as_django_does_it(value: object) -> None:
    assert e(value) == conditional_escape(value)
