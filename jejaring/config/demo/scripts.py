"""What is done about a report, and when: at most six acts for what lies long back, the whole course for what is recent."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from jejaring.config.demo import words
from jejaring.config.demo.tales import Step, Tale, hours
from jejaring.kernel.clock import WIB
from jejaring.kernel.deadlines import Window, next_window

# Who gives a service, in the order of likelihood; the unit itself where nobody else is named.
OFFICES = {
    "psychological": ("", "", "psychologist", "family_centre"),
    "forensic_examination": ("hospital", "police_hospital"),
    "medical_treatment": ("hospital", "health_centre", "health_centre_east"),
    "health": ("hospital", "health_centre", "health_centre_east"),
    "law_enforcement": ("police",),
    "content_takedown": ("police",),
    "legal_aid": ("legal_aid",),
    "social_rehabilitation": ("social", "social", "alyatama"),
    "social_assistance": ("social",),
    "shelter": ("shelter",),
    "education": ("education",),
    "civil_documents": ("civil_registry",),
    "livelihood": ("labour",),
    "return": ("migrants", "social"),
    "reintegration": ("social", "migrants"),
}
# How often an old case got each service, after the national figures of January to July 2021 (12,931 victims): health 16 in 100, legal aid
# 14, social rehabilitation 9, law enforcement 5, return and reintegration 1 each; the long tail is what nobody followed up.
GIVEN = {
    "health": 0.14, "medical_treatment": 0.14, "forensic_examination": 0.13, "legal_aid": 0.14, "law_enforcement": 0.07,
    "social_rehabilitation": 0.13, "return": 0.2, "reintegration": 0.14, "shelter": 0.14, "education": 0.08, "psychological": 0.25,
    "civil_documents": 0.06, "livelihood": 0.05, "social_assistance": 0.08, "content_takedown": 0.1,
}  # fmt: skip
SLOW = {"social": 0.3, "labour": 0.6, "civil_registry": 0.4, "education": 0.35, "migrants": 0.3, "legal_aid": 0.2}  # how often late
MOST_OFFICES = 2
MOST_ACTS = 6  # of an old report, not counting its first response
LONGEST, OVER = timedelta(days=84), timedelta(days=90)  # from an old report to its closure, and to the last word about it
ENDINGS = ("goals_met", "survivor_withdrew", "moved_away", "not_found")
ROUND_THE_CLOCK = frozenset({"police", "hospital", "police_hospital", "shelter", "municipal_police"})


def at_work(moment: datetime) -> datetime:
    """The moment itself in working hours, else the next working morning."""
    local = moment.astimezone(WIB)
    if local.hour >= 16:
        local = (local + timedelta(days=1)).replace(hour=8, minute=local.minute)
    elif local.hour < 8:
        local = local.replace(hour=8)
    while local.weekday() >= 5:
        local = (local + timedelta(days=1)).replace(hour=8)
    return local


def within(draw: Random, start: datetime, act: str, risk: str, *, late: float = 0.12) -> datetime:
    """A moment before the due moment, or after it as often as `late` says."""
    share = draw.uniform(1.1, 1.7) if draw.random() < late else draw.uniform(0.25, 0.92)
    return start + timedelta(hours=hours(act, risk) * share)


def _planned(draw: Random, start: datetime, act: str, risk: str, *, late: float = 0.12) -> datetime:
    """Like `within`, moved into working hours unless there is danger."""
    moment = within(draw, start, act, risk, late=late)
    return moment if risk == "high" else at_work(moment)


def _first_steps(draw: Random, tale: Tale) -> tuple[Step, Step]:
    """The first response and triage; a contact waits for the safe hours, which triage does not."""
    heard = "medium" if tale.risk == "low" else tale.risk  # before triage nobody knows that it is low
    respond = within(draw, tale.reported_at, "respond", heard, late=0.08)
    triage = max(within(draw, tale.reported_at, "triage", heard, late=0.08), respond + timedelta(minutes=5))
    return Step(respond, "respond", text=draw.choice(words.RESPONSES[tale.risk == "high"])), Step(triage, "triage", text=words.reason(tale))


def brief(draw: Random, tale: Tale) -> tuple[Step, ...]:
    """An old report: response, triage, assessment and plan, the police where the law asks for it, one referral or own service with what
    became of it, closure by two people. It has ended by `OVER`, so that whoever tells it later tells the whole of it."""
    respond, triage = _first_steps(draw, tale)
    if tale.outcome == "advise":
        return (triage,)
    steps, assessed = [respond, triage], _planned(draw, triage.at, "assess", tale.risk)
    if draw.random() < 0.85:
        steps.append(Step(assessed, "assess", text=draw.choice(words.CONDITIONS)))
    steps += list(_police(draw, tale, triage.at))
    service, office = _chosen(draw, tale)
    if service:
        steps += list(_served(draw, tale, assessed, service, office))
    last = max(step.at for step in steps)
    closed = at_work(min(last + timedelta(days=draw.randrange(20, 76)), tale.reported_at + LONGEST))
    law = tale.pattern is not None and tale.pattern.law and draw.random() < 0.3
    reason = "legal_watch" if law else draw.choices(ENDINGS, weights=(70, 16, 9, 5))[0]
    steps.append(Step(closed, "close", service=reason, text=draw.choice(words.CLOSURES[reason])))
    again = [step for step in _asked_again(draw, closed + timedelta(hours=26), reason, 0.3) if step.at < tale.reported_at + OVER]
    return tuple(sorted((*steps, *again[: MOST_ACTS + 1 - len(steps)]), key=lambda step: step.at))


def _police(draw: Random, tale: Tale, triage: datetime) -> Iterator[Step]:
    """The report that sexual violence is owed; for a grown-up who is not in danger, the head of the unit may say why there is none."""
    if tale.is_sexual:
        untold = draw.random() < 0.2 and not tale.is_child and tale.risk != "high"
        act, text = ("untold", words.UNTOLD) if untold else ("police", "")
        yield Step(within(draw, triage, "police", "medium", late=0.05), act, text=text)


def _chosen(draw: Random, tale: Tale) -> tuple[str, str]:
    """The one service of an old case, if any, and the office that gives it ("" for the unit itself)."""
    for service in tale.pattern.services if tale.pattern else ():
        if draw.random() < GIVEN.get(service, 0.2):
            return service, draw.choice(OFFICES[service])
    return ("case_management", "") if draw.random() < 0.3 else ("", "")


def _served(draw: Random, tale: Tale, start: datetime, service: str, office: str) -> Iterator[Step]:
    if not office:
        yield Step(at_work(start + timedelta(hours=draw.randrange(20, 160))), "give", service=service)
        return
    sent = start + timedelta(minutes=draw.randrange(20, 180))
    yield Step(sent, "send", office, service, draw.choice(words.REQUESTS))
    answered = _answer_at(draw, tale, sent, office)
    ending = draw.choices(("done", "declined", "open"), weights=(88, 8, 4))[0]
    if ending == "declined":
        yield Step(answered, "decline", office, service, draw.choice(words.DECLINED))
    elif ending == "done":
        yield Step(answered, "answer", office, service, draw.choice(words.FEEDBACK))
    else:  # they never answer; it is taken back before the case closes
        yield Step(at_work(sent + timedelta(days=15)), "withdraw", office, service, words.TAKEN_BACK)


def _answer_at(draw: Random, tale: Tale, sent: datetime, office: str) -> datetime:
    moment = within(draw, sent, "answer", tale.risk, late=SLOW.get(office, 0.1))
    return moment if office in ROUND_THE_CLOCK or tale.risk == "high" else at_work(moment)


def rich(draw: Random, tale: Tale) -> tuple[Step, ...]:
    """A recent report with its whole course; how much of it has happened by now is a matter of the present moment."""
    respond, triage = _first_steps(draw, tale)
    if tale.outcome == "advise":
        return (triage,)
    assessed = _planned(draw, triage.at, "assess", tale.risk)
    planned = max(_planned(draw, triage.at, "plan", tale.risk), assessed + timedelta(minutes=40))
    steps = [respond, triage, *contact(tale), *_named(draw, tale, triage.at), *_police(draw, tale, triage.at)]
    steps += [Step(assessed, "assess", text=draw.choice(words.CONDITIONS)), Step(planned, "plan", text=draw.choice(words.GOALS))]
    start = triage.at + timedelta(minutes=25) if tale.risk == "high" else assessed + timedelta(hours=1)
    for service, office in _asked(draw, tale):
        steps += list(_course(draw, tale, start, planned, service, office))
    proposed = at_work(max(triage.at + timedelta(days=draw.randrange(24, 80)), *(step.at + timedelta(days=2) for step in steps)))
    steps += list(_afterwards(draw, tale, triage.at, planned, proposed))
    return tuple(sorted(steps, key=lambda step: step.at))


def contact(tale: Tale) -> Iterator[Step]:
    """The contact in the safe hours that somebody named."""
    if tale.wish.window and tale.wish.channels:
        opens, _closes = next_window(tale.reported_at, Window(*tale.wish.window))
        yield Step(max(opens, tale.reported_at) + timedelta(minutes=17), "contact", text=words.CONTACT)


def _named(draw: Random, tale: Tale, triage: datetime) -> Iterator[Step]:
    """What a trafficking indication adds: the screen and the number of the recruiter."""
    if tale.pattern and tale.pattern.screen:
        yield Step(triage + timedelta(hours=draw.randrange(2, 20)), "screen")
        yield Step(triage + timedelta(hours=draw.randrange(20, 40)), "identifier")


def _asked(draw: Random, tale: Tale) -> list[tuple[str, str]]:
    """The services of the plan and who is asked for them: each office once, two others at most, the unit itself for the rest."""
    found: dict[str, str] = {}
    for service in tale.pattern.services if tale.pattern else ():
        office = draw.choice(OFFICES[service])
        others = [name for name in found if not name.startswith("own ")]
        if office in others or (office and len(others) == MOST_OFFICES):
            continue
        found[office or f"own {service}"] = service
    return [(service, "" if office.startswith("own ") else office) for office, service in found.items()]


def _course(draw: Random, tale: Tale, start: datetime, planned: datetime, service: str, office: str) -> Iterator[Step]:
    if not office:
        for week in range(draw.randrange(1, 4)):
            yield Step(at_work(planned + timedelta(days=2 + 7 * week + draw.randrange(3))), "give", service=service)
        return
    sent = start + timedelta(minutes=draw.randrange(5, 240))
    yield Step(sent, "send", office, service, draw.choice(words.REQUESTS))
    answered, luck = _answer_at(draw, tale, sent, office), draw.random()
    if luck < 0.06:
        yield Step(answered, "decline", office, service, draw.choice(words.DECLINED))
    elif luck < 0.09:
        yield Step(answered, "unavailable", office, service, draw.choice(words.UNAVAILABLE))
    elif luck < 0.95:
        late = SLOW.get(office, 0.12)
        served = max(_planned(draw, answered, "serve", tale.risk, late=late), answered + timedelta(minutes=30))
        told = max(_planned(draw, served, "report_back", tale.risk, late=late), served + timedelta(minutes=30))
        yield Step(answered, "accept", office, service)
        yield Step(served, "serve", office, service)
        yield Step(told, "report_back", office, service, draw.choice(words.FEEDBACK))
    else:  # they never answer; after some weeks it is taken back
        yield Step(at_work(sent + timedelta(days=draw.randrange(14, 26))), "withdraw", office, service, words.TAKEN_BACK)


def _afterwards(draw: Random, tale: Tale, opened: datetime, planned: datetime, proposed: datetime) -> Iterator[Step]:
    """A note, reviews one after the other, and the end."""
    yield Step(at_work(planned + timedelta(days=draw.randrange(1, 6))), "note", text=draw.choice(words.NOTES))
    looked = _planned(draw, opened, "review", tale.risk)
    while looked < proposed:
        yield Step(looked, "review", text=draw.choice(words.REVIEWS))
        looked = _planned(draw, looked, "review", tale.risk)
    reason = "legal_watch" if tale.pattern and tale.pattern.law and draw.random() < 0.4 else "goals_met"
    yield Step(proposed, "propose", service=reason, text=draw.choice(words.CLOSURES[reason]))
    confirmed = max(_planned(draw, proposed, "confirm", "medium"), proposed + timedelta(hours=1))
    yield Step(confirmed, "confirm")
    yield from _asked_again(draw, confirmed, reason, 0.3)


def _asked_again(draw: Random, closed: datetime, reason: str, how_often: float) -> Iterator[Step]:
    """The follow-up, where the person agreed to be asked again."""
    if reason == "goals_met" and draw.random() < how_often:
        yield Step(at_work(closed + timedelta(days=draw.randrange(18, 31))), "follow_up", text=words.FOLLOW_UP)
