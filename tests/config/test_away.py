"""While the database is stopped, starting, or has ended our connection: a page that says so, and a form that goes along."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import psycopg
import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from jejaring.access.purposes import Purpose, screen
from jejaring.audit import actions as audit
from jejaring.audit.models import Event
from jejaring.config.urls import handler400, handler403, handler404, handler500, urlpatterns
from jejaring.guard.context import acting_as
from jejaring.kernel.ids import NIL
from tests.cast import Cast, assemble
from tests.config.test_headers import ERROR, PLAIN, like
from tests.databases import Clone
from tests.screens import signed_in

STORY = 'ia "takut" <b>'
SHOWN = "ia &quot;takut&quot; &lt;b&gt;"
LATER = {"Retry-After": "15"}


@screen(Purpose.DESK)
def cut(request: HttpRequest) -> HttpResponse:
    """Its connection is ended in the middle of an act, as when the database is restarted."""
    audit.record("half_done", "view", NIL)
    with psycopg.connect(Routes.url, autocommit=True) as other:
        other.execute("select pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])
    audit.record("half_done", "view", NIL)
    return HttpResponse()


@screen(Purpose.DESK)
def slow(request: HttpRequest) -> HttpResponse:
    """The database answers with an error of its own."""
    with connection.cursor() as cursor:
        cursor.execute("set local statement_timeout = 1")
        cursor.execute("select pg_sleep(5)")
    return HttpResponse()


class Routes:
    """Two addresses of our own before the product's."""

    url: ClassVar = ""
    handler400, handler403, handler404, handler500 = handler400, handler403, handler404, handler500
    urlpatterns: ClassVar = [path("test/cut/", cut), path("test/slow/", slow), *urlpatterns]


@pytest.fixture
def cast(own_database: Clone) -> Iterator[Cast]:
    Routes.url = own_database.app_url
    with override_settings(ROOT_URLCONF=Routes):
        yield assemble()


def browser(cast: Cast) -> Client:
    client = signed_in(cast.duty)
    client.raise_request_exception = False
    return client


@contextmanager
def stopped(folder: Path) -> Iterator[None]:
    """No server listens where the application looks for it."""
    where = connection.settings_dict["HOST"]
    connection.close()
    connection.settings_dict["HOST"] = str(folder)
    try:
        yield
    finally:
        connection.settings_dict["HOST"] = where


def is_told(answer: Any, *, form: bool = False) -> str:
    """The page, which says in both languages what happened and nothing of how; a form may carry what was typed."""
    page: str = answer.content.decode()
    expected = (ERROR if form else PLAIN) | LATER
    shown = {name: value for name, value in answer.headers.items() if name != "Content-Length"}
    assert answer.status_code == 503
    assert set(shown) == set(expected)
    assert {name: value for name, value in shown.items() if not like(value, expected[name])} == {}
    assert ("Tidak ada yang hilang" in page, "Nothing is lost" in page) == (True, True)
    assert page.count("<h1>") == 1
    for inner in ("Traceback", "psycopg", "terminat", "socket", "SELECT"):
        assert inner not in page
    return page


def test_a_form_whose_connection_ends_in_the_middle_comes_back_whole_and_is_undone_whole(cast: Cast) -> None:
    client = browser(cast)
    page = is_told(client.post("/test/cut/?x=1", {"story": STORY, "password": "rahasia"}), form=True)

    assert f'name="story" value="{SHOWN}"' in page
    assert 'action="/test/cut/?x=1"' in page
    assert "rahasia" not in page
    assert client.get("/account/").status_code == 200, "the next request finds the database again"
    with acting_as(cast.privacy, "test"):
        assert not Event.objects.filter(act="half_done").exists()


def test_what_is_sent_again_from_that_page_passes_the_check_of_its_token(cast: Cast, tmp_path: Path) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in(cast.duty).cookies
    client.raise_request_exception = False
    token = client.get("/account/").cookies["csrftoken"].value
    typed = {"language": "en", "csrfmiddlewaretoken": token}
    with stopped(tmp_path):
        page = is_told(client.post("/account/desk/", typed | {"desk": str(cast.duty.desk)}), form=True)
    (again,) = {line.partition('value="')[2].partition('"')[0] for line in page.split("<input") if "csrfmiddlewaretoken" in line}

    answer = client.post("/account/desk/", {"desk": str(cast.duty.desk), "csrfmiddlewaretoken": again})
    assert answer.status_code == 302, "not the page of a stale form"


def test_a_form_of_another_site_gets_no_fields_back(cast: Cast) -> None:
    page = is_told(browser(cast).post("/test/cut/", {"story": STORY}, headers={"sec-fetch-site": "cross-site"}))

    assert SHOWN not in page


@pytest.mark.parametrize("address", ["/", "/account/", "/sign-in/"])
def test_while_it_is_stopped_every_page_says_so_and_afterwards_every_page_is_there(cast: Cast, tmp_path: Path, address: str) -> None:
    client = browser(cast)
    before = client.get(address).status_code
    with stopped(tmp_path):
        page = is_told(client.get(address, headers={"accept-language": "id"}))

    assert f'href="{address}"' in page
    assert client.get(address).status_code == before


def test_an_error_that_the_database_answers_with_is_ours_and_says_so(cast: Cast) -> None:
    assert browser(cast).get("/test/slow/").status_code == 500
