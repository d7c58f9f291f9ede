"""Every kind of answer has exactly these headers: one that is added, lost or changed fails here and is decided upon."""

import http.client
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from django.test import Client, override_settings
from pytest_django.plugin import DjangoDbBlocker

from jejaring.access.actor import VISITOR
from jejaring.directory.models import User
from jejaring.guard.context import acting_as
from tests.cases import files
from tests.cases.paper import PDF, attach
from tests.cast import Cast, assemble
from tests.config.test_middleware import Routes
from tests.live import Live, serving
from tests.screens import signed_in

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Language": "id",
    "Server": "web",  # not which one
}
HTML = ALWAYS | {"Content-Type": "text/html; charset=utf-8"}
PAGE = HTML | {"Vary": "HX-Request, Cookie, Accept-Language"}  # with a form, and made for htmx or whole
ERROR = HTML | {"Vary": "Cookie, Accept-Language"}
PLAIN = HTML | {"Vary": "Accept-Language, Cookie"}  # without a form
FILE = ALWAYS | {"Vary": "Accept-Language, Cookie"}
TOKEN = "csrftoken=*; expires=*; HttpOnly; Max-Age=31449600; Path=/; SameSite=Lax"
LANGUAGE = "language=en; expires=*; HttpOnly; Max-Age=31536000; Path=/; SameSite=Lax"
SWITCHED = "language_switched=1; HttpOnly; Path=/; SameSite=Lax"
GONE = '{}=""; expires=*; Max-Age=0; Path=/'
Expected = tuple[int, dict[str, str], list[str]]


class Desk:
    """The addresses and browsers of the table."""

    def __init__(self, cast: Cast) -> None:
        self.case = files.open_file(cast)
        self.paper = attach(cast, self.case)
        self.manager, self.nobody = signed_in(cast.manager), Client()
        self.officer = signed_in(cast.duty)
        for client in (self.manager, self.nobody, self.officer):
            client.raise_request_exception = False
        with acting_as(cast.manager, "test"):
            self.victim = str(files.victim_of(self.case))

    def of_case(self, tail: str = "") -> str:
        """An address of the case."""
        return f"/cases/{self.case.pk}/{tail}"

    def printed(self) -> Any:
        """A paper that is printed as a draft."""
        typed = {"victim": self.victim, "companion_name": "Petugas", "tasks": "Mendampingi", "since": "3/3/2026", "until": "4/3/2026"}
        return self.manager.post(self.of_case("papers/print/assignment/"), typed | {"act": "draft"})


ANSWERS: dict[str, tuple[Callable[[Desk], Any], Expected]] = {
    "sign-in": (lambda d: d.nobody.get("/sign-in/"), (200, PAGE, [TOKEN])),
    "sent to the sign-in": (lambda d: d.nobody.get("/account/"), (302, PLAIN | {"Location": "/sign-in/?next=%2Faccount%2F"}, [])),
    "sign-in with what was typed": (lambda d: d.nobody.post("/account/desk/", {"a": "b"}), (401, ERROR, [TOKEN])),
    "a page": (lambda d: d.manager.get("/"), (200, PAGE, [TOKEN])),
    "a case": (lambda d: d.manager.get(d.of_case()), (200, PAGE, [TOKEN])),
    "a form": (lambda d: d.manager.get(d.of_case("note/")), (200, PAGE, [TOKEN])),
    "a refused form": (lambda d: d.manager.post(d.of_case("note/"), {"text": " "}), (422, PAGE, [TOKEN])),
    "a done act": (
        lambda d: d.manager.post(d.of_case("note/"), {"text": "x", "kind": "call"}),
        (302, PLAIN | {"Location": "/cases/*/"}, ["messages=*; HttpOnly; Path=/; SameSite=Lax"]),
    ),
    "a fragment": (
        lambda d: d.manager.get("/", headers={"hx-request": "true"}), (200, HTML | {"Vary": "HX-Request, Accept-Language, Cookie"}, []),
    ),
    "a fragment after the session": (
        lambda d: d.nobody.get("/", headers={"hx-request": "true"}), (204, PLAIN | {"HX-Redirect": "/sign-in/"}, []),
    ),
    "how long the session lasts": (lambda d: d.manager.get("/account/awake/"), (200, FILE | {"Content-Type": "text/plain"}, [])),
    "a list": (
        lambda d: d.manager.get("/directory/list.csv"),
        (200, FILE | {"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": 'attachment; filename="directory-*.csv"'}, []),
    ),
    "a printed paper": (
        lambda d: d.printed(),
        (200, FILE | {"Content-Type": "application/pdf", "Content-Disposition": 'inline; filename="*.pdf"'}, []),
    ),
    "a page of a paper": (
        lambda d: d.manager.get(d.of_case(f"papers/{d.paper}/picture/?page=1")), (200, FILE | {"Content-Type": "image/png"}, []),
    ),
    "a copy of a paper": (
        lambda d: d.manager.post(d.of_case(f"papers/{d.paper}/take/"), {"reason": "check"}),
        (200, FILE | {
            "Content-Type": "application/pdf", "Content-Disposition": 'attachment; filename="dokumen-*.pdf"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
        }, []),
    ),
    "broken on the way": (
        lambda d: d.nobody.get("/", headers={"host": "evil.example"}), (400, HTML | {"Vary": "Accept-Language"}, []),
    ),
    "not allowed": (lambda d: d.manager.get("/accounts/"), (403, ERROR, [TOKEN])),
    "another's case": (lambda d: d.officer.get(d.of_case()), (403, ERROR, [TOKEN])),
    "absent": (lambda d: d.manager.get("/nowhere/"), (404, ERROR, [TOKEN])),
    "another method": (lambda d: d.manager.get("/sign-out/"), (405, PLAIN | {"Allow": "POST"}, [])),
    "a stale form": (lambda d: Client(enforce_csrf_checks=True).post("/language/", {"a": "b"}), (403, ERROR, [TOKEN])),
    "refused by a rule": (lambda d: d.manager.post("/test/refused/", {"a": "b"}), (409, ERROR, [TOKEN])),
    "too large": (
        lambda d: d.nobody.post("/account/desk/", {}, CONTENT_LENGTH="999999999"),
        (413, {name: value for name, value in HTML.items() if name != "Content-Language"} | {"Connection": "close"}, []),
    ),
    "our mistake": (lambda d: d.manager.get("/test/broken/"), (500, PLAIN, [])),
    "another language": (lambda d: d.nobody.post("/language/", {"language": "en"}), (302, PLAIN | {"Location": "/"}, [LANGUAGE, SWITCHED])),
    "out": (
        lambda d: d.manager.post("/sign-out/"),
        (302, PLAIN | {"Location": "/sign-in/"}, [GONE.format("language_switched"), GONE.format("sessionid") + "; SameSite=Lax"]),
    ),
    "left alone": (
        lambda d: d.manager.post("/sign-out/lock/", {"next": "/"}),
        (401, PAGE, [TOKEN, GONE.format("sessionid") + "; SameSite=Lax"]),
    ),
}  # fmt: skip


@pytest.fixture
def desk(db: None, settings: Any, tmp_path: Any) -> Iterator[Desk]:
    settings.FILES, settings.PAPERS = tmp_path / "files", tmp_path / "papers"
    with override_settings(ROOT_URLCONF=Routes):
        yield Desk(assemble())


def like(shown: str, expected: str) -> bool:
    """Whether a value is as expected, where a star stands for something that is new each time."""
    return re.fullmatch(re.escape(expected).replace(r"\*", ".+?"), shown) is not None


@pytest.mark.parametrize("kind", ANSWERS)
def test_an_answer_has_exactly_these_headers_and_cookies(desk: Desk, kind: str) -> None:
    ask, (status, headers, cookies) = ANSWERS[kind]
    answer = ask(desk)
    shown = {name: value for name, value in answer.headers.items() if name != "Content-Length"}
    said = [cookie.OutputString() for cookie in answer.cookies.values()]

    assert answer.status_code == status
    assert set(shown) == set(headers)
    assert {name: value for name, value in shown.items() if not like(value, headers[name])} == {}
    assert [pair for pair in zip(said, cookies, strict=True) if not like(*pair)] == []


def test_coming_in_sets_a_cookie_that_no_script_reads_and_no_other_site_sends(desk: Desk) -> None:
    with acting_as(VISITOR, "test"):
        user = User.objects.get(username="duty")
        user.set_password("kata sandi yang panjang")
        user.save()
    answer = desk.nobody.post("/sign-in/", {"username": "duty", "password": "kata sandi yang panjang"})

    assert like(answer.cookies["sessionid"].OutputString(), "sessionid=*; HttpOnly; Path=/; SameSite=Lax"), "it ends with the browser"


def test_a_copy_of_a_paper_is_never_run_by_the_browser(desk: Desk) -> None:
    copy = desk.manager.post(desk.of_case(f"papers/{desk.paper}/take/"), {"reason": "check"})
    assert b"".join(copy.streaming_content) == PDF  # type: ignore[attr-defined]


HOST = "jejaring.example.go.id"
SECURE = {name.lower(): value for name, value in ALWAYS.items()} | {
    "strict-transport-security": "max-age=31536000; includeSubDomains", "date": "*", "content-length": "*",
}  # fmt: skip
STATIC = {name: value for name, value in SECURE.items() if name != "content-language"} | {
    "cache-control": "max-age=315360000, public, immutable", "vary": "Accept-Encoding", "last-modified": "*", "etag": "*",
}  # fmt: skip
SECURE_TOKEN = "__Host-csrf=*; expires=*; HttpOnly; Max-Age=31449600; Path=/; SameSite=Lax; Secure"


@pytest.fixture(scope="module")
def secure(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Live]:
    """A real server as behind a proxy with https."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setenv("JEJARING_SECURE", "1")
        patch.setenv("JEJARING_HOSTS", f"127.0.0.1,{HOST}")
        with serving("headers") as server:
            yield server


def over_https(secure: Live, path: str, method: str = "GET", **more: str) -> tuple[int, dict[str, str], list[str], str]:
    """Status, headers, cookies and text of an answer, as the proxy gets it."""
    with closing(http.client.HTTPConnection(secure.url.removeprefix("http://"))) as connection:
        connection.request(method, path, None, {"X-Forwarded-Proto": "https", "Host": HOST, **more})
        answer = connection.getresponse()
        text = answer.read().decode()
    headers = [(name.lower(), value) for name, value in answer.getheaders()]
    cookies = [value for name, value in headers if name == "set-cookie"]
    return answer.status, {name: value for name, value in headers if name != "set-cookie"}, cookies, text


def complaints(shown: dict[str, str], expected: dict[str, str]) -> dict[str, str]:
    missing = {name: "missing" for name in expected if name not in shown}
    return missing | {name: value for name, value in shown.items() if name not in expected or not like(value, expected[name])}


@pytest.mark.parametrize(
    ("path", "status", "more", "cookies"),
    [
        ("/sign-in/", 200, {"content-type": "text/html; charset=utf-8", "vary": "HX-Request, Cookie, Accept-Language"}, [SECURE_TOKEN]),
        (
            "/account/", 302,
            {"content-type": "text/html; charset=utf-8", "vary": "Accept-Language, Cookie", "location": "/sign-in/?next=%2Faccount%2F"}, [],
        ),
        ("/static/nothing.css", 404, {"content-type": "text/html; charset=utf-8", "vary": "Cookie, Accept-Language"}, [SECURE_TOKEN]),
    ],
)  # fmt: skip
def test_over_https_the_browser_is_told_to_stay_there_and_cookies_are_of_this_host_alone(
    secure: Live, path: str, status: int, more: dict[str, str], cookies: list[str]
) -> None:
    shown_status, shown, said, _text = over_https(secure, path)

    assert shown_status == status
    assert complaints(shown, SECURE | more) == {}
    assert [pair for pair in zip(said, cookies, strict=True) if not like(*pair)] == []


def test_static_files_are_kept_for_long_but_given_to_no_other_site(secure: Live) -> None:
    page = over_https(secure, "/sign-in/")[3]
    for pattern, kind in ((r'/static/[^"]+\.css', 'text/css; charset="utf-8"'), (r'/static/[^"]+\.js', 'text/javascript; charset="utf-8"')):
        found = re.search(pattern, page)
        assert found
        status, shown, cookies, _text = over_https(secure, found[0])
        assert (status, cookies) == (200, [])
        assert complaints(shown, STATIC | {"content-type": kind}) == {}


def test_without_https_nothing_claims_it(desk: Desk) -> None:
    answer = desk.nobody.get("/sign-in/", headers={"x-forwarded-proto": "https"})

    assert "Strict-Transport-Security" not in answer.headers
    assert "secure" not in answer.cookies["csrftoken"].OutputString().lower()
