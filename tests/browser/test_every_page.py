"""Every page that a role can open, found by following links: axe has nothing against it, and a phone shows it whole.

Each kind of page is opened once on a phone and measured. axe takes every third of them, and everybody's first page with its frame: narrow
or wide, light or dark, Indonesian or English by turns; EVERY_PAGE=1 lets it take all, in about three times as long. The stories look at
fewer pages in every way.
"""

import os
import re
from itertools import product
from typing import Literal

import pytest
from playwright.sync_api import Browser, Error, Page

from tests.browser import axe
from tests.browser.person import PHONE, SCREEN
from tests.cases import files
from tests.cast import Cast
from tests.intake.conftest import receive
from tests.live import Live
from tests.referrals.sent import send
from tests.screens import signed_in

ROLES = ("supervisor", "manager", "duty", "police", "keeper", "chair", "privacy", "admin")
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
NOT_PAGES = re.compile(r"^/(static|sign-out)|\.(csv|xlsx|pdf|json|xml|svg)$|/(download|file|copy|print)/")
SAME = re.compile(r"^/codes/(?!(?:areas|legal|holidays)/)[a-z_]+/$|^/help/|/services/[a-z_]+/$")  # one template with other rows
HUBS = {"/cases/", "/cases/*/", "/reports/*/", "/referrals/*/"}  # each role is led on from here by other links
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LOOKS = list(product((PHONE, SCREEN), THEMES, ("id", "en")))
STEP = 1 if os.environ.get("EVERY_PAGE") else 3
OVERFLOWS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
LINKS = "[...document.querySelectorAll('a[href^=\"/\"]')].map(link => link.getAttribute('href').split('#')[0])"
BEGIN = ("/", "/account/", "/account/password/", "/help/", "/directory/?service=shelter&hour=now")


def kind_of(path: str) -> str:
    """What all pages of one kind have in common: the address without ids and without a question."""
    return SAME.sub("one of many", ID.sub("*", path.partition("?")[0]))


@pytest.fixture
def city(cast: Cast) -> Cast:
    """Something of everything: a report, two cases, a referral to a partner."""
    receive(cast.duty)
    case = files.open_file(cast)
    files.wife_hit(cast)
    send(cast, case)
    return cast


class Walk:
    """One role after the other follows every link; what an earlier one has looked at is not looked at again."""

    def __init__(self, browser: Browser, url: str, cast: Cast) -> None:
        self.browser, self.url, self.cast = browser, url, cast
        self.looked: set[str] = set()
        self.wrong: list[str] = []

    def by(self, name: str) -> None:
        """Everything that one role can open."""
        page, waiting, seen = self._page_of(name), list(BEGIN), set[str]()
        while waiting:
            path = waiting.pop(0)
            kind = kind_of(path)
            if kind in seen or NOT_PAGES.search(path.partition("?")[0]):
                continue
            seen.add(kind)
            new = f"{name} /" if kind == "/" else kind
            if (new not in self.looked or kind in HUBS) and self._opens(page, path):
                if new not in self.looked:
                    self._look(page, name, path)
                    self.looked.add(new)
                waiting += page.evaluate(LINKS)
        page.context.close()

    def _page_of(self, name: str) -> Page:
        context = self.browser.new_context(base_url=self.url, reduced_motion="reduce", locale="id-ID", timezone_id="Asia/Jakarta")
        cookie = signed_in(self.cast.actors[name]).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": self.url}])
        return context.new_page()

    def _opens(self, page: Page, path: str) -> bool:
        """Go there on a phone, in this turn's language and theme. Not everything that is linked is a page, or is there for this role."""
        _width, theme, language = self._turn()
        page.context.add_cookies([{"name": "language", "value": language, "url": self.url}])
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": PHONE, "height": 900})
        try:
            answer = page.goto(path)
        except Error as error:
            if "Download is starting" in error.message:
                return False
            raise
        if answer is None or answer.status >= 500:
            self.wrong.append(f"{path}: an error of the server")
        return answer is not None and answer.status == 200

    def _turn(self) -> tuple[int, Literal["light", "dark"], str]:
        return LOOKS[len(self.looked) % len(LOOKS)]

    def _look(self, page: Page, name: str, path: str) -> None:
        """Note what is wrong with the page that is open."""
        width, *_rest = look = self._turn()
        found = ["wider than a phone"] if page.evaluate(OVERFLOWS) else []
        if path == "/" or len(self.looked) % STEP == 0:
            tall = page.evaluate("document.documentElement.scrollHeight")
            page.set_viewport_size({"width": width, "height": tall + 100})  # else the navigation covers something
            found += axe.findings(page, axe.ALL, within="html" if path == "/" else "main")
        self.wrong += [f"{name} {path} {look}: {what}" for what in found]


def test_every_page_is_accessible_and_fits_a_phone(browser: Browser, live: Live, city: Cast) -> None:
    walk = Walk(browser, live.url, city)

    for name in ROLES:
        walk.by(name)

    assert len(walk.looked) > 60, "the links lead nowhere any more"
    assert not walk.wrong, "\n".join(walk.wrong)
