"""Somebody at a browser: what they do and see, in the words of a story."""

import re
from typing import Any
from uuid import UUID

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, expect

from jejaring.access.actor import Actor
from tests.screens import signed_in

RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
REFUSED = re.compile(r"status of (401|403|404|409|422)")  # Chromium reports an answer that refuses as an error of the console


class Person:
    """One browser with one page, signed in as somebody of the cast or as nobody."""

    def __init__(self, context: BrowserContext, url: str, actor: Actor | None) -> None:
        self.actor, self.context, self.complaints = actor, context, list[str]()
        if actor:
            cookie = signed_in(actor).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": url}])
        self.page: Page = context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not REFUSED.search(message.text):
            self.complaints.append(message.text)

    def opens(self, path: str) -> "Person":
        """Open a page by its path."""
        self.page.goto(path)
        return self

    def follows(self, words: str) -> "Person":
        """Follow a link by its words."""
        self.page.get_by_role("link", name=words).first.click()
        return self

    def presses(self, words: str) -> "Person":
        """Press a button by its words."""
        self.page.get_by_role("button", name=words, exact=True).first.click()
        return self

    def submits(self) -> "Person":
        """Press the one main button of the page's form."""
        self.page.locator("main form button.primary[type=submit]").first.click()
        return self

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
            self._box(name, value).check()
        return self

    def writes(self, name: str, text: str) -> "Person":
        """Write into a field."""
        self.page.locator(f"input[name='{name}']:not([type=hidden]), textarea[name='{name}']").first.fill(text)
        return self

    def writes_unfolded(self, name: str, text: str) -> "Person":
        """Write into a field behind a fold."""
        return self.unfolds().writes(name, text)

    def chooses(self, name: str, value: str | UUID | None = None, *, words: str = "") -> "Person":
        """Choose in a list by its value or by its words."""
        box = self.page.locator(f"select[name='{name}']")
        box.select_option(label=words) if words else box.select_option(str(value))
        return self

    def sees(self, *words: str) -> "Person":
        """Find the words on the page."""
        for text in words:
            expect(self.page.locator("body")).to_contain_text(text)
        return self

    def sees_nothing_of(self, *words: str) -> "Person":
        """Find none of the words on the page."""
        for text in words:
            expect(self.page.locator("body")).not_to_contain_text(text)
        return self

    def value_of(self, name: str) -> str:
        """What stands in a field."""
        return self.page.locator(f"[name='{name}']").first.input_value()

    @property
    def path(self) -> str:
        """Where the person is."""
        return "/" + self.page.url.split("/", 3)[3]

    def finds_it_accessible(self) -> "Person":
        """No finding of axe, and nothing wider than the screen."""
        size = self.page.viewport_size or {"width": 1280, "height": 900}
        tall = self.page.evaluate("document.documentElement.scrollHeight")
        self.page.set_viewport_size({"width": size["width"], "height": tall + 100})  # else the navigation below the thumb covers something
        found: Any = Axe().run(self.page, options={"runOnly": RULES})
        self.page.set_viewport_size(size)
        assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"
        wide = self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, f"{self.page.url} is wider than the screen"
        return self
