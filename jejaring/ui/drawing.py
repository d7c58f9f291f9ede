"""Fields and their inputs, written in Python: a form of forty fields would render four hundred small templates.

The renderer of forms asks here by the name of the template that Django would render; what is not named is rendered from its template.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jejaring.ui import numbers
from jejaring.ui.rows import e, icon

OPTIONAL, NEEDED, ERROR = gettext_lazy("optional"), gettext_lazy("needed"), gettext_lazy("Error")
Widget = Mapping[str, Any]  # what a widget gives to its template


def _attributes(widget: Widget) -> str:
    """True is an attribute without a value, False none at all."""
    given = ((e(name), value) for name, value in widget["attrs"].items() if value is not False)
    return "".join(f" {name}" if value is True else f' {name}="{e(value)}"' for name, value in given)


def _input(widget: Widget) -> str:
    value = "" if widget["value"] is None else f' value="{e(widget["value"])}"'
    return f'<input type="{e(widget["type"])}" name="{e(widget["name"])}"{value}{_attributes(widget)}>'


def _textarea(widget: Widget) -> str:
    return f'<textarea name="{e(widget["name"])}"{_attributes(widget)}>\n{e(widget["value"] or "")}</textarea>'


def _select(widget: Widget) -> str:
    groups = (
        f'<optgroup label="{e(name)}">{_options(options)}</optgroup>' if name else _options(options)
        for name, options, _index in widget["optgroups"]
    )  # fmt: skip
    return f'<select name="{e(widget["name"])}"{_attributes(widget)}>{"".join(groups)}\n</select>'


def _options(options: Iterable[Widget]) -> str:
    return "".join(f'\n<option value="{e(o["value"])}"{_attributes(o)}>{e(o["label"])}</option>' for o in options)


def _chips(widget: Widget) -> str:
    """Radio buttons or checkboxes as chips; of many, some stand behind headings."""
    marked = f' id="{e(widget["attrs"]["id"])}"' if widget["attrs"].get("id") else ""
    if not widget["folds"]:
        return f'<div class="choices"{marked}>{_all_chips(widget["shown"])}\n</div>'
    none, some, danger = _("none ticked"), _("{n} ticked"), _("{n} ticked, {k} with a triangle")
    said = f'data-none="{e(none)}" data-some="{e(some)}" data-marked="{e(danger)}"'
    shown = f'<div class="choices">{_all_chips(widget["shown"])}</div>' if widget["shown"] else ""
    folds = "\n".join(_fold(*fold) for fold in widget["folds"])
    return f'<div{marked} data-tally><p class="tally" role="status" {said}></p>\n{shown}\n{folds}\n</div>'


def _fold(words: object, options: list[Widget], stands_open: bool) -> str:
    head = f'{e(words)} <span class="quiet">· <span data-ticked></span>{len(options)}</span>'
    look = " open" if stands_open else ""
    return f'<details class="folded"{look}><summary>{head}</summary><div class="choices">{_all_chips(options)}</div></details>'


def _all_chips(options: Iterable[Widget]) -> str:
    return "".join(f"\n{_chip(option)}" for option in options)


def _chip(option: Widget) -> str:
    look = (" danger" if option["danger"] else "") + (" marked" if option["marked"] else "")
    own = f' for="{e(option["attrs"]["id"])}"' if option["attrs"].get("id") else ""
    return f'<label class="choice{look}"{own}>{_input(option)}<span>{e(option["label"])}</span></label>'


def _pair(widget: Widget) -> str:
    """Two inputs that make one value, each with its name above it."""
    parts = (
        f'<label class="part"><span class="hint" aria-hidden="true">{e(part["attrs"]["aria-label"])}</span>{_input(part)}</label>'
        for part in widget["subwidgets"]
    )  # fmt: skip
    return f'<div class="pair">{"".join(parts)}</div>'


def _mark(bound: Any) -> str:
    """Whether a field is needed or optional, where the form marks that kind."""
    marked, field = getattr(bound.form, "mark", ""), bound.field
    if marked == "optional" and not field.required and not getattr(field, "tick", False):
        return f' <span class="mark">{e(OPTIONAL)}</span>'
    return f' <span class="mark must">{e(NEEDED)}</span>' if marked == "required" and field.required else ""


def _hint(bound: Any) -> str:
    return f'<p class="hint" id="{e(bound.auto_id)}_helptext">{e(bound.help_text)}</p>' if bound.help_text else ""


def _wrong(bound: Any, errors: Iterable[object]) -> str:
    lines = "".join(f'<p>{icon("alert")}<span class="sr">{e(ERROR)}: </span>{e(error)}</p>' for error in errors)
    return f'<div class="wrong" id="{e(bound.auto_id)}_error">{lines}</div>' if lines else ""


def _counter(bound: Any, limit: int) -> str:
    """How much is left of a long text; a script counts, the words are here."""
    left, over, most = _("{n} characters left"), _("{n} characters too many"), _("At most %(n)s characters") % {"n": numbers.number(limit)}
    counted = f'data-count="{e(bound.id_for_label)}" data-limit="{limit}" data-left="{e(left)}" data-over="{e(over)}"'
    return f'<p class="hint count" {counted}>{e(most)}</p>'


def _field(bound: Any) -> str:
    """One field: label, hint, error beside it, then the input. A group of inputs is a fieldset; a tick has its words behind it."""
    field, errors, grouped = bound.field, bound.errors, bound.use_fieldset
    tick, look = getattr(field, "tick", False) and not grouped, " invalid" if errors else ""
    label = f"{e(bound.label)}{_mark(bound)}"
    if grouped:
        described = f' aria-describedby="{e(said)}"' if (said := bound.aria_describedby) else ""
        opened, closed = f'<fieldset class="field{look}"{described}>\n<legend>{label}</legend>', "</fieldset>"
    else:
        width = f" {e(field.width)}" if getattr(field, "width", "") else ""
        opened, closed = f'<div class="field{look}{width}{" tick" if tick else ""}">', "</div>"
        opened += "" if tick else f'\n<label for="{e(bound.id_for_label)}">{label}</label>'
    if tick:
        ticked = f'<label class="check" for="{e(bound.id_for_label)}">{bound}<span>{label}</span></label>'
        drawn = f"{_wrong(bound, errors)}{ticked}\n{_hint(bound)}"
    else:
        drawn = f"{_hint(bound)}{_wrong(bound, errors)}{bound}"
    counter = _counter(bound, field.counter) if getattr(field, "counter", 0) else ""
    return f"{opened}\n{drawn}\n{counter}{closed}"


def _of_widget(draw: Callable[[Widget], str]) -> Callable[[Mapping[str, Any]], str]:
    return lambda context: draw(context["widget"])


INPUTS = ("text", "hidden", "password", "checkbox")
DRAWN: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "field": lambda context: _field(context["field"]),
    "chips": _of_widget(_chips),
    "pair": _of_widget(_pair),
    "django/forms/widgets/select.html": _of_widget(_select),
    "django/forms/widgets/textarea.html": _of_widget(_textarea),
    **{f"django/forms/widgets/{name}.html": _of_widget(_input) for name in INPUTS},
}
