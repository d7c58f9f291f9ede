"""What people do in the week, each act through the screens; and what the script writes into its own book for it."""

from uuid import UUID

from jejaring.kernel.clock import WIB, midnight, now
from tests.stories.reader import Reader
from tests.stories.week_people import Told, Week

AREA = "15.71.07"
OF_REPORT = ("safe_contact", "complete_report")


def _last(path: str) -> UUID:
    return UUID(path.strip("/").split("/")[-1])


def _tells(person: Reader, told: Told, channel: str) -> None:
    """The fields that every report has."""
    person.writes("narrative", f"Laporan {told.story}, diceritakan seperti adanya.").chooses("channel", channel)
    if told.signs:
        person.ticks("danger_signs", *told.signs)
    else:
        person.ticks("danger_answer", "none")
    person.ticks("survivor_awareness", "knows").ticks("contact_channels", "whatsapp").writes("contact_number", told.phone)
    if not told.partial:
        day = now().astimezone(WIB)
        person.chooses("area", AREA).writes("incident_on", f"{day.day}/{day.month}/{day.year}")
        told.day = midnight(day.date())


def _arrived(week: Week, told: Told, by: Reader, act: str, channel: str, *, complete: bool) -> None:
    assert told.report
    unit = week.unit
    week.knows("/reports/", told.report)
    for key in ("first_response", "triage") + (() if complete else ("complete_report",)):
        week.book.opens(key, told.report, unit, told.risk, by=by.actor, act=act)
    told.counted = {"channel": channel, "sex": told.sex}
    week.book.counts("reports", **told.counted)


def takes(week: Week, told: Told, who: str, channel: str) -> None:
    """Somebody of the unit takes a report."""
    person = week.who(who)
    person.opens("/reports/new/").sees("Bacakan dahulu").ticks("limits_read")
    _tells(person, told, channel)
    person.ticks("reporter_kind", "victim").ticks("victim_sex", told.sex).writes("victim_age", str(told.age))
    person.writes("victim_name", told.name).writes("reporter_contact", told.phone).submits()
    told.report = _last(person.path)
    week.book.tells(*told.secrets, to=week.unit)
    _arrived(week, told, person, "takes", channel, complete=not told.partial)


def sends(week: Week, told: Told, who: str, channel: str) -> None:
    """A partner desk sends a report; the duty officer finds it in the list."""
    person = week.who(who)
    week.book.tells(*told.secrets, to=week.unit)
    person.opens("/reports/send/").chooses("to_desk", week.unit)
    if person.value_of("channel") != channel:
        person.chooses("channel", channel).presses("Tampilkan isian saluran ini")
    _tells(person, told, channel)
    if person.offers("p0-sex"):
        person.ticks("p0-sex", told.sex).writes("p0-age", str(told.age)).writes("p0-name", told.name)
    else:
        person.ticks("victim_sex", told.sex).writes("victim_age", str(told.age)).writes("victim_name", told.name)
    person.presses("Kirim laporan")
    assert person.path == "/reports/sent/", (person.status, person.page_words)
    told.report = week.new_in(week.who("duty"), "/reports/", "/reports/")
    _arrived(week, told, person, "sends", channel, complete=not told.partial)


def asks(week: Week, told: Told, who: str, purpose: str) -> None:
    """A partner desk asks the unit for help for somebody it is with."""
    person, unit = week.who(who), week.unit
    for desk in (unit, person.actor.desk):
        week.book.tells(*told.secrets, to=desk)
    person.opens("/referrals/request/").ticks("purpose", purpose).writes("request", f"Mohon bantuan: {told.story}")
    person.ticks("sex", told.sex).writes("age", str(told.age)).writes("name", told.name).chooses("area", AREA)
    person.ticks("contact_channels", "whatsapp").writes("contact_number", told.phone).writes("basis_reason", "Ia meminta dan setuju")
    if told.signs:
        person.ticks("danger_signs", *told.signs)
    person.ticks("basis", "consent").ticks("consent_by", "person").submits()
    told.asked = _last(person.path)
    told.sender = person.actor.desk
    week.book.opens("referral_answer", told.asked, unit, told.risk, by=person.actor, act="asks")


def takes_up(week: Week, told: Told, who: str) -> None:
    """The unit accepts a request and makes a report of it, in one press each."""
    assert told.asked
    person, channel = week.who(who), {"hospital": "hospital"}.get(_name_of(week, told.sender), "other_agency")
    person.opens(f"/referrals/{told.asked}/").presses("Terima")
    week.book.ends("referral_answer", on=(told.asked,), by=person.actor, act="accepts")
    week.book.opens("first_service", told.asked, week.unit, told.risk, by=person.actor, act="accepts")
    person.presses("Jadikan laporan")
    told.report = _last(person.path)
    _arrived(week, told, person, "takes_up", channel, complete=False)


def _name_of(week: Week, desk: UUID | None) -> str:
    return next(name for name, row in week.cast.desks.items() if row.pk == desk)


def responds(week: Week, told: Told, who: str) -> None:
    """The first response: a safety action, which no safe window forbids."""
    person = week.who(who)
    person.opens(f"/reports/{told.report}/respond/").ticks("kind", "safety_action").writes("note", "Petugas datang.").submits()
    assert person.path == f"/reports/{told.report}/"
    week.book.ends("first_response", on=(told.report,), by=person.actor, act="responds")


def completes(week: Week, told: Told, who: str) -> None:
    """What was not asked while the story was told."""
    person, day = week.who(who), now().astimezone(WIB)
    person.opens(f"/reports/{told.report}/complete/").chooses("area", AREA).writes("incident_on", f"{day.day}/{day.month}/{day.year}")
    person.ticks("nothing_more").submits()
    assert person.path == f"/reports/{told.report}/", person.page_words
    told.day = midnight(day.date())
    week.book.ends("complete_report", on=(told.report,), by=person.actor, act="completes")


def _decides(week: Week, told: Told, who: str, outcome: str, **more: str) -> Reader:
    """The page of triage, filled in and sent; what is the same for every outcome stands in the book."""
    person = week.who(who)
    person.opens(f"/triage/{told.report}/").ticks("outcomes", outcome).writes("reason", "Sesuai laporan.")
    for name, value in more.items():
        person.ticks(name, *value.split()) if name in ("kind", "forms", "jurisdiction") else person.writes(name, value)
    return person


def _decided(week: Week, told: Told, person: Reader, outcome: str) -> None:
    person.submits()
    assert person.status == 200, (told.number, person.page_words)
    week.book.ends("triage", on=(told.report,), by=person.actor, act=f"decides:{outcome}")


def advises(week: Week, told: Told, who: str) -> None:
    """A request for information: advised and closed."""
    _decided(week, told, _decides(week, told, who, "advise", kind="information_only"), "advise")
    person = week.who(who)
    week.book.ends("first_response", on=(told.report,), by=person.actor, act="decides:advise")
    week.book.ends(*OF_REPORT, on=(told.report,), by=person.actor, act="decides:advise", state="cancelled")


def opens_case(week: Week, told: Told, who: str, outcome: str = "open_case", **more: str) -> None:
    """A case file for the manager; with it whatever is owed from now on."""
    person = _decides(week, told, who, outcome, kind=told.kind, forms=told.forms, **more)
    person.chooses("manager", week.cast.manager.id)
    if outcome == "transfer":
        person.chooses("region", person.offers("region")[1])
    _decided(week, told, person, outcome)
    told.case = week.new_in(week.who("manager"), "/cases/", "/cases/")
    told.reference = _reference(week.who("manager").opens(f"/cases/{told.case}/"))
    sexual = "sexual" in told.forms.split() or told.kind == "sexual_violence"
    for key in ("assessment", "plan", "review", *(("police_report",) if sexual else ())):
        week.book.opens(key, told.case, week.unit, told.triaged, by=person.actor, act=f"decides:{outcome}", case=told.case)
    if sexual and told.day:
        for key in ("prophylaxis", "traces", *(("emergency_contraception",) if told.sex == "female" and 9 <= told.age <= 55 else ())):
            week.book.opens_window(key, told.case, week.unit, told.day, by=person.actor, act=f"decides:{outcome}")
    if outcome != "open_case":
        week.book.opens("hand_over", told.case, week.unit, told.triaged, by=person.actor, act=f"decides:{outcome}", case=told.case)
    told.counted |= {"kind": told.kind}


def _reference(page: Reader) -> str:
    return next(word for word in page.page_words.split() if word.startswith("K-26-"))


def transfers(week: Week, told: Told, who: str) -> None:
    """Another region is responsible: the file goes there with a letter."""
    opens_case(week, told, who, "transfer", jurisdiction="transfer_region")


def refers_out(week: Week, told: Told, who: str) -> None:
    """Another body is responsible: it is handed over by a referral."""
    opens_case(week, told, who, "refer_out")


def proposes_to_join(week: Week, told: Told, who: str) -> None:
    """The report is about a case that stands; whether it does is not said."""
    assert told.joins
    person = _decides(week, told, who, "join_case", kind=told.joins.kind, forms=told.forms, join_reference=told.joins.reference)
    _decided(week, told, person, "join_case")


def answers_join(week: Week, told: Told, who: str, answer: str) -> None:
    """The team takes the report in, or sends it back; then it waits for triage again."""
    person = week.who(who).opens("/")
    link = next(a["href"] for a in person.page.all("a") if "/triage/join/" in a["href"])
    person.opens(link).presses({"accept": "Gabungkan ke kasus", "decline": "Kembalikan"}[answer])
    assert told.report
    if answer == "accept":
        assert told.joins
        assert told.joins.case
        week.book.joins(told.report, told.joins.case)
    else:
        week.book.opens("triage", told.report, week.unit, "medium", by=person.actor, act="declines to join")


ACTS = {
    act.__name__: act
    for act in (
        takes, sends, asks, takes_up, responds, completes, advises, opens_case, transfers, refers_out, proposes_to_join, answers_join,
    )
}  # fmt: skip
