"""The components as template tags. Registered as builtins: no template loads them.

Small inline ones are written with format_html, since a template would add white space inside a sentence.
/ui/ shows each in every state.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, cast

from django import template
from django.template import Context, Template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from jejaring.kernel import clock
from jejaring.kernel.verdict import Verdict
from jejaring.ui import numbers, rows, when
from jejaring.ui.icons import LOGO
from jejaring.ui.keeping import keep

register = template.Library()

NOTICE_ICONS = {"late": "alert", "soon": "clock", "kept": "check", "calm": "info"}
PLACE_ICONS = {
    "reports": "report", "cases": "case", "referrals": "referral", "promises": "clock", "meetings": "meeting", "audit": "eye",
    "organisations": "network", "accounts": "user", "codes": "plan", "lists": "plan",
}  # fmt: skip
KEPT_BY = ("home_url", "new_report_url", "help_url")


def _now(context: Context) -> datetime:
    """The moment that a page stands at: `now` of its context, else the injected clock."""
    found = context.get("now")
    return found if isinstance(found, datetime) else clock.now()


def _part(context: Context, name: str, **values: Any) -> SafeString:
    """Render ui/parts/<name>.html with these values only (and the token of its forms)."""
    engine = cast(Template, context.template).engine
    values["csrf_token"] = context.get("csrf_token")
    return engine.get_template(f"ui/parts/{name}.html").render(context.new(values))


def _trimmed(content: str) -> SafeString:
    """The rendered content of a block without the white space around it (strip alone would make it unsafe again)."""
    return SafeString(content.strip())


# The page


@register.simple_tag(takes_context=True)
def theme(context: Context) -> str:
    """light, dark or auto, as the cookie says."""
    request = context.get("request")
    chosen = request.COOKIES.get("theme", "") if request else ""
    return chosen if chosen in ("light", "dark") else "auto"


@register.simple_block_tag
def pagetitle(content: str) -> str:
    """The title of a page; one that says nothing of its content is only our name."""
    return format_html("{} · Jejaring", _trimmed(content)) if content.strip() else "Jejaring"


@register.simple_tag
def logo() -> SafeString:
    return SafeString(LOGO)


icon = register.simple_tag(rows.icon)


@register.simple_tag
def place_icon(place: Any) -> SafeString:
    """The icon of an entry of the navigation: its own, or that of the first part of its address."""
    root = place.url.strip("/").partition("/")[0] or "desk"
    return icon(getattr(place, "icon", "") or PLACE_ICONS.get(root, root))


@register.simple_tag(takes_context=True)
def kept(context: Context, name: str) -> SafeString:
    """A part of the frame that says the same on every page of one role in one language."""
    frame: Mapping[str, Any] = context.get("frame") or {}
    key = (name, when.language(), tuple(frame.get("nav") or ()), *(frame.get(each) for each in KEPT_BY))
    return keep(key, lambda: _part(context, name, frame=frame))


@register.simple_tag(takes_context=True)
def list_filter(context: Context, form: Any, download_url: str = "") -> SafeString:
    """The filter above a list. What was typed or could not be read is drawn for whoever typed it, every other one is kept."""

    def draw() -> SafeString:
        return _part(context, "filter", form=form, download_url=download_url)

    key = form.chosen
    return draw() if key is None else keep((type(form), when.language(), key, download_url), draw)


@register.simple_block_tag
def head(content: str, title: str, lead: str = "", kicker: str = "") -> SafeString:
    """The head of a page: kicker, title, one sentence, and its acts as the content."""
    return rows.head(_trimmed(content), title=title, lead=lead, kicker=kicker)


@register.simple_block_tag
def card(content: str, title: str = "", aside: str = "", flush: bool = False, id: str = "", level: int = 2) -> SafeString:
    """A sheet with a title; flush lets lists and tables reach its edges."""
    return rows.card(content, title=title, aside=aside, flush=flush, id=id, level=level)


# Promises and time


badge = register.simple_tag(rows.badge)


@register.simple_tag(takes_context=True)
def due(context: Context, due_at: datetime | None, state: str = "open", **moments: Any) -> SafeString:
    """How a promise stands, as a badge in a sentence. moments: kept_at, started_at, window."""
    moments["window"] = rows.window(moments.get("window"))
    said = when.due_words(due_at, now=_now(context), state=str(state), **moments)
    return badge(said.words, said.tone)


@register.simple_tag(takes_context=True)
def promise(
    context: Context, what: str, due_at: datetime | None = None, *, who: str = "", url: str = "", act: str = "", primary: bool = False,
    verdict: Any = None, method: str = "get", state: str = "open", badge: str = "", tone: str = "calm", note: str = "", id: Any = "",
    **moments: Any,
) -> SafeString:  # fmt: skip
    """A row: time first, then what, for whom, and the one act that keeps it. moments: kept_at, started_at, window.

    With an id the act gets the focus back when a list is asked for again while somebody stands on it.
    """
    moments["window"] = rows.window(moments.get("window"))
    said = when.Due(tone, badge, note) if badge else when.due_words(due_at, now=_now(context), state=str(state), **moments)
    look, mark = rows.classes(primary, plain=False, danger=False), f"act-{id}" if id else ""
    token = context.get("csrf_token") if method == "post" else ""
    shown = rows.act(label=act, classes=look, url=url, refused=_refused(verdict), method=method, id=mark, token=token) if act else ""
    return rows.promise(due=said, what=what, who=who, act_html=shown)


@register.simple_tag(takes_context=True)
def promises(context: Context, found: Iterable[Any], focus: bool = False) -> SafeString:
    """The rows of a list as `promise` draws each, in one go. With `focus` each act gets the focus back when the list is asked for again."""
    return rows.promised(found, now=_now(context), token=context.get("csrf_token"), focus=focus)


@register.simple_tag(takes_context=True)
def promise_rows(context: Context, found: Iterable[Any], act: str) -> SafeString:
    """The rows of a long list, each a page to open: title, due_at, about and url. As `promise` draws them, in one go."""
    return rows.openings(found, label=act, now=_now(context))


@register.simple_tag(takes_context=True)
def timeline(context: Context, moments: Iterable[Any]) -> SafeString:
    """Moments in the given order; kind (told, kept, late, sent, plain) is the look of the dot."""
    now = _now(context)
    return SafeString(f'<ol class="line">{"".join(rows.moment(m, url=_url(m), now=now) for m in moments)}</ol>\n')


def _url(m: Any) -> str:
    """Where a moment leads: its address, or that of the page which it names."""
    name = getattr(m, "url_name", "")
    return getattr(m, "url", "") or (reverse(name, args=[m.url_id] if m.url_id else []) if name else "")


# What is known


@register.simple_tag
def tag(text: str, high: bool = False) -> SafeString:
    """A small word about the thing; high marks a danger with a triangle."""
    return rows.tag(text, high=high)


def _listed(value: Any) -> str:
    return value if isinstance(value, str) else ", ".join(str(v) for v in value or ())


@register.inclusion_tag("ui/parts/safe.html")
def safe(contact: Any = None, *, number: str = "", **parts: Any) -> dict[str, Any]:
    """The banner of safe contact, from one object or mapping, or from its parts: channels, window, never, note, watched.

    A number is shown only where the page names it: identity stays masked until asked for.
    """
    given = {name: parts.get(name) for name in ("channels", "window", "never", "note", "watched")}
    if contact is not None:
        given = {name: contact.get(name) if isinstance(contact, Mapping) else getattr(contact, name, None) for name in given}
    hours = given["window"]
    said = hours if isinstance(hours, str) else when.hours(w) if (w := rows.window(hours)) else ""
    found = {"channels": _listed(given["channels"]), "window": said, "never": _listed(given["never"]), "note": given["note"] or ""}
    return {**found, "known": any(found.values()), "watched": bool(given["watched"]), "number": number}


@register.simple_block_tag
def facts(content: str) -> SafeString:
    """A list of facts; its content are `fact` and `factblock`."""
    return format_html('<dl class="facts">{}</dl>', content)


@register.simple_tag
def fact(name: str, value: Any, empty: str = "–") -> SafeString:
    """One fact; what is not known is said as such."""
    return rows.fact(name, value, empty)


@register.simple_block_tag
def factblock(content: str, name: str) -> SafeString:
    """One fact whose value is markup."""
    return format_html("<dt>{}</dt><dd>{}</dd>", name, content)


@register.inclusion_tag("ui/parts/masked.html", takes_context=True)
def masked(context: Context, url: str = "", what: str = "", shown: Any = None, method: str = "get", stored: bool = True) -> dict[str, Any]:
    """A value that is hidden until asked for; asking is logged. `stored=False`, for those who may ask: there is nothing to show."""
    return {"stored": stored, "url": url, "what": what, "shown": shown, "method": method, "csrf_token": context.get("csrf_token")}


# Words to the user


@register.simple_block_tag(takes_context=True)
def nothing(context: Context, content: str, title: str, act: str = "", url: str = "") -> SafeString:
    """An empty list, and what to do next."""
    return _part(context, "nothing", content=_trimmed(content), title=title, act=act, url=url)


@register.simple_block_tag(takes_context=True)
def notice(context: Context, content: str, tone: str = "calm", title: str = "") -> SafeString:
    """A word to the reader inside a page."""
    return _part(context, "notice", content=content, tone=tone, title=title, icon=NOTICE_ICONS[tone])


@register.simple_block_tag(takes_context=True)
def readaloud(context: Context, content: str, title: str = "") -> SafeString:
    """What the officer reads out before asking."""
    return _part(context, "readaloud", content=content, title=title or gettext("Read this out first"))


@register.inclusion_tag("ui/parts/errors.html")
def errors(form: Any) -> dict[str, Any]:
    """What is wrong, on top of the page, with links to the inputs."""
    return {"problems": list(form.problems()) if form.is_bound else [], "saves": form.saves}


@register.simple_tag
def form_fields(form: Any) -> SafeString:
    """All sections of a form with what is hidden."""
    return cast(SafeString, form.render())


# Acts


@register.simple_tag
def button(text: str, url: str, primary: bool = False, plain: bool = False, danger: bool = False, icon: str = "") -> SafeString:
    """A link that looks like a button."""
    return rows.button(text=text, url=url, classes=rows.classes(primary, plain, danger), icon_name=icon)


def _refused(verdict: Any) -> str:
    """Why an act is greyed; nothing where it is possible."""
    return gettext(verdict.reason) if isinstance(verdict, Verdict) and not verdict.ok else ""


@register.simple_tag(takes_context=True)
def act(
    context: Context, label: str, url: str = "", *, verdict: Any = None, method: str = "post", primary: bool = False, plain: bool = False,
    danger: bool = False, fields: Mapping[str, Any] | None = None, icon: str = "", id: str = "",
) -> SafeString:  # fmt: skip
    """An act of one button. A verdict that is not ok greys it and says why."""
    token, look = context.get("csrf_token") if method == "post" else "", rows.classes(primary, plain, danger)
    return rows.act(
        label=label, classes=look, url=url, refused=_refused(verdict), method=method, icon_name=icon, id=id, fields=fields, token=token
    )


# Lists, figures, progress


@register.simple_block_tag(takes_context=True)
def table(context: Context, content: str, caption: str, show_caption: bool = False) -> SafeString:
    """A table that scrolls inside itself; the caption is always there for those who listen."""
    return _part(context, "table", content=content, caption=caption, show_caption=show_caption)


@register.inclusion_tag("ui/parts/bar.html")
def bar(kept: int = 0, open: int = 0, late: int = 0, legend: bool = False) -> dict[str, Any]:
    """Kept, open and late as one bar; a part that exists is at least one unit wide, so that one late promise is seen."""
    counts = {"kept": kept, "open": open, "late": late}
    return {**counts, "legend": legend, "parts": numbers.bar_parts(kept, open, late), "words": numbers.bar_words(kept, open, late)}


@register.inclusion_tag("ui/parts/steps.html")
def steps(labels: Iterable[str], current: int = 0) -> dict[str, Any]:
    """Where one is on a way of several pages."""
    return {"labels": list(labels), "current": current}


@register.simple_tag
def meter(value: int, of: int, label: str) -> SafeString:
    """How far long work has come."""
    text = f"{numbers.number(value)} / {numbers.number(of)}"
    shape = '<label class="meter"><span>{}</span> <span class="num quiet">{}</span><progress value="{}" max="{}"></progress></label>'
    return format_html(shape, label, text, value, max(of, 1))


@register.inclusion_tag("ui/parts/pager.html")
def pager(next_url: str = "", first_url: str = "") -> dict[str, Any]:
    """Onward and back to the start of a list that pages by key."""
    return {"next_url": next_url, "first_url": first_url}
