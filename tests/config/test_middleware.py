"""What stands between a request and a view: the context, the purpose, the headers, the pages for what went wrong."""

import re
from collections.abc import Callable, Iterator
from typing import Any, ClassVar
from uuid import UUID

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, override_settings
from django.urls import path

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission
from jejaring.audit import actions as audit
from jejaring.audit.models import Event
from jejaring.commitments.models import Commitment
from jejaring.config.urls import handler400, handler403, handler404, handler500, urlpatterns
from jejaring.guard.context import acting_as, current
from jejaring.kernel.ids import NIL, uuid7
from jejaring.kernel.labels import gettext_noop
from jejaring.kernel.verdict import Refused
from tests.cast import Cast
from tests.databases import Clone
from tests.screens import signed_in

ENGLISH = {"accept-language": "en"}
THING = uuid7()


def _view(answer: Callable[[], Any], purpose: Purpose | None = Purpose.DESK, *needs: Permission) -> Any:
    def view(request: HttpRequest, **names: UUID) -> Any:
        return answer()

    return screen(purpose, *needs)(view) if purpose else view


def _raise(error: Exception) -> Callable[[], Any]:
    def answer() -> Any:
        audit.record("half_done", "view", NIL)
        raise error

    return answer


def _who() -> HttpResponse:
    return HttpResponse(f"{current().actor.name} {current().purpose}")


def _absent() -> HttpResponse:
    Commitment.objects.get(pk=THING)
    return HttpResponse()


class Routes:
    """An address book of our own before the product's."""

    handler400, handler403, handler404, handler500 = handler400, handler403, handler404, handler500
    urlpatterns: ClassVar = [
        path("test/who/", _view(_who, Purpose.TRIAGE)),
        path("test/public/", _view(_who, Purpose.PUBLIC)),
        path("test/needs/", _view(_who, Purpose.AUDIT, Permission.READ_AUDIT)),
        path("test/unsaid/", _view(_who, None)),
        path("test/stream/", _view(lambda: StreamingHttpResponse(iter([b"x"])))),
        path("test/forbidden/", _view(_raise(PermissionDenied()))),
        path("test/refused/", _view(_raise(Refused(gettext_noop("Your role at this desk does not allow this."))))),
        path("test/absent/<uuid:thing>/", _view(_raise(Http404()))),
        path("test/foreign/<uuid:thing>/", _view(_absent)),
        path("test/broken/", _view(_raise(ZeroDivisionError()))),
        *urlpatterns,
    ]


@pytest.fixture
def cast(cast: Cast) -> Iterator[Cast]:
    with override_settings(ROOT_URLCONF=Routes):
        yield cast


def refusals(cast: Cast) -> list[tuple[str, UUID]]:
    with acting_as(cast.privacy, "test"):
        assert not Event.objects.filter(act="half_done").exists(), "the view was not rolled back"
        return list(Event.objects.filter(act="refused").values_list("detail", "subject_id"))


def test_a_view_runs_as_its_actor_for_its_purpose(cast: Cast) -> None:
    assert signed_in(cast.duty).get("/test/who/").content == b"Petugas duty triage"


def test_a_visitor_reaches_public_views_as_nobody(cast: Cast) -> None:
    assert Client().get("/test/public/").content == b" public"


def test_a_visitor_is_sent_to_the_sign_in_and_back(cast: Cast) -> None:
    answer = Client().get("/test/who/?page=2")

    assert answer["Location"] == "/sign-in/?next=%2Ftest%2Fwho%2F%3Fpage%3D2"


def test_a_fragment_asked_for_after_the_session_ended_moves_the_whole_page(cast: Cast) -> None:
    answer = Client().get("/test/who/", headers={"hx-request": "true"})

    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/sign-in/")


def test_what_a_visitor_typed_is_on_the_sign_in_page(cast: Cast) -> None:
    answer = Client().post("/test/who/", {"story": "satu & dua"}, headers=ENGLISH)

    assert answer.status_code == 401
    assert 'name="typed.story" value="satu &amp; dua"' in answer.content.decode()
    assert 'name="carried_to" value="/test/who/"' in answer.content.decode()


def test_a_view_without_a_purpose_is_an_error(cast: Cast) -> None:
    with pytest.raises(ImproperlyConfigured):
        signed_in(cast.duty).get("/test/unsaid/")


def test_an_answer_that_would_query_later_is_an_error(cast: Cast) -> None:
    with pytest.raises(TypeError):
        signed_in(cast.duty).get("/test/stream/")


def test_a_missing_permission_is_forbidden_and_noted(cast: Cast) -> None:
    answer = signed_in(cast.duty).get("/test/needs/", headers=ENGLISH)

    assert answer.status_code == 403
    assert "You may not do this here." in answer.content.decode()
    assert len(refusals(cast)) == 1


def test_a_forbidden_act_is_rolled_back_whole_and_its_refusal_noted(cast: Cast) -> None:
    assert signed_in(cast.duty).get("/test/forbidden/").status_code == 403
    assert len(refusals(cast)) == 1


def test_a_rule_that_refuses_says_its_own_sentence_and_undoes_all(cast: Cast) -> None:
    answer = signed_in(cast.duty).post("/test/refused/", headers=ENGLISH)

    assert answer.status_code == 409
    assert "Your role at this desk does not allow this." in answer.content.decode()
    assert len(refusals(cast)) == 1


def test_absent_and_foreign_are_one_page(cast: Cast) -> None:
    client = signed_in(cast.duty)
    pages = [client.get(f"/test/{kind}/{THING}/", headers=ENGLISH) for kind in ("absent", "foreign")]
    own = re.compile(r'csrfmiddlewaretoken" value="\w+"|For support: \w+')
    texts = {own.sub("", p.content.decode().replace("foreign", "absent")) for p in pages}

    assert [p.status_code for p in pages] == [404, 404]
    assert len(texts) == 1
    assert [subject for _detail, subject in refusals(cast)] == [THING, THING]


def test_something_broken_says_so_in_a_page_of_our_own(cast: Cast) -> None:
    client = signed_in(cast.duty)
    client.raise_request_exception = False
    answer = client.get("/test/broken/", headers=ENGLISH)

    assert answer.status_code == 500
    assert "Something broke on our side." in answer.content.decode()
    assert refusals(cast) == []


@pytest.mark.parametrize("address", ["/sign-in/", "/test/who/", "/test/needs/", "/absent-for-ever/"])
def test_every_answer_has_the_headers(cast: Cast, address: str) -> None:
    answer = signed_in(cast.duty).get(address)

    assert answer["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        "manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    )
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Permissions-Policy"] == "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def test_a_stale_token_keeps_what_was_typed_on_a_page_of_our_own(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in(cast.duty).cookies
    answer = client.post("/test/who/", {"story": "satu", "csrfmiddlewaretoken": "x" * 64}, headers=ENGLISH)

    assert answer.status_code == 403
    assert 'name="story" value="satu"' in answer.content.decode()
    assert 'action="/test/who/"' in answer.content.decode()


def test_a_form_of_another_site_gets_no_fields_back(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in(cast.duty).cookies
    answer = client.post("/test/who/", {"story": "satu"}, headers={**ENGLISH, "sec-fetch-site": "cross-site"})

    assert answer.status_code == 403
    assert "satu" not in answer.content.decode()


def test_a_sign_in_page_that_was_open_for_too_long_is_offered_anew(cast: Cast) -> None:
    typed = {"username": "duty", "password": "rahasia", "typed.story": "satu", "carried_to": "/test/who/"}
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", typed, headers=ENGLISH)
    page = answer.content.decode()

    assert answer.status_code == 403
    assert 'name="typed.story" value="satu"' in page
    assert 'value="duty"' in page
    assert "rahasia" not in page


def test_after_the_database_has_ended_a_kept_connection_the_next_request_is_answered(own_database: Clone) -> None:
    """As after a restart of the database. The application's role may end what its own role holds."""
    connection.ensure_connection()
    before = connection.connection.info.backend_pid
    with psycopg.connect(own_database.app_url, autocommit=True) as other:
        other.execute("select pg_terminate_backend(%s, 5000)", [before])

    assert Client().get("/sign-in/", headers=ENGLISH).status_code == 200
    assert connection.connection.info.backend_pid != before


def test_a_connection_that_lives_is_kept(own_database: Clone) -> None:
    Client().get("/sign-in/")
    before = connection.connection.info.backend_pid

    for _n in range(3):
        Client().get("/sign-in/")

    assert connection.connection.info.backend_pid == before
