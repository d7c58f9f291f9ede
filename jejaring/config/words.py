"""Django asks the catalogues of some twenty apps, one after the other, for every text of a page. Here a language has one of them all."""

import threading
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.translation import trans_real

PLURALS_TRIED = 200


def join_catalogues() -> None:
    """Bring the catalogues of each language together; the first that knows a text still answers. Those that count otherwise stay apart."""
    for language, _name in settings.LANGUAGES:
        catalogue: Any = vars(trans_real.translation(language))["_catalog"]
        plurals = catalogue._plurals
        if len({tuple(plural(n) for n in range(PLURALS_TRIED)) for plural in plurals}) == 1:
            texts: dict[object, str] = {}
            for one in reversed(catalogue._catalogs):
                texts |= one
            catalogue._catalogs, catalogue._plurals = [texts], plurals[:1]
            translation: Any = trans_real.translation(language)
            translation.gettext = partial(_said, texts, type(translation).gettext.__get__(translation))


def _said(texts: dict[object, str], otherwise: Any, message: str) -> str:
    """A text from the one catalogue; what it does not know is asked for as ever."""
    found = texts.get(message)
    return otherwise(message) if found is None else found


def speak_by_thread() -> None:
    """Which language is spoken is asked for every text. Django keeps it where a coroutine finds it, behind a lock; here a request is a
    thread."""
    django: Any = trans_real
    django._active = threading.local()
