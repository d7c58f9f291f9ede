"""Somebody at a browser: what they do and see, in the words of a story. Every kind of page they come to is checked once by axe."""

import re
from typing import Any, Literal
from uuid import UUID

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, expect

from jejaring.access.actor import Actor
from tests.browser import axe
from tests.screens import signed_in

PHONE, SCREEN = 390, 1280
REFUSED = re.compile(r"status of (401|403|404|409|422)")  # Chromium reports an answer that refuses as an error of the console
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
LOOK = "[document.documentElement.lang, document.body.className, String(!!document.querySelector('[data-errors]'))]"
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


class Person:
    """One browser with one page, signed in as somebody of the cast or as nobody."""

    looked: set[tuple[str, ...]] = set()  # kinds of pages that axe has seen in this run

    def __init__(self, context: BrowserContext, url: str, actor: Actor | None, *, dark: bool = False) -> None:
        self.actor, self.context, self.complaints = actor, context, list[str]()
        self.theme: Literal["dark", "light"] = "dark" if dark else "light"
        if actor:
            cookie = signed_in(actor).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": url}])
        self.page: Page = context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not REFUSED.search(message.text):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _arrives(self) -> "Person":
        if self.page.locator("[data-errors]").count():
            expect(self.page.locator("[data-errors]")).to_be_focused()
            assert self.page.title().startswith(("Galat", "Error")), self.page.title()
        kind = (ID.sub("*", self.path), *self.page.evaluate(LOOK))
        if kind not in Person.looked:
            Person.looked.add(kind)
            self.finds_it_accessible()
        return self

    def opens(self, path: str) -> "Person":
        """Open a page by its path."""
        self.page.goto(path)
        return self._arrives()

    def _goes_by(self, link: Locator) -> "Person":
        with self.page.expect_navigation():
            link.click()
        return self._arrives()

    def follows(self, words: str) -> "Person":
        """Follow a link by its words."""
        return self._goes_by(self.page.get_by_role("link", name=words).first)

    def presses(self, words: str) -> "Person":
        """Press a button by its words."""
        return self._goes_by(self.page.get_by_role("button", name=words, exact=True).first)

    def submits(self) -> "Person":
        """Press the one main button of the page's form."""
        return self._goes_by(self.page.locator("main form button.primary[type=submit]").first)

    def _box(self, name: str, value: str) -> Locator:
        wanted = f"[value='{value}']" if value else ""
        return self.page.locator(f"input[name='{name}']{wanted}").first

    def unfolds(self) -> "Person":
        """Open everything that is folded on the page."""
        self.page.evaluate("document.querySelectorAll('main details').forEach(fold => { fold.open = true })")
        return self

    def ticks(self, name: str, *values: str) -> "Person":
        """Tick chips or boxes of a field."""
        for value in values or ("",):
            box = self._box(name, value)
            for fold in box.locator("xpath=ancestor::details[not(@open)]").all():
                fold.locator("summary").first.click()
            box.check()
        return self

    def writes(self, name: str, text: str) -> "Person":
        """Write into a field."""
        self.page.locator(f"input[name='{name}']:not([type=hidden]), textarea[name='{name}']").first.fill(text)
        return self

    def chooses(self, name: str, value: str | UUID | None = None, *, words: str = "") -> "Person":
        """Choose in a list by its value or by its words."""
        box = self.page.locator(f"select[name='{name}']")
        box.select_option(label=words) if words else box.select_option(str(value))
        return self

    def sees(self, *words: str | re.Pattern[str]) -> "Person":
        """Find the words on the page."""
        for text in words:
            expect(self.page.locator("body")).to_contain_text(text)
        return self

    def sees_nothing_of(self, *words: str) -> "Person":
        """Find none of the words on the page, nor in what it hides."""
        found = [text for text in words if text in self.page.content()]
        assert not found, f"{self.page.url} says {found}"
        return self

    def is_told_beside(self, name: str, words: str) -> "Person":
        """Find a message beside its field, tied to it, and in the summary on top, which leads to the field."""
        field = self.page.locator(f"[name='{name}']:not([type=hidden])").first
        beside = self.page.locator(f"#id_{name}_error")
        expect(beside).to_contain_text(words)
        assert f"id_{name}_error" in str(
            field.evaluate("e => (e.closest('fieldset[aria-describedby]') || e).getAttribute('aria-describedby')")
        )
        self.page.locator("[data-errors] a", has_text=words).first.click()
        expect(field).to_be_focused()
        return self

    def card(self, title: str) -> str:
        """What stands on a card of the page."""
        return self.page.locator("section.card", has=self.page.get_by_role("heading", name=title, exact=True, level=2)).first.inner_text()

    def value_of(self, name: str) -> str:
        """What stands in a field."""
        return self.page.locator(f"[name='{name}']").first.input_value()

    @property
    def path(self) -> str:
        """Where the person is, without what was asked."""
        return "/" + self.page.url.split("/", 3)[3].partition("?")[0].partition("#")[0]

    def finds_it_accessible(self) -> "Person":
        """No finding of axe on a phone and on a screen, light and dark; nothing wider than the screen."""
        size = self.page.viewport_size or {"width": SCREEN, "height": 900}
        for width in sorted((PHONE, SCREEN), key=lambda w: w == size["width"]):
            self._fits(width)
            self._passes(axe.ALL)
        self.page.emulate_media(color_scheme="dark")
        self._passes(axe.COLOURS)
        self.page.emulate_media(color_scheme=self.theme)
        self.page.set_viewport_size(size)
        return self

    def _fits(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": 900})
        tall = self.page.evaluate("document.documentElement.scrollHeight")
        self.page.set_viewport_size({"width": width, "height": tall + 100})  # else the navigation below the thumb covers something
        assert not self.page.evaluate(WIDE), f"{self.page.url} is wider than {width} pixels"

    def _passes(self, rules: dict[str, Any]) -> None:
        found = axe.findings(self.page, rules)
        assert not found, "\n".join([self.page.url, *found])
