"""The texts of all apps in one catalogue a language, answering as Django's row of catalogues does."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.utils.translation import gettext, ngettext, override, trans_real

from jejaring.config.words import join_catalogues

DJANGOS = "Enter a valid email address."


def catalogue(language: str) -> Any:
    return vars(trans_real.translation(language))["_catalog"]


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_text_is_looked_up_once(language: str) -> None:
    assert len(catalogue(language)._catalogs) == 1


def test_every_app_answers_and_django_too() -> None:
    with override("id"):
        assert [gettext(text) for text in ("Cases", "Error", "just now")] == ["Kasus", "Galat", "baru saja"]
        assert ngettext("%(n)d day", "%(n)d days", 3) == "%(n)d hari"
        assert gettext(DJANGOS) != DJANGOS
        assert gettext("A text that no app says") == "A text that no app says"
    with override("en"):
        assert [ngettext("%(n)d day", "%(n)d days", n) for n in (1, 2)] == ["%(n)d day", "%(n)d days"]


def test_each_request_speaks_its_own_language() -> None:
    """A request is a thread: what one speaks is not what another does, and where nothing was said it is Indonesian."""
    with override("en"), ThreadPoolExecutor(1) as other:
        assert other.submit(gettext, "Cases").result() == "Kasus"
        assert gettext("Cases") == "Cases"
        with override("id"):
            assert gettext("Cases") == "Kasus"
        assert gettext("Cases") == "Cases"


def test_the_same_texts_are_answered_the_same_as_before() -> None:
    for language in ("id", "en"):
        apart = trans_real.DjangoTranslation(language)
        before: Any = vars(apart)["_catalog"]
        assert len(before._catalogs) > 10
        assert {key: before[key] for key in before.keys()} == catalogue(language)._catalogs[0]  # noqa: SIM118  not a dict


def test_catalogues_that_count_otherwise_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    apart = trans_real.DjangoTranslation("en")
    own: Any = vars(apart)["_catalog"]
    own._plurals[0] = lambda n: 0
    monkeypatch.setitem(trans_real._translations, "en", apart)
    join_catalogues()
    assert len(own._catalogs) > 10
