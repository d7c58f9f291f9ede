"""Django asks the catalogues of some twenty apps, one after the other, for every text of a page. Here a language has one of them all."""

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
