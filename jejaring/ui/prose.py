"""Guides as plain Markdown, read into sections of safe HTML: headings, paragraphs, lists, numbered steps, notes, commands, tables.

Only what the guides in docs/ use; everything is escaped, and pictures are left out: they belong to the printed guide.
`**words**` are the words of a button or a heading on a screen.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

HEADING = re.compile(r"(#{1,4}) (.+)")
ITEM = re.compile(r"(-|\d+\.) (.+)")
INLINE = re.compile(r"\*\*(?P<label>[^*]+)\*\*|`(?P<code>[^`]+)`|\[(?P<words>[^\]]+)\]\((?P<to>[^)\s]+)\)")
Link = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with what stands under it until the next one."""

    level: int
    title: str
    html: SafeString


def inline(text: str, link: Link) -> SafeString:
    """A line with its labels, commands and links."""
    done, at = [], 0
    for found in INLINE.finditer(text):
        done.append(conditional_escape(text[at : found.start()]))
        at = found.end()
        if label := found["label"]:
            done.append(format_html("<strong>{}</strong>", label))
        elif code := found["code"]:
            done.append(format_html("<code>{}</code>", code))
        else:
            done.append(format_html('<a href="{}">{}</a>', link(found["to"]), found["words"]))
    return mark_safe("".join([*done, conditional_escape(text[at:])]))  # noqa: S308  every piece was escaped


def _blocks(text: str) -> Iterator[list[str]]:
    """Runs of lines between empty ones; a fenced block and a heading are blocks of their own."""
    block: list[str] = []
    fenced = False
    for line in text.splitlines():
        starts = line.startswith("```") or (not fenced and bool(HEADING.match(line)))
        if fenced:
            block.append(line)
            if line.startswith("```"):
                yield block
                block, fenced = [], False
            continue
        if (starts or not line.strip()) and block:
            yield block
            block = []
        if starts and line.startswith("```"):
            block, fenced = [line], True
        elif starts:
            yield [line]
        elif line.strip():
            block.append(line)
    if block:
        yield block


def _items(lines: list[str]) -> list[str]:
    """The items of a list, each on one line again."""
    items: list[str] = []
    for line in lines:
        if found := ITEM.match(line):
            items.append(found[2])
        else:
            items[-1] += " " + line.strip()
    return items


def _row(cells: list[SafeString]) -> SafeString:
    rest = format_html_join("", "<td>{}</td>", ((cell,) for cell in cells[1:]))
    return format_html('<tr><th scope="row">{}</th>{}</tr>', cells[0], rest)


def _table(lines: list[str], link: Link) -> SafeString:
    rows = [[inline(cell.strip(), link) for cell in line.strip().strip("|").split("|")] for line in lines]
    head = format_html_join("", '<th scope="col">{}</th>', ((cell,) for cell in rows[0]))
    body = format_html_join("", "{}", ((_row(cells),) for cells in rows[2:]))
    return format_html('<table class="table"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>', head, body)


def _block(lines: list[str], link: Link) -> SafeString:
    first = lines[0]
    if first.startswith("!["):
        return SafeString("")
    if first.startswith("```"):
        return format_html("<pre><code>{}</code></pre>", "\n".join(lines[1:-1]))
    if first.startswith("> "):
        return format_html('<p class="notice calm">{}</p>', inline(" ".join(line.removeprefix("> ") for line in lines), link))
    if first.startswith("|"):
        return _table(lines, link)
    if found := ITEM.match(first):
        items = format_html_join("", "<li>{}</li>", ((inline(item, link),) for item in _items(lines)))
        return format_html('<ol class="numbered">{}</ol>' if found[1] != "-" else '<ul class="points">{}</ul>', items)
    return format_html("<p>{}</p>", inline(" ".join(line.strip() for line in lines), link))


def parts(text: str, link: Link) -> list[Part]:
    """The parts of a guide, its title first. `link` turns what a link leads to into an address of the screens."""
    found: list[tuple[int, str, list[SafeString]]] = []
    for lines in _blocks(text):
        if heading := HEADING.match(lines[0]):
            found.append((len(heading[1]), heading[2].strip(), []))
        elif found:
            found[-1][2].append(_block(lines, link))
    return [Part(level, title, mark_safe("".join(html))) for level, title, html in found]  # noqa: S308
