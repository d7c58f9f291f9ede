"""Quantiles that count what is still open, and intervals of shares."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jejaring.kernel.survival import Span, interval, quantile

spans = st.lists(st.tuples(st.integers(1, 30), st.booleans()), min_size=1, max_size=40)
shares = st.sampled_from([0.1, 0.25, 0.5, 0.75, 0.9])


def oracle(items: list[tuple[int, bool]], share: float) -> int | None:
    """The estimate by its definition: at each end, the share of those still at risk that goes on, in exact fractions."""
    surviving = Fraction(1)
    for moment in sorted({length for length, _ in items}):
        at_risk = sum(length >= moment for length, _ in items)
        ends = sum(length == moment and ended for length, ended in items)
        surviving *= 1 - Fraction(ends, at_risk)
        if ends and surviving <= 1 - Fraction(str(share)):
            return moment
    return None


@given(spans, shares)
def test_a_quantile_agrees_with_the_definition(items: list[tuple[int, bool]], share: float) -> None:
    assert quantile([Span(length, int(ended), int(not ended)) for length, ended in items], share) == oracle(items, share)


@given(st.lists(st.integers(1, 50), min_size=1), shares)
def test_without_open_ones_it_is_the_smallest_length_that_holds_the_share(lengths: list[int], share: float) -> None:
    found = quantile([Span(n, 1) for n in lengths], share)
    assert found == min(n for n in lengths if sum(m <= n for m in lengths) >= Fraction(str(share)) * len(lengths))


def test_open_ones_are_not_forgotten() -> None:
    answered = [Span(1, 1), Span(2, 1), Span(3, 1)]
    assert quantile(answered, 0.5) == 2
    assert quantile([*answered, Span(40, running=5)], 0.5) is None, "most were never answered"


@pytest.mark.parametrize(("hits", "of", "low", "high"), [(0, 10, 0.0, 0.278), (10, 10, 0.722, 1.0), (75, 149, 0.424, 0.582)])
def test_the_interval_of_a_share(hits: int, of: int, low: float, high: float) -> None:
    found = interval(hits, of)
    assert found is not None
    assert found == pytest.approx((low, high), abs=0.001)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_stays_between_nothing_and_all(pair: tuple[int, int]) -> None:
    hits, of = pair
    found = interval(hits, of)
    assert found is not None
    assert 0 <= found[0] <= hits / of + 1e-9
    assert hits / of - 1e-9 <= found[1] <= 1


def test_of_nothing_there_is_no_share() -> None:
    assert interval(0, 0) is None
    assert quantile([], 0.5) is None
    with pytest.raises(ValueError, match="between"):
        quantile([], 1)
