"""The kernel's rules: identifiers, deadlines, windows, references, transitions."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jejaring.cases.states import CASE
from jejaring.commitments.states import ACT_OF_STATE, COMMITMENT, CommitmentState
from jejaring.intake.states import REPORT
from jejaring.kernel import clock
from jejaring.kernel.deadlines import Window, is_inside, next_window
from jejaring.kernel.identifiers import nik_contradictions, normal_identifier, normal_phone, parse_nik
from jejaring.kernel.ids import reference, reference_is_valid, uuid7
from jejaring.kernel.transitions import Transitions
from jejaring.referrals.states import REFERRAL

moments = st.integers(0, 6 * 365 * 86400).map(lambda seconds: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))
clock_times = st.times().map(lambda t: t.replace(microsecond=0))


def test_identifiers_sort_by_time_and_carry_their_version() -> None:
    ids = [uuid7() for _ in range(50)]
    assert len(set(ids)) == 50
    assert {i.version for i in ids} == {7}
    assert [i.int >> 80 for i in ids] == sorted(i.int >> 80 for i in ids)


@given(st.integers(1, 99999), st.data())
def test_a_wrong_digit_or_two_swapped_neighbours_are_noticed(number: int, data: st.DataObject) -> None:
    good = reference("K", 2026, number)
    assert reference_is_valid(good)
    assert reference_is_valid(good.lower())
    places = [i for i, c in enumerate(good[:-1]) if c.isdigit()]
    place = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != good[place]]))
    assert not reference_is_valid(good[:place] + other + good[place + 1 :])


@pytest.mark.parametrize("wrong", ["", "K", "K-26", "K-26-04 17-X", "K-26-0417-", "🕊-26-0417-A"])
def test_what_is_no_reference_is_not_valid(wrong: str) -> None:
    assert not reference_is_valid(wrong)


@given(moments, clock_times, clock_times)
def test_the_next_window_has_not_ended_and_comes_within_a_day(moment: datetime, start: time, end: time) -> None:
    if start == end:
        with pytest.raises(ValueError, match="zero hours"):
            Window(start, end)
        return
    opens, closes = next_window(moment, Window(start, end))
    assert opens < closes
    assert closes > moment
    assert opens - moment <= timedelta(days=1)
    assert opens.astimezone(clock.WIB).time() == start
    assert is_inside(opens, Window(start, end))
    assert not is_inside(closes, Window(start, end))


def test_a_window_over_midnight_is_open_at_one() -> None:
    at_one = datetime(2026, 3, 4, 1, 0, tzinfo=clock.WIB)
    assert is_inside(at_one, Window(time(22), time(2)))
    assert not is_inside(at_one.replace(hour=3), Window(time(22), time(2)))


@pytest.mark.parametrize(
    ("told", "normal"),
    [
        ("0812-7400-1188", "+6281274001188"),
        ("+62 812 7400 1188", "+6281274001188"),
        ("62812 7400 1188", "+6281274001188"),
        ("81274001188", "+6281274001188"),
        ("0062 812 7400 1188", "+6281274001188"),
        ("+855 12 345 678", "+85512345678"),
        ("12", ""),
        ("bukan nomor", ""),
    ],
)
def test_a_telephone_number_has_one_spelling(told: str, normal: str) -> None:
    assert normal_phone(told) == normal


def test_accounts_plates_and_handles_have_one_spelling() -> None:
    assert normal_identifier("bank_account", "BRI 0123-01-004567-50-8") == "BRI 012301004567508"
    assert normal_identifier("vehicle_plate", "bh 1234 xy") == "BH1234XY"
    assert normal_identifier("social_handle", "@Akun.Rekaan") == "akun.rekaan"


def test_a_nik_says_birth_date_and_sex() -> None:
    woman = parse_nik("1571014107950001")
    assert woman is not None
    assert (woman.sex, woman.day, woman.month, woman.year) == ("female", 1, 7, 95)
    assert nik_contradictions(woman, birth_date=date(1995, 7, 1), sex="female") == ()
    assert nik_contradictions(woman, birth_date=date(1995, 7, 2), sex="male") == ("birth_date", "sex")
    assert nik_contradictions(woman, birth_date=None, sex="unknown") == ()


@pytest.mark.parametrize("wrong", ["", "157101410795000", "1571017207950001", "1571010113950001", "1571013102950001", "157101410795000x"])
def test_what_cannot_be_a_nik_is_none(wrong: str) -> None:
    assert parse_nik(wrong) is None


def test_a_moment_needs_a_zone_and_stands_still() -> None:
    with clock.standing_at(datetime(2026, 3, 3, 23, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 3, 4)  # already the next day in Jambi
        assert clock.now() == datetime(2026, 3, 3, 23, 30, tzinfo=UTC)
    with pytest.raises(ValueError, match="zone"), clock.standing_at(datetime(2026, 3, 3)):  # noqa: DTZ001
        pass


@pytest.mark.parametrize("table", [REPORT, CASE, REFERRAL, COMMITMENT])
def test_every_state_can_be_reached_and_refusals_say_why(table: Transitions) -> None:
    reached = {table.start} | {s for (s, _), _b in table.table.items() if s == "draft"}
    for _ in table.states:
        reached |= {b for (a, _), b in table.table.items() if a in reached}
    assert reached == set(table.states)
    refusal = table.may(table.start, "no such act")
    assert not refusal
    assert refusal.reason
    for (state, act), after in table.table.items():
        assert table.may(state, act)
        assert table.after(state, act) == after


def test_every_state_of_a_commitment_has_its_act() -> None:
    assert set(ACT_OF_STATE) == set(CommitmentState)
