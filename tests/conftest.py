"""What every test gets: the application's own role on a clone of the migrated database, and a browser on a real server."""

import os
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from pytest_django.plugin import DjangoDbBlocker

from tests import databases
from tests import live as live_server

if TYPE_CHECKING:
    from jejaring.cases.models import Case
    from tests.cast import Cast, Peopled

# How long drawing an example takes is the machine's affair: a busy one must fail nothing.
settings.register_profile("jejaring", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("jejaring")
CHROMIUM = os.environ.get("CHROMIUM", "")
LONG = ("proof", "browser", "stories", "config")
LAUNCH = "no-sandbox disable-gpu disable-quic no-first-run disable-background-networking disable-component-update disable-sync"


def pytest_configure(config: pytest.Config) -> None:
    """Tests see what the web process sees: no owner's connection. Templates name static files without collecting them first.

    Passwords are hashed by the installation's hasher in its cheapest form: hundreds of tests give somebody one.
    """
    from django.conf import settings
    from django.contrib.auth.hashers import ScryptPasswordHasher

    owner = os.environ.pop("DATABASE_OWNER_URL", None)
    if owner:
        os.environ["JEJARING_TEST_OWNER_URL"] = owner
    settings.DATABASES.pop("owner", None)
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns of a folder that is not there
    ScryptPasswordHasher.work_factor = 2
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps a loop in the main thread


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser its tests are skipped; everything else runs. What takes long begins first, so that no core waits at the end."""
    items.sort(key=lambda item: min((LONG.index(part) for part in item.path.parts if part in LONG), default=len(LONG)))
    for item in items:
        if not CHROMIUM and "browser" in item.path.parts:
            item.add_marker(pytest.mark.skip(reason="no chromium"))


@pytest.fixture(autouse=True)
def language_of_the_installation() -> None:
    """A request leaves its language behind in the thread: each test begins in the installation's own, in whatever order they run."""
    from django.utils import translation

    translation.deactivate()


@pytest.fixture(autouse=True)
def held_words_outlast_the_test(request: pytest.FixtureRequest) -> None:
    """What a process holds for a minute is read anew between two tests, never in the midst of one that counts statements."""
    from jejaring.directory.queries import names
    from jejaring.reference import queries as reference

    soon = time.monotonic() + 30
    if any(until < soon for until, _held in reference._held.values()):
        reference.forget()
    if any(since + names.NAMES_LIVE_SECONDS < soon for since, _names in names._names.values()):
        names._names.clear()
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        reference.label("report_channel", "hotline")


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[databases.Clone]:
    """Each session works in a clone; each test of the `db` fixture is rolled back."""
    with databases.clone("main") as clone, databases.connected_to(clone):
        yield clone


@pytest.fixture(scope="session")
def peopled(django_db_setup: databases.Clone, django_db_blocker: DjangoDbBlocker) -> Iterator["Peopled"]:
    """A second clone of the session's, in which the cast is at work: made once, when the first test asks for it."""
    from tests.cast import working

    with django_db_blocker.unblock(), databases.clone("cast") as clone, working(clone) as peopled:
        yield peopled


@pytest.fixture
def its_database(request: pytest.FixtureRequest, django_db_setup: databases.Clone) -> Iterator[None]:
    """Before the transaction of a test begins: whoever asks for the cast works where it is, everybody else where nothing is yet."""
    if "peopled" not in request.fixturenames:
        yield
        return
    peopled: Peopled = request.getfixturevalue("peopled")
    with peopled.connected():
        yield


@pytest.fixture
def _django_db_helper(its_database: None, _django_db_helper: None) -> None:
    """The transaction of pytest-django, in the test's database."""


@pytest.fixture(scope="session")
def database(django_db_setup: databases.Clone) -> databases.Clone:
    """The session's database. `psycopg.connect(database.owner_url)` is the owner, `database.app_url` the raw application role."""
    return django_db_setup


@pytest.fixture
def own_database(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[databases.Clone]:
    """A database for this test alone, where commits stay: for policies, concurrency and crashes. Not together with `db`."""
    with django_db_blocker.unblock(), databases.clone("own") as clone, databases.connected_to(clone):
        yield clone


@pytest.fixture
def owner(database: databases.Clone) -> Iterator["psycopg.Connection[tuple[Any, ...]]"]:
    """The owner's connection to the session's database; it sees only what was committed there. Rolled back."""
    connection = psycopg.connect(database.owner_url)
    yield connection
    connection.rollback()
    connection.close()


@pytest.fixture
def cast(db: None, peopled: "Peopled") -> "Cast":
    """The people and desks that most tests are about, as they are before anything happens."""
    return peopled.cast()


@pytest.fixture
def case(cast: "Cast") -> "Case":
    """A file at the unit: a girl recruited online, high risk, sexual, an unknown recruiter; only by WhatsApp, never by telephone."""
    from tests.cases import files

    return files.open_file(cast)


@pytest.fixture(scope="module")
def live(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[live_server.Live]:
    """A real server for the browser tests of one module, empty at first; Django's connection is in its database. Not together with `db`."""
    with django_db_blocker.unblock(), live_server.serving("live_" + request.module.__name__.rsplit(".", 1)[-1][:30].lower()) as server:
        yield server


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium; Playwright's own browsers are never downloaded."""
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": [f"--{word}" for word in LAUNCH.split()]}


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], live: live_server.Live) -> dict[str, Any]:
    """A person in Jambi; pages are opened by path: `page.goto("/")`."""
    return browser_context_args | {"locale": "id-ID", "timezone_id": "Asia/Jakarta", "base_url": live.url}
