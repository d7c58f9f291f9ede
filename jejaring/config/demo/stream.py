"""The stream of reports, month by month: f(seed, month).

January to October 2024 reproduces the city's published figures: 149 cases with one victim each, 76 male and 73 female, 22 of them
trafficking. Published is no more than that. That most of the males are boys (64 of 76), and how the 22 spread over sex and age, is our
assumption, made because violence against children is most of what a protection unit hears of.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from jejaring.config.demo import names, patterns
from jejaring.config.demo.patterns import Pattern
from jejaring.config.demo.scripts import OVER, brief, rich
from jejaring.config.demo.tales import Somebody, Tale, Wish
from jejaring.kernel.clock import WIB

SEED = "kota-jambi"
FIRST = date(2024, 1, 1)
PUBLISHED = {1: 13, 2: 14, 3: 12, 4: 13, 5: 16, 6: 15, 7: 16, 8: 17, 9: 16, 10: 17}  # cases a month of 2024: the sum is published
DECK = {
    ("girl", True): 8, ("woman", True): 5, ("boy", True): 3, ("man", True): 6,
    ("girl", False): 30, ("woman", False): 30, ("boy", False): 61, ("man", False): 6,
}  # fmt: skip
PRESENT_STAFF_SINCE = 2026  # the case managers of each earlier year have moved on
RECENT = OVER  # older cases are told briefly
DISTRICTS = {"01": 53, "02": 60, "03": 72, "04": 11, "05": 14, "06": 13, "07": 83, "08": 62, "09": 110, "10": 45, "11": 105}  # thousands
HOURS = (1, 1, 1, 0, 0, 1, 2, 5, 12, 14, 13, 10, 7, 9, 11, 9, 7, 6, 5, 6, 7, 6, 4, 2)  # when reports come in
RECRUITERS = ("0899-0000-1188", "0899-0000-2277", "0899-0000-3366", "0899-0000-4455")  # the same few numbers in many files
PROFESSIONAL = frozenset({"police", "hospital", "school", "raid", "other_agency", "referral_in", "outreach", "village", "sapa"})
COMMUNITY = frozenset({"child_protection_community", "family_welfare_movement", "family_learning_centre"})
LIVING_IN = frozenset({"spouse", "parent", "step_parent", "grandparent", "child", "in_law"})

Villages = Sequence[tuple[str, str]]


def months(since: date, until: date) -> list[tuple[int, int]]:
    """Year and month of every month that the span touches, in order."""
    first, last = since.year * 12 + since.month - 1, until.year * 12 + until.month - 1
    return [(n // 12, n % 12 + 1) for n in range(first, last + 1)]


def tales_of(year: int, month: int, *, seed: str, villages: Villages) -> list[Tale]:
    """All reports of one month, by moment: cases and calls for information, as yet without what is done about them."""
    draw = Random(f"{seed}/{year}-{month:02d}")  # noqa: S311  a story, no secret
    cases = [_case(draw, f"{year}-{month:02d}/{n:02d}", who, trafficking, _moment(draw, year, month), villages)
             for n, (who, trafficking) in enumerate(_victims(draw, year, month, seed), 1)]  # fmt: skip
    calls = [_call(draw, f"{year}-{month:02d}/t{n}", _moment(draw, year, month)) for n in range(1, draw.randrange(2, 5))]
    return sorted((*cases, *calls), key=lambda tale: (tale.reported_at, tale.key))


def with_steps(tale: Tale, *, seed: str, recent: bool) -> Tale:
    """The tale with what is done about it: the whole course when it is recent, else in brief."""
    draw = Random(f"{seed}/{tale.key}/steps")  # noqa: S311
    return replace(_staffed(draw, tale, recent=recent), steps=rich(draw, tale) if recent else brief(draw, tale))


def _staffed(draw: Random, tale: Tale, *, recent: bool) -> Tale:
    """Who works on it: the accounts of the sign-in page have most of what is recent, their colleagues the rest."""
    local = tale.reported_at.astimezone(WIB)
    kind = "_children" if tale.is_child else ""
    then = f"manager_{local.year}{kind}" if local.year < PRESENT_STAFF_SINCE else "manager_children" if tale.is_child else "manager_women"
    manager = "manager" if recent and draw.random() < 0.7 else then
    companion = draw.choice(("companion", "companion", "companion_children")) if recent else ""
    return replace(tale, duty="duty" if local.hour in range(7, 20) else "duty_night", manager=manager, companion=companion)


def _victims(draw: Random, year: int, month: int, seed: str) -> list[tuple[str, bool]]:
    """Who is harmed this month: dealt from the deck that holds the published figures, later on drawn in the same proportions."""
    if year == FIRST.year and month in PUBLISHED:
        deck = [kind for kind, count in DECK.items() for _n in range(count)]
        Random(f"{seed}/{year}").shuffle(deck)  # noqa: S311
        before = sum(count for m, count in PUBLISHED.items() if m < month)
        return deck[before : before + PUBLISHED[month]]
    return draw.choices(list(DECK), weights=list(DECK.values()), k=draw.randrange(13, 18))


def _moment(draw: Random, year: int, month: int) -> datetime:
    """When a report comes in, never on a month's last day: what it leads to is registered in the same month."""
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=2)).day
    hour = draw.choices(range(24), weights=HOURS)[0]
    return datetime(year, month, draw.randrange(1, last + 1), hour, draw.randrange(60), tzinfo=WIB)


def village(draw: Random, villages: Villages) -> tuple[str, str]:
    """Code and name of a village, weighted by the people of its district."""
    districts = sorted({code[6:8] for code, _name in villages})
    district = draw.choices(districts, weights=[DISTRICTS.get(d, 10) for d in districts])[0]
    return draw.choice([v for v in villages if v[0][6:8] == district])


def _case(draw: Random, key: str, who: str, trafficking: bool, at: datetime, villages: Villages) -> Tale:
    choices = patterns.of(who, trafficking=trafficking)
    pattern = draw.choices(choices, weights=[p.weight for p in choices])[0]
    code, place_name = village(draw, villages)
    channel = draw.choice(pattern.channels)
    signs = tuple(sign for sign in pattern.signs if draw.random() < 0.33)
    sex = "male" if who in ("boy", "man") else "female"
    victim = person(draw, sex, draw.randint(*pattern.ages), at.date(), place_name, papers=draw.random() < 0.3)
    reporter = _reporter(draw, channel, child=who in ("girl", "boy"))
    third = reporter != "victim"
    story = draw.choice(pattern.stories).format(kel=place_name)
    return Tale(
        key=key, pattern=pattern, reported_at=at, channel=channel, reporter=reporter, story=story, victim=victim, area=code, signs=signs,
        respondents=_respondents(draw, pattern, at.date(), place_name), wish=_wish(draw),
        place=draw.choice(pattern.places), anonymous=third and channel in ("hotline", "village") and draw.random() < 0.4,
        awareness="knows" if third else "", limits="professional" if reporter == "professional" and draw.random() < 0.3 else "",
        complete=True, **_when(draw, at.date()), **_told_by(draw, reporter),
        identifier=("phone", draw.choice(RECRUITERS)) if pattern.is_trafficking else ("", ""),
    )  # fmt: skip


def person(draw: Random, sex: str, age: int, on: date, village_name: str, *, papers: bool) -> Somebody:
    """A victim: a name nearly always, papers sometimes."""
    if not papers:
        return Somebody(sex, age, names.name(draw, sex) if draw.random() < 0.92 else "")
    born = names.birth_date(draw, age, on)
    number = names.nik(draw, sex, born)
    phone = names.phone(draw) if age >= 12 else ""
    return Somebody(sex, age, names.name(draw, sex), number, born.isoformat(), phone, names.address(draw, village_name))


def _respondents(draw: Random, pattern: Pattern, on: date, village_name: str) -> tuple[Somebody, ...]:
    if pattern.respondent is None:
        return ()
    relation = draw.choice(pattern.relations)
    sex, young, old = pattern.respondent
    age = draw.randint(young, old)
    if relation == "stranger" or draw.random() < 0.5:
        return (Somebody(sex, None, relation=relation, known=False),)
    lives = relation in LIVING_IN and draw.random() < 0.75
    return (Somebody(sex, age, names.name(draw, sex), relation=relation, lives_together=lives),)


def _reporter(draw: Random, channel: str, *, child: bool) -> str:
    if channel in PROFESSIONAL:
        return "professional"
    if channel in COMMUNITY:
        return "other"
    if channel == "hotline":
        return draw.choice(("other", "other", "family", "victim"))
    return draw.choice(("family", "family", "victim")) if child else draw.choice(("victim", "victim", "victim", "family"))


def _told_by(draw: Random, reporter: str) -> dict[str, Any]:
    if reporter == "victim" or draw.random() < 0.3:
        return {}
    return {"reporter_name": names.name(draw, draw.choice(("male", "female"))), "reporter_phone": names.phone(draw)}


def _wish(draw: Random) -> Wish:
    """Somebody asked in most cases; one in eight named hours."""
    if draw.random() < 0.35:
        return Wish()
    channels = draw.choice((("whatsapp",), ("phone", "whatsapp"), ("phone",), ("through_other",), ("visit",), ("whatsapp", "sms")))
    never = tuple(c for c in ("phone", "visit") if c not in channels and draw.random() < 0.3)
    hours = draw.choice(((9, 11), (13, 15), (10, 12), (16, 18), (19, 21)))
    window = (time(hours[0]), time(hours[1])) if draw.random() < 0.18 else None
    number = names.phone(draw) if {"phone", "whatsapp", "sms"}.intersection(channels) else ""
    return Wish(channels, never, window, draw.random() < 0.15, number)


def _when(draw: Random, on: date) -> dict[str, Any]:
    precision = draw.choices(("day", "month", "unknown"), weights=(60, 25, 15))[0]
    return {"precision": precision, "incident_on": None if precision == "unknown" else on - timedelta(days=draw.randrange(21))}


def _call(draw: Random, key: str, at: datetime) -> Tale:
    """A call for information: never a case, nobody counted."""
    return Tale(
        key=key, pattern=None, reported_at=at, channel=draw.choice(("unit_line", "whatsapp", "walk_in", "hotline")), reporter="other",
        story=draw.choice(patterns.QUESTIONS), victim=Somebody("unknown", None), area="", outcome="advise",
    )  # fmt: skip
