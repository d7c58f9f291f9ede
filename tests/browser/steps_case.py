"""Steps of a story that happen on a case: referrals and their answers, closure by two people."""

from uuid import UUID

from tests.browser.person import Person


def when_the_only_case_is_opened(officer: Person) -> str:
    """The officer opens the one case of the list; the path of its file."""
    officer.opens("/cases/").follows("Buka kasus")
    return officer.path


def when_a_referral_is_prepared(
    officer: Person, file: str, purpose: str, *, to: UUID, asks: str, basis: str, why: str, consent: str = ""
) -> Person:
    """Purpose, desk, basis with its reason; then the page that shows what leaves."""
    officer.opens(f"{file.replace('/cases/', '/referrals/new/')}?purpose={purpose}").chooses("to_desk", to).writes("request", asks)
    officer.ticks("basis", basis).writes("basis_reason", why)
    if consent:
        officer.ticks("consent_by", consent)
    return officer.submits().sees("Inilah yang dikirim", asks, why)


def when_it_is_sent(officer: Person) -> str:
    """The sender has read what leaves and sends it; the path of the referral."""
    officer.ticks("agreed").submits()
    assert officer.path.startswith("/referrals/0"), officer.path
    return officer.path


def when_the_desk_accepts(partner: Person, referral: str) -> Person:
    """A partner desk takes a referral on, with one press."""
    return partner.opens(referral).presses("Terima").sees("Diterima")


def when_the_desk_gives_the_service(partner: Person, referral: str, service: str) -> Person:
    """A partner desk tells that a service was given."""
    return partner.opens(referral + "serve/").chooses("service", service).submits()


def when_the_desk_reports_back(partner: Person, referral: str, note: str) -> Person:
    """A partner desk tells how it went; nothing more is owed."""
    return partner.opens(referral + "report-back/").writes("note", note).submits().sees("Selesai, dengan umpan balik")


def when_closure_is_proposed(officer: Person, file: str) -> Person:
    """The first of two proposes, with reason, outcome and account."""
    officer.opens(file + "close/").sees("Masih terbuka").ticks("reason", "goals_met").ticks("outcome", "safe").ticks("knowing")
    return officer.writes("account", "Layanan selesai; ia aman dan kembali bersekolah.").submits().sees("Penutupan diusulkan")
