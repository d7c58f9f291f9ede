"""The cast in the database of a real server, and somebody of it at a browser."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.person import PHONE, SCREEN, Person
from tests.cast import Cast, assemble
from tests.live import Live

At = Callable[..., Person]
PATIENCE = 15_000  # milliseconds: a word that does not come fails a test well before its page's own half minute


@pytest.fixture(scope="module")
def cast(live: Live) -> Cast:
    """Everybody, in the server's own database."""
    return assemble()


@pytest.fixture
def at(browser: Browser, live: Live, cast: Cast) -> Iterator[At]:
    """Put somebody at a browser: `at("duty", phone=True)`. After the test no console error and no error of a page."""
    contexts: list[BrowserContext] = []
    people: list[Person] = []

    def sit(name: str = "", *, phone: bool = False, dark: bool = False) -> Person:
        context = browser.new_context(
            base_url=live.url, viewport={"width": PHONE, "height": 844} if phone else {"width": SCREEN, "height": 900},
            color_scheme="dark" if dark else "light", locale="id-ID", timezone_id="Asia/Jakarta", reduced_motion="reduce",
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        people.append(Person(context, live.url, cast.actors.get(name), dark=dark))
        return people[-1]

    yield sit
    complaints = [c for p in people for c in p.complaints]
    for context in contexts:
        context.close()
    assert complaints == []
