"""Somebody of the cast at a screen without a window: reads pages and fills in the forms that are really on them.

It speaks the words of `tests.browser.person.Person`, so that the steps of a story serve both. Whatever is not on the page cannot be
written, ticked, chosen or pressed: that is a failure. Every request goes through the real middleware, with the page's own CSRF token.
"""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from jejaring.access.actor import Actor
from tests.screens import signed_in
from tests.stories import html
from tests.stories.html import Element

MOST_REDIRECTS = 5


@dataclass
class Seen:
    """Every request of a story: who asked for what, and the status of the answer."""

    requests: list[tuple[str, str, int]] = field(default_factory=list)


class Reader:
    """One session of one person. Every act gives the reader back, so that acts read as a sentence."""

    def __init__(self, actor: Actor, seen: Seen | None = None) -> None:
        self.actor, self.seen = actor, seen or Seen()
        self.client = signed_in(actor)
        self.client.handler.enforce_csrf_checks = True
        self.path, self.status, self.body = "", 0, b""
        self.page = html.read("")
        self.files: dict[str, SimpleUploadedFile] = {}

    # ----- where

    def opens(self, path: str) -> "Reader":
        """Open a page by its path."""
        return self._arrives(path, self.client.get(path))

    def follows(self, words: str) -> "Reader":
        """Follow the first link with these words."""
        links = [a for a in self.page.all("a") if a.has("href") and words in a.words]
        assert links, f"no link “{words}” on {self.path}: {self.page_words}"
        return self.opens(urljoin(self.path, links[0]["href"]))

    def submits(self) -> "Reader":
        """Press the one main button of the page's form."""
        buttons = [b for b in self.main.all("button", type="submit", classes="primary") if b.within("form")]
        assert buttons, f"nothing to submit on {self.path}: {self.page_words}"
        return self._presses(buttons[0])

    def presses(self, words: str) -> "Reader":
        """Press a button by its words."""
        buttons = [b for b in self.page.all("button") if b.words == words and not b.has("disabled")]
        assert buttons, f"no button “{words}” on {self.path}: {self.page_words}"
        return self._presses(buttons[0])

    def _presses(self, button: Element) -> "Reader":
        form = button.within("form")
        assert form is not None, f"the button “{button.words}” on {self.path} sends nothing"
        data: dict[str, Any] = dict(html.sent_by(form))
        if button["name"]:
            data[button["name"]] = [button["value"]]
        target = urljoin(self.path, form["action"]) if form["action"] else self.asked
        if form["method"].lower() != "post":
            return self._arrives(target, self.client.get(target.partition("?")[0], data))
        if self.files:
            assert form["enctype"] == "multipart/form-data", f"the form on {self.path} takes no file"
        files, self.files = self.files, {}
        return self._arrives(target, self.client.post(target, data | files), "POST")

    def _arrives(self, asked: str, answer: Any, method: str = "GET") -> "Reader":
        self.seen.requests.append((method, asked, answer.status_code))
        for _turn in range(MOST_REDIRECTS):
            if answer.status_code not in (301, 302, 303):
                break
            asked = urljoin(asked, answer["Location"])
            answer = self.client.get(asked)
            self.seen.requests.append(("GET", asked, answer.status_code))
        assert answer.status_code < 500, f"{asked} answers {answer.status_code}"
        self.asked, self.path, self.status = asked, asked.partition("?")[0].partition("#")[0], answer.status_code
        self.body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        self.page, self.files = html.read(self.body.decode() if answer["Content-Type"].startswith("text/html") else ""), {}
        return self

    # ----- what is written

    def _boxes(self, name: str, *tags: str) -> list[Element]:
        found = [e for form in self.page.all("form") for e in html.fields(form) if e["name"] == name and (not tags or e.tag in tags)]
        assert found, f"no field “{name}” on {self.path}: {sorted({e['name'] for e in self.page.all('input', 'select', 'textarea')})}"
        return found

    def ticks(self, name: str, *values: str) -> "Reader":
        """Tick chips or boxes of a field."""
        for one in values or ("",):
            boxes = [b for b in self._boxes(name, "input") if b["type"] in ("checkbox", "radio")]
            wanted = [b for b in boxes if not one or html.value(b) == one]
            assert wanted, f"“{name}” on {self.path} does not offer “{one}”: {[html.value(b) for b in boxes]}"
            if wanted[0]["type"] == "radio":
                for other in boxes:
                    other.attributes.pop("checked", None)
            wanted[0].attributes["checked"] = ""
        return self

    def unticks(self, name: str, *values: str) -> "Reader":
        """Take ticks back."""
        for box in self._boxes(name, "input"):
            if not values or html.value(box) in values:
                box.attributes.pop("checked", None)
        return self

    def writes(self, name: str, text: str) -> "Reader":
        """Write into a field."""
        box = next((b for b in self._boxes(name, "input", "textarea") if b["type"] not in ("hidden", "checkbox", "radio", "file")), None)
        assert box is not None, f"nothing can be written into “{name}” on {self.path}"
        if box.tag == "textarea":
            box.inside = [text]
        else:
            box.attributes["value"] = text
        return self

    def chooses(self, name: str, choice: str | UUID | None = None, *, words: str = "") -> "Reader":
        """Choose in a list by its value or by words in it."""
        options = self._boxes(name, "select")[0].all("option")
        wanted = [o for o in options if (words in o.words if words else html.option_value(o) == str(choice))]
        assert wanted, f"“{name}” on {self.path} does not offer “{words or choice}”: {[(html.option_value(o), o.words) for o in options]}"
        for option in options:
            option.attributes.pop("selected", None)
        wanted[0].attributes["selected"] = ""
        return self

    def attaches(self, name: str, filename: str, content: bytes, kind: str) -> "Reader":
        """Choose a file."""
        assert self._boxes(name, "input")[0]["type"] == "file"
        self.files[name] = SimpleUploadedFile(filename, content, kind)
        return self

    def unfolds(self) -> "Reader":
        """Here everything is open already."""
        return self

    def offers(self, name: str) -> list[str]:
        """What a field offers to choose from; nothing where the field is not on the page."""
        boxes = [e for e in self.main.all("input", "select") if e["name"] == name and not e.has("disabled")]
        return [html.option_value(o) for b in boxes for o in b.all("option")] + [html.value(b) for b in boxes if b.tag == "input"]

    def value_of(self, name: str) -> str:
        """What stands in a field; the value of the chip that is ticked."""
        boxes = self._boxes(name)
        ticked = [b for b in boxes if b["type"] in ("checkbox", "radio")]
        return next((html.value(b) for b in ticked if b.has("checked")), "") if ticked else html.value(boxes[0])

    # ----- what is read

    @property
    def main(self) -> Element:
        """The main part of the page."""
        return next(iter(self.page.all("main")), self.page)

    @property
    def page_words(self) -> str:
        """What the page says, on one line."""
        return self.page.words

    def sees(self, *words: str | re.Pattern[str]) -> "Reader":
        """Find the words on the page."""
        said = self.page_words
        for one in words:
            assert (one in said) if isinstance(one, str) else one.search(said), f"{self.path} does not say “{one}”: {said}"
        return self

    def sees_nothing_of(self, *words: str) -> "Reader":
        """Find none of the words on the page, nor in what it hides."""
        content = self.body.decode(errors="replace")
        found = [one for one in words if one in content]
        assert not found, f"{self.path} says {found}"
        return self

    def is_told_beside(self, name: str, words: str) -> "Reader":
        """Find a message beside its field and in the summary on top; the page keeps what was typed."""
        beside = self.page.all(id=f"id_{name}_error")
        said = [e.words for e in self.page.walk() if e.has("data-errors")]
        assert self.status == 422, (self.status, self.path, said)
        assert beside, f"nothing is said beside “{name}” on {self.path}: {said}"
        assert words in beside[0].words, beside[0].words
        assert any(words in one for one in said), said
        return self

    def is_refused(self, words: str = "") -> "Reader":
        """The page answers that this cannot be done, and why."""
        assert self.status in (403, 404, 409, 422), f"{self.path} answers {self.status}: {self.page_words}"
        return self.sees(words)

    def card(self, title: str) -> str:
        """What stands on a card of the page."""
        for card in self.page.all("section", classes="card"):
            if any(h.words == title for h in card.all("h2")):
                return card.words
        raise AssertionError(f"no card “{title}” on {self.path}: {[h.words for h in self.page.all('h2')]}")
