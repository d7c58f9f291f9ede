"""Just enough of a browser's reading of a page: a tree of elements, its words, its forms and what each would send."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
UNREAD = frozenset({"script", "style", "template"})
BLOCKS = frozenset("p div li dt dd td th tr h1 h2 h3 h4 section article summary legend label option button br time".split())


@dataclass(eq=False)
class Element:
    """An element, what it says of itself, and what is inside of it."""

    tag: str
    attributes: dict[str, str]
    parent: "Element | None" = None
    inside: "list[Element | str]" = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")

    def has(self, name: str) -> bool:
        """Whether the attribute is there at all, such as `checked`."""
        return name in self.attributes

    def walk(self) -> "Iterator[Element]":
        """This element and all inside, in the order of the page."""
        yield self
        for child in self.inside:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, *tags: str, **wanted: str) -> "list[Element]":
        """Those of these tags with these attributes; `classes` is one of the classes."""
        one_class = wanted.pop("classes", "")
        return [
            e for e in self.walk()
            if (not tags or e.tag in tags) and (not one_class or one_class in e["class"].split())
            and all(e[name.rstrip("_").replace("_", "-")] == value for name, value in wanted.items())
        ]  # fmt: skip

    @property
    def words(self) -> str:
        """What can be read in it, on one line."""
        return re.sub(r"\s+", " ", "".join(self._pieces())).strip()

    def _pieces(self) -> Iterator[str]:
        if self.tag in UNREAD:
            return
        apart = " " if self.tag in BLOCKS else ""
        yield apart
        for child in self.inside:
            if isinstance(child, str):
                yield child
            else:
                yield from child._pieces()
        yield apart

    def within(self, tag: str) -> "Element | None":
        """The nearest element around it with this tag."""
        around: Element | None = self
        while around and around.tag != tag:
            around = around.parent
        return around


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.here = Element("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        new = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.inside.append(new)
        if tag not in VOID:
            self.here = new

    def handle_endtag(self, tag: str) -> None:
        around = self.here.within(tag)
        if around and around.parent:
            self.here = around.parent

    def handle_data(self, data: str) -> None:
        self.here.inside.append(data)


def read(text: str) -> Element:
    """The tree of a page."""
    builder = _Builder()
    builder.feed(text)
    builder.close()
    return builder.root


def fields(form: Element) -> list[Element]:
    """The fields of a form that can be filled in: named, not disabled."""
    return [e for e in form.all("input", "select", "textarea") if e["name"] and not e.has("disabled")]


def value(box: Element) -> str:
    """What stands in a field."""
    if box.tag == "textarea":
        return "".join(child for child in box.inside if isinstance(child, str)).removeprefix("\n")
    if box.tag == "select":
        options = box.all("option")
        chosen = [o for o in options if o.has("selected")] or options[:1]
        return option_value(chosen[0]) if chosen else ""
    return box["value"] if box.has("value") or box["type"] not in ("checkbox", "radio") else "on"


def option_value(option: Element) -> str:
    """What a choice of a list sends."""
    return option["value"] if option.has("value") else option.words


def sent_by(form: Element) -> dict[str, list[str]]:
    """What a browser would send: every filled field, boxes and chips only when they are ticked; files are given apart."""
    found: dict[str, list[str]] = {}
    for box in fields(form):
        unticked = box["type"] in ("checkbox", "radio") and not box.has("checked")
        if not unticked and box["type"] not in ("file", "submit", "button", "image"):
            found.setdefault(box["name"], []).append(value(box))
    return found
