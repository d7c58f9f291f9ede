"""The row of a promise and the act of one button, written in Python: a list of a hundred would render five hundred small templates."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from jejaring.kernel.deadlines import Window
from jejaring.ui.icons import ICONS
from jejaring.ui.when import due_words

TONES = ("late", "soon", "kept", "calm")


def e(value: object) -> str:
    """Escaped, unless it is markup already; also lazy words and what is no text. As Django's conditional_escape, at a third of its cost."""
    html = getattr(value, "__html__", None)
    return html() if html else escape(str(value))


def icon(name: str) -> SafeString:
    """A line icon; an unknown name draws a dot."""
    return mark_safe(f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{ICONS.get(name, ICONS["dot"])}</svg>')  # noqa: S308  ours


def badge(text: object, tone: str = "calm") -> SafeString:
    """Words on a ground of their meaning: late, soon, kept or calm."""
    return mark_safe(f'<span class="due {tone if tone in TONES else "calm"}">{e(text)}</span>')  # noqa: S308  escaped


def window(given: Any) -> Window | None:
    """A window from a kernel Window, a pair of times, or nothing."""
    if not given or isinstance(given, Window):
        return given or None
    start, end = (given.start, given.end) if hasattr(given, "start") else given
    return Window(start, end)


def classes(primary: bool, plain: bool, danger: bool) -> str:
    """The look of a button."""
    looks = {"primary": primary, "plain": plain, "danger": danger}
    return " ".join(["btn", *(look for look, wanted in looks.items() if wanted)])


def token_field(token: object) -> str:
    """The hidden token of a form; nothing where a page was made without one."""
    text = str(token or "")
    return f'<input type="hidden" name="csrfmiddlewaretoken" value="{e(text)}">' if text and text != "NOTPROVIDED" else ""


def act(
    *, label: object, classes: str, url: str = "", refused: str = "", method: str = "post", icon_name: str = "", id: str = "",
    fields: Mapping[str, Any] | None = None, token: object = "",
) -> SafeString:  # fmt: skip
    """An act of one button: a link, a form, or greyed with the reason."""
    drawn, marked = icon(icon_name) if icon_name else "", f' id="{e(id)}"' if id else ""
    if refused:
        button = f'<button class="{e(classes)}" type="button" aria-disabled="true" title="{e(refused)}">{drawn}{e(label)}</button>'
        shown = f'<span class="refused">{button}<small>{e(refused)}</small></span>'
    elif method == "post":
        hidden = "".join(f'<input type="hidden" name="{e(name)}" value="{e(value)}">' for name, value in (fields or {}).items())
        button = f'<button class="{e(classes)}" type="submit"{marked}>{drawn}{e(label)}</button>'
        shown = f'<form class="acting" method="post" action="{e(url)}" data-once>{token_field(token)}{hidden}{button}</form>'
    else:
        shown = f'<a class="{e(classes)}" href="{e(url)}"{marked}>{drawn}{e(label)}</a>'
    return mark_safe(shown)  # noqa: S308  every value is escaped


def promise(*, due: Any, what: object, who: object, act_html: str) -> SafeString:
    """A row: time first, then what, for whom, and the one act that keeps it."""
    note = f" <small>{e(due.note)}</small>" if due.note else ""
    about = f'<span class="who">{e(who)}</span>' if who else ""
    shown = f'<span class="time">{badge(due.words, due.tone)}{note}</span>\n<span class="what">{e(what)}</span>{about}\n'
    kept = f'<span class="act">{act_html}</span>' if act_html else ""
    return mark_safe(f'<li class="promise {e(due.tone)}">{shown}{kept}</li>')  # noqa: S308  every value is escaped


def openings(found: Iterable[Any], *, label: str, now: datetime) -> SafeString:
    """Rows of open promises, each with a page to open."""
    look = classes(primary=False, plain=False, danger=False)
    drawn = []
    for row in found:
        opens = act(label=label, classes=look, url=row.url, method="get")
        drawn.append(promise(due=due_words(row.due_at, now=now), what=row.title, who=row.about, act_html=opens))
    return mark_safe("".join(drawn))  # noqa: S308  every value is escaped
