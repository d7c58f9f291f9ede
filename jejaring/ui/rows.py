"""Rows, buttons and sheets, written in Python: a list of a hundred, or one case, would render some hundreds of small templates.

Every value passes `e`. What is put together is a SafeString at once: mark_safe asks first whether it was lazy, which was a tenth of a page.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from jejaring.kernel.deadlines import Window
from jejaring.ui.icons import ICONS
from jejaring.ui.when import Due, due_words, near

TONES = ("late", "soon", "kept", "calm")
_to_escape = re.compile("[&<>\"']").search


def e(value: object) -> str:
    """Escaped, unless it is markup already; also lazy words and what is no text. As Django's conditional_escape, at a fifth of its cost:
    most of what a page shows is plain text without a sign that markup knows."""
    if type(value) is str:
        return escape(value) if _to_escape(value) else value
    html = getattr(value, "__html__", None)
    return html() if html else escape(str(value))


def icon(name: str) -> SafeString:
    """A line icon; an unknown name draws a dot."""
    return SafeString(f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{ICONS.get(name, ICONS["dot"])}</svg>')


def badge(text: object, tone: str = "calm") -> SafeString:
    """Words on a ground of their meaning: late, soon, kept or calm."""
    return SafeString(f'<span class="due {tone if tone in TONES else "calm"}">{e(text)}</span>')


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
    return SafeString(shown)


def promise(*, due: Any, what: object, who: object, act_html: str) -> SafeString:
    """A row: time first, then what, for whom, and the one act that keeps it."""
    note = f" <small>{e(due.note)}</small>" if due.note else ""
    about = f'<span class="who">{e(who)}</span>' if who else ""
    shown = f'<span class="time">{badge(due.words, due.tone)}{note}</span>\n<span class="what">{e(what)}</span>{about}\n'
    kept = f'<span class="act">{act_html}</span>' if act_html else ""
    return SafeString(f'<li class="promise {e(due.tone)}">{shown}{kept}</li>')


def promised(found: Iterable[Any], *, now: datetime, token: object, focus: bool) -> SafeString:
    """Rows of promises with the acts that keep them. With `focus` each act gets the focus back when the list is asked for again."""
    drawn, first, other = [], classes(True, plain=False, danger=False), classes(False, plain=False, danger=False)
    for row in found:
        due = Due("calm", row.badge) if row.badge else due_words(row.due_at, now=now, window=row.window)
        mark, look = f"act-{row.id}" if focus else "", first if row.primary else other
        keeps = act(label=row.act, classes=look, url=row.url, method=row.method, id=mark, token=token) if row.act else ""
        drawn.append(promise(due=due, what=row.what, who=row.who, act_html=keeps))
    return SafeString("".join(drawn))


def openings(found: Iterable[Any], *, label: str, now: datetime) -> SafeString:
    """Rows of open promises, each with a page to open."""
    look = classes(primary=False, plain=False, danger=False)
    drawn = []
    for row in found:
        opens = act(label=label, classes=look, url=row.url, method="get")
        drawn.append(promise(due=due_words(row.due_at, now=now), what=row.title, who=row.about, act_html=opens))
    return SafeString("".join(drawn))


def button(*, text: object, url: object, classes: str, icon_name: str = "") -> SafeString:
    """A link that looks like a button."""
    return SafeString(f'<a class="{e(classes)}" href="{e(url)}">{icon(icon_name) if icon_name else ""}{e(text)}</a>')


def tag(text: object, *, high: bool) -> SafeString:
    """A small word about the thing."""
    return SafeString(f'<span class="tag{" high" if high else ""}">{e(text)}</span>')


def fact(name: object, value: object, empty: object) -> SafeString:
    """One fact; what is not known is said as such."""
    known = not (value is None or value == "")
    said = f'<dd class="known">{e(value)}</dd>' if known else f'<dd class="unknown">{e(empty)}</dd>'
    return SafeString(f"<dt>{e(name)}</dt>{said}")


def card(content: object, *, title: object, aside: object, flush: bool, id: str, level: int) -> SafeString:
    """A sheet with a title."""
    beside = f'<p class="aside">{e(aside)}</p>' if aside else ""
    headed = f"<header><h{level:d}>{e(title)}</h{level:d}>{beside}</header>" if title else ""
    body = e(content) if flush else f'<div class="body">{e(content)}</div>'
    marked = f' id="{e(id)}"' if id else ""
    return SafeString(f'<section class="card"{marked}>{headed}{body}</section>\n')


def head(content: object, *, title: object, lead: object, kicker: object) -> SafeString:
    """The head of a page."""
    above, below = f'<p class="kicker">{e(kicker)}</p>' if kicker else "", f'<p class="lead">{e(lead)}</p>' if lead else ""
    acts = f'<div class="acts">{e(content)}</div>' if content else ""
    titles = f'<div class="titles">{above}<h1>{e(title)}</h1>{below}</div>'
    return SafeString(f'<div class="head">{titles}{acts}</div>\n')


def moment(m: Any, *, url: object, now: datetime) -> str:
    """One moment of a timeline, named from now; its due moment as a badge, or the badge that it brings."""
    due_at, words = getattr(m, "due_at", None), getattr(m, "badge", "")
    said = Due(getattr(m, "tone", "calm"), words) if words else due_words(due_at, now=now) if due_at else None
    by, text = getattr(m, "by", ""), getattr(m, "text", "")
    who = f'<span class="by"> · {e(by)}</span>' if by else ""
    link = f' <a href="{e(url)}">{e(getattr(m, "link", ""))}</a>' if url else ""
    below = f"<p>{e(text)}{link}</p>" if text or url else ""
    marked = f" {badge(said.words, said.tone)}" if said else ""
    time = f'<time datetime="{e(m.at.isoformat())}">{e(near(m.at, now=now))}</time>'
    return f'<li class="{e(getattr(m, "kind", ""))}">{time}{who}\n<h3>{e(getattr(m, "title", ""))}{marked}</h3>{below}</li>\n'
