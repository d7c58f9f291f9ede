"""What Django's templates do for every variable and every piece of text, in fewer steps.

The page of a case looks six hundred variables up. Django tries each step of a dotted name as a key first and meets an error for every
attribute, and passes each text through time zones, formats of numbers and two checks of laziness. Here the plain cases are answered at
once: names of the context, keys, attributes, text. Everything else is left to Django's own methods, which are kept: what fails, what may
be called, lists by number, whatever is no text. `tests/ui/test_quick.py` holds both beside one another.
"""

from collections.abc import Sequence
from html import escape
from typing import Any

from django.template import base as djangos
from django.utils.safestring import SafeString

base: Any = djangos
_lookup = base.Variable._resolve_lookup
_resolve = base.FilterExpression.resolve
_variable = base.VariableNode.render
_nodes = base.NodeList.render
ABSENT = object()


def _plain(steps: Sequence[str], context: Any) -> Any:
    """The value of a dotted name, or ABSENT where it is not as plain as that: something to call, something that fails."""
    for scope in reversed(context.dicts):
        if steps[0] in scope:
            current = scope[steps[0]]
            break
    else:
        return ABSENT
    for step in steps[1:]:
        if callable(current):
            return ABSENT
        kind = type(current)
        try:
            # A tuple has no key that is a word: one with names answers by attribute in the end. Everything else is asked for the key first.
            current = getattr(current, step) if issubclass(kind, tuple) or not hasattr(kind, "__getitem__") else current[step]
        except Exception:
            return ABSENT  # Django tries further, or says what is wrong
    return ABSENT if callable(current) else current


def lookup(variable: Any, context: Any) -> Any:
    """The value of a dotted name. As Variable._resolve_lookup, which is asked for whatever is not plain."""
    value = _plain(variable.lookups, context) if isinstance(context, base.BaseContext) else ABSENT
    return _lookup(variable, context) if value is ABSENT else value


def resolve(expression: Any, context: Any, ignore_failures: bool = False) -> Any:
    """The value of an expression. As FilterExpression.resolve, which is asked where there are filters or nothing plain is found."""
    if not expression.is_var and not expression.filters:
        return expression.var
    if expression.filters or expression.var.lookups is None or expression.var.translate:
        return _resolve(expression, context, ignore_failures)
    value = _plain(expression.var.lookups, context)
    return _resolve(expression, context, ignore_failures) if value is ABSENT else value


def variable(node: Any, context: Any) -> Any:
    """A value as it stands in a page: text, escaped unless it is markup. As VariableNode.render, which is asked for all that is no text."""
    value = resolve(node.filter_expression, context)
    kind = type(value)
    if kind is SafeString:
        return value
    if kind is str:
        return escape(value) if context.autoescape else value
    return base.render_value_in_context(value, context)


def nodes(found: Any, context: Any) -> SafeString:
    """The nodes of a template one after the other. As NodeList.render, without the notes that only a page of errors would show."""
    return SafeString("".join([node.s if type(node) is base.TextNode else node.render(context) for node in found]))


def install() -> None:
    """From here on templates of this process are read so."""
    base.Variable._resolve_lookup = lookup
    base.FilterExpression.resolve = resolve
    base.VariableNode.render = variable
    base.NodeList.render = nodes


def uninstall() -> None:
    """Django's own again; only tests compare."""
    base.Variable._resolve_lookup = _lookup
    base.FilterExpression.resolve = _resolve
    base.VariableNode.render = _variable
    base.NodeList.render = _nodes
