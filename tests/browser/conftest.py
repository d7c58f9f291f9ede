"""The cast in the database of a real server, and somebody of it at a browser."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.person import Person
from tests.cast import Cast, assemble
from tests.live import Live

PHONE, SCREEN = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
At = Callable[..., Person]


@pytest.fixture(scope="module")
def cast(live: Live) -> Cast:
    """Everybody, in the server's own database."""
    return assemble()


@pytest.fixture
def at(browser: Browser, live: Live, cast: Cast) -> Iterator[At]:
    """Put somebody at a browser: `at("duty", phone=True)`. After the test no console error and no page wider than its screen."""
    contexts: list[BrowserContext] = []
    people: list[Person] = []

    def sit(name: str = "", *, phone: bool = False, dark: bool = False, english: bool = False) -> Person:
        context = browser.new_context(
            base_url=live.url, viewport=PHONE if phone else SCREEN, color_scheme="dark" if dark else "light",
            locale="id-ID", timezone_id="Asia/Jakarta",
        )  # fmt: skip
        contexts.append(context)
        if english:
            context.add_cookies([{"name": "language", "value": "en", "url": live.url}])
        people.append(Person(context, live.url, cast.actors.get(name)))
        return people[-1]

    yield sit
    complaints = [c for p in people for c in p.complaints]
    for context in contexts:
        context.close()
    assert complaints == []
