"""Two thousand hostile inputs in every field of every form and question: nothing breaks, and nothing comes back as markup.

Each input is used, and each field gets its share of all families; EVERY_INPUT=1 puts every input into every field (hours).
"""

import logging
import os
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle, islice, product

import pytest

from jejaring.kernel.clock import now, standing_at
from tests.proof import forms, inputs
from tests.proof.city import City

EACH = 2  # inputs in a field, at the least


@pytest.fixture(autouse=True)
def the_clock_stands(city: City) -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    with standing_at(now() + timedelta(minutes=1)):
        yield
    logging.disable(logging.NOTSET)


def spread(fields: list[forms.Field], corpus: list[bytes]) -> Iterator[tuple[forms.Field, bytes]]:
    """Every input at least once, every field at least EACH times."""
    if os.environ.get("EVERY_INPUT"):
        return product(fields, corpus)
    return islice(zip(cycle(fields), cycle(corpus), strict=False), max(len(corpus), EACH * len(fields)))


def test_hostile_inputs_break_nothing_and_come_back_as_text(city: City) -> None:
    sender = forms.Sender(city)
    fields, corpus = forms.found_in(sender), inputs.corpus()
    wrong: Counter[str] = Counter()
    sent = 0

    for one, value in spread(fields, corpus):
        sent += 1
        if said := sender.sends(one, value):
            wrong[f"{one.key} {value[:60]!r}: {said[:300]}"] += 1

    told = f"{len(fields)} fields of {len({f.key[0] for f in fields})} addresses, {sent} sent, {sender.accepted} accepted"
    assert not wrong, "\n".join((told, *wrong))
    assert len(fields) > 900, told
    assert sender.accepted > sent / 10, f"forms are refused before the input is read: {told}"
