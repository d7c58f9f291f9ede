"""Whole pages: the frame, the gallery, and what is shown when something goes wrong."""

import re
from types import SimpleNamespace

import pytest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from jejaring.ui.views import components

ERRORS = ("400.html", "403.html", "404.html", "500.html", "ui/refused.html", "ui/stale_form.html")


def request(**cookies: str) -> HttpRequest:
    made = RequestFactory().get("/ui/")
    made.COOKIES.update(cookies)
    return made


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_gallery_shows_every_component_in_one_page_with_unique_ids(language: str) -> None:
    with override(language):
        page = components(request()).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert page.count("<h1>") == 1
    assert f'<html lang="{language}"' in page
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'\sfor="([^"]+)"', page)) <= set(ids)


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_says_what_happened_what_was_kept_and_what_to_do(name: str) -> None:
    with override("id"):
        page = render_to_string(name, {"reason": "Meja penerima belum menjawab."})
    assert page.count("<h1>") == 1
    assert "Yang tersimpan" in page
    assert "Yang dapat dilakukan" in page


def test_a_stale_form_carries_what_was_typed_and_escapes_it() -> None:
    context = {"fields": [("story", 'ia "takut" <b>')], "carried_to": "/reports/new/"}
    page = render_to_string("ui/stale_form.html", context, request())
    assert 'action="/reports/new/"' in page
    assert 'name="story" value="ia &quot;takut&quot; &lt;b&gt;"' in page
    assert "csrfmiddlewaretoken" in page


@pytest.mark.parametrize(("cookie", "theme"), [("dark", "dark"), ("light", "light"), ('"><script>', "auto"), ("", "auto")])
def test_the_theme_comes_from_the_cookie_and_from_nothing_else(cookie: str, theme: str) -> None:
    page = render_to_string("ui/base.html", {}, request(theme=cookie))
    assert f'data-theme="{theme}">' in page


def test_the_frame_marks_the_place_and_keeps_the_rest_behind_more() -> None:
    places = [SimpleNamespace(label=f"Tempat {n}", url=f"/{n}/", current=n == 2, count=n) for n in range(6)]
    page = render_to_string("ui/parts/nav.html", {"frame": {"nav": places}})
    assert page.count('aria-current="page"') == 1
    assert page.count('class="wide"') == 2
    assert "<details" in page


def test_one_place_more_than_four_is_no_menu_and_a_long_label_is_short_on_a_phone() -> None:
    places = [SimpleNamespace(label="Kartu keselamatan", short="Kartu", url=f"/{n}/", current=False, count=0) for n in range(5)]
    page = render_to_string("ui/parts/nav.html", {"frame": {"nav": places}})
    assert ("<details" in page, 'class="wide"' in page) == (False, False)
    assert '<span class="long">Kartu keselamatan</span><span class="short">Kartu</span>' in page


def test_a_form_with_errors_says_so_in_the_title() -> None:
    form = SimpleNamespace(errors={"a": ["b"]})
    with override("id"):
        page = render_to_string("ui/base.html", {"form": form}, request())
    assert "<title>Galat: Jejaring</title>" in page
