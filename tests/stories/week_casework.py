"""What happens on a case in the week: the team's acts, referrals and their answers, closure by two people."""

from uuid import UUID

from tests.stories.reader import Reader
from tests.stories.week_book import OF_A_REPORT, OF_HEALTH
from tests.stories.week_people import Told, Week

OF_WHO_ACCEPTED = ("first_service", "service_feedback")  # a desk that accepted goes on
OF_CASE = ("letter_acknowledgement", "hand_over")  # a transfer leaves them to the act that keeps them


def _does(week: Week, told: Told, person: Reader, key: str, act: str) -> None:
    assert person.path == f"/cases/{told.case}/", (told.number, act, person.status, person.page_words)
    week.book.ends(key, on=(told.case,), by=person.actor, act=act)


def assesses(week: Week, told: Told, who: str) -> None:
    """Whoever assesses has been in touch: the response to the case's reports is kept as well."""
    person = week.who(who)
    person.opens(f"/cases/{told.case}/assess/").writes("condition", "Tenang, didampingi.").writes("wishes", "Ingin tinggal dengan bibi.")
    if not person.value_of("danger_signs"):
        person.ticks("no_danger")
    person.submits()
    _does(week, told, person, "assessment", "assesses")
    week.book.ends(*OF_A_REPORT, on=(told.report, *week.book.joined(told.case)), by=person.actor, act="assesses")


def plans(week: Week, told: Told, who: str) -> None:
    """At least one service is planned."""
    person = week.who(who)
    person.opens(f"/cases/{told.case}/plan/").ticks("need_psychological").submits()
    _does(week, told, person, "plan", "plans")


def tells_the_police(week: Week, told: Told, who: str) -> None:
    """The number of the police report."""
    person = week.who(who)
    person.opens(f"/cases/{told.case}/police/").writes("number", f"LP/B/{told.number}/III/2026 (rekaan)").submits()
    _does(week, told, person, "police_report", "tells_the_police")


def reviews(week: Week, told: Told, who: str) -> None:
    """The whole case is looked at; the next review is owed."""
    person = week.who(who)
    person.opens(f"/cases/{told.case}/review/").writes("text", "Berjalan sesuai rencana.").submits()
    _does(week, told, person, "review", "reviews")
    assert told.case
    week.book.opens("review", told.case, week.unit, told.triaged, by=person.actor, act="reviews", case=told.case)


def refers(week: Week, told: Told, who: str, purpose: str, to: str, basis: str) -> None:
    """The manager refers: purpose, desk, basis; then what leaves; then it is sent."""
    person, desk = week.who(who), week.cast.desk_id(to)
    person.opens(f"/referrals/new/{told.case}/?purpose={purpose}").chooses("to_desk", desk).writes("request", "Mohon ditangani segera.")
    if person.offers("hands_over"):
        person.ticks("hands_over")
    person.ticks("basis", basis).writes("basis_reason", "Diperlukan untuk layanan ini.").submits().sees("Inilah yang dikirim")
    person.ticks("agreed").submits()
    told.referral, told.receiver = UUID(person.path.strip("/").split("/")[-1]), desk
    week.book.tells(*told.secrets, to=desk)
    week.book.ends("hand_over", on=(told.case,), by=person.actor, act="refers")
    key, owes = ("letter_acknowledgement", week.unit) if to == "letters" else ("referral_answer", desk)
    week.book.opens(key, told.referral, owes, told.triaged, by=person.actor, act="refers", case=told.case)


def accepts(week: Week, told: Told, who: str) -> None:
    """The receiver takes it on, with one press."""
    assert told.referral
    assert told.receiver
    person = week.who(who)
    person.opens("/").opens(f"/referrals/{told.referral}/").sees(told.name).presses("Terima").sees("Diterima")
    week.book.ends("referral_answer", on=(told.referral,), by=person.actor, act="accepts")
    week.book.opens("first_service", told.referral, told.receiver, told.triaged, by=person.actor, act="accepts", case=told.case)


def declines(week: Week, told: Told, who: str) -> None:
    """The receiver does not take it on, and says why."""
    person = week.who(who)
    person.opens(f"/referrals/{told.referral}/decline/")
    person.ticks("reason", person.offers("reason")[0]).submits().sees("Ditolak")
    week.book.ends("referral_answer", on=(told.referral,), by=person.actor, act="declines")


def _referral(told: Told) -> UUID:
    """What the receiver works on: the case's referral, or the request that the unit itself answers."""
    found = told.referral or told.asked
    assert found
    return found


def serves(week: Week, told: Told, who: str, service: str) -> None:
    """A service was given; feedback is owed."""
    person, row = week.who(who), _referral(told)
    person.opens(f"/referrals/{row}/serve/").chooses("service", service).submits()
    assert person.path == f"/referrals/{row}/"
    week.book.ends("first_service", on=(row,), by=person.actor, act="serves")
    kept = OF_HEALTH if service in ("health", "medical_treatment") else ("traces",) if service == "forensic_examination" else ()
    week.book.ends(*kept, on=(told.case,), by=person.actor, act="serves")
    risk = told.triaged if told.referral else told.risk
    case = told.case if told.referral else None
    week.book.opens("service_feedback", row, person.actor.desk, risk, by=person.actor, act="serves", case=case)


def reports_back(week: Week, told: Told, who: str) -> None:
    """How it went: nothing more is owed."""
    person, row = week.who(who), _referral(told)
    person.opens(f"/referrals/{row}/report-back/").writes("note", "Sudah ditangani.").submits().sees("Selesai, dengan umpan balik")
    week.book.ends("service_feedback", on=(row,), by=person.actor, act="reports_back")


def acknowledges(week: Week, told: Told, who: str) -> None:
    """The office on the other side has called: the case is theirs."""
    person = week.who(who)
    person.opens(f"/referrals/{told.referral}/acknowledge/").submits()
    assert person.path == f"/referrals/{told.referral}/", person.page_words
    week.book.ends("letter_acknowledgement", on=(told.referral,), by=person.actor, act="acknowledges")
    assert told.case
    week.book.ends_case(told.case, told.report, by=person.actor, act="acknowledges", but=OF_CASE)
    told.counted["gone"] = "yes"


def proposes_closure(week: Week, told: Told, who: str, asked_later: str = "") -> None:
    """The first of two."""
    person = week.who(who)
    person.opens(f"/cases/{told.case}/close/").ticks("reason", "goals_met").ticks("outcome", "safe").writes("account", "Aman.")
    if person.offers("knowing"):
        person.ticks("knowing")
    if asked_later:
        person.ticks("follow_up_agreed")
    person.submits().sees("Penutupan diusulkan")
    assert told.case
    week.book.opens("closure_confirmation", told.case, week.unit, told.triaged, by=person.actor, act="proposes", case=told.case)


def confirms_closure(week: Week, told: Told, who: str, asked_later: str = "") -> None:
    """The second of two; what is open here falls away, and a check is owed where the person agreed."""
    person = week.who(who)
    person.opens(f"/cases/{told.case}/confirm/").ticks("decision", "confirm").submits().sees("Ditutup")
    assert told.case
    week.book.ends("closure_confirmation", on=(told.case,), by=person.actor, act="confirms")
    week.book.ends_case(told.case, told.report, by=person.actor, act="confirms", but=OF_WHO_ACCEPTED)
    if asked_later:
        week.book.opens("follow_up", told.case, week.unit, told.triaged, by=person.actor, act="confirms", case=told.case)


def declines_closure(week: Week, told: Told, who: str) -> None:
    """The second of two says what is missing."""
    person = week.who(who)
    person.opens(f"/cases/{told.case}/confirm/").ticks("decision", "decline").writes("note", "Rencana belum selesai.").submits()
    _does(week, told, person, "closure_confirmation", "declines")


ACTS = {
    act.__name__: act
    for act in (
        assesses, plans, tells_the_police, reviews, refers, accepts, declines, serves, reports_back, acknowledges, proposes_closure,
        confirms_closure, declines_closure,
    )
}  # fmt: skip
