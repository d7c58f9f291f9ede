"""S06: a man of 27 calls from a scam compound abroad. He is a victim, never a respondent; the recruiter and the way home are work here."""

from jejaring.access.purposes import Purpose
from jejaring.cases.models import Case, Participant
from jejaring.commitments.models import Commitment
from jejaring.directory import actions as directory
from jejaring.directory.models import Desk
from jejaring.directory.states import DeskKind, OrganisationKind
from jejaring.guard.context import acting_as
from tests.browser.steps_case import when_a_referral_is_prepared, when_it_is_sent, when_the_only_case_is_opened
from tests.browser.steps_report import Told, filled_in, given_a_new_report_being_filled_in
from tests.cast import Cast
from tests.stories.reader import Reader

HIM = Told(
    "Saya laki-laki, 27, dari Alam Barajo. Sekarang di Kamboja, disuruh jadi admin judi daring. Paspor dipegang bos, kalau target tidak "
    "tercapai disetrum. Saya berangkat lewat Batam lalu Singapura dengan agen di Telanaipura. Tolong pulangkan saya.",
    who="victim", channel="hotline", signs=("captivity",),
)  # fmt: skip
ACCOUNT, ACCOUNT_NORMAL = "BRI 0123-01-004567-50-8", "BRI 012301004567508"
ABROAD = "BP3MI Contoh"


def given_the_office_for_workers_abroad(cast: Cast) -> Desk:
    """It does not use the system: letters go there."""
    with acting_as(cast.admin, Purpose.ADMINISTRATION):
        office = directory.add_organisation(by=cast.admin, name=ABROAD, short_name=ABROAD, kind=OrganisationKind.LABOUR)
        return directory.add_desk(
            by=cast.admin, organisation=office, name=ABROAD, kind=DeskKind.PARTNER, services=("return",), uses_system=False
        )


def given_his_call(duty: Reader) -> str:
    given_a_new_report_being_filled_in(duty, HIM).ticks("other_signs", "device_watched")
    duty.ticks("victim_sex", "male").writes("victim_age", "27").ticks("contact_channels", "whatsapp").ticks("contact_never", "phone")
    duty.ticks("contact_watched").submits()
    return duty.sees("Laki-laki, 27", "Risiko tinggi", "Jangan").path


def when_triage_opens_a_case_and_refers_out(duty: Reader, cast: Cast, report: str) -> None:
    duty.opens(report.replace("/reports/", "/triage/"))
    filled_in(
        duty, kind="trafficking", forms="trafficking physical exploitation", respondent_count="1", relation="recruiter",
        jurisdiction="own_and_refer", outcomes="open_case refer_out", manager=cast.manager.id,
    )  # fmt: skip
    duty.writes("reason", "Agen, keluarga, dan kepulangannya urusan kota ini.").submits().sees("Diputuskan oleh")


def then_a_man_is_a_victim_and_the_hand_over_is_owed(manager: Reader, cast: Cast, file: str) -> None:
    manager.opens(file).sees("Laki-laki, 27", "Perekrut, agen, atau mucikari", "Serahkan")
    with acting_as(cast.manager, "test"):
        assert Case.objects.get().categories == ["trafficking"]
        assert sorted(Participant.objects.values_list("role", "sex")) == [("respondent", "unknown"), ("victim", "male")]


def when_he_is_screened(manager: Reader, file: str) -> None:
    manager.opens(file + "screen/").ticks("acts", "recruitment", "sending", "receipt")
    manager.ticks("means", "confinement", "use_of_violence", "abuse_of_vulnerability")
    manager.ticks("purposes", "forced_labour", "use_of_labour_for_gain").ticks("control", "withholds_documents").ticks("coerced").submits()
    card = manager.card("Penapisan TPPO")
    assert "Teridentifikasi untuk layanan" in card
    assert "Unsur untuk tuntutan ada" in card


def when_what_he_was_forced_to_do_is_written_down(manager: Reader, file: str) -> None:
    manager.opens(file + "law/forced/").writes("offence", "menjalankan judi daring").writes("coercion", "disetrum, paspor ditahan")
    manager.submits().sees("Pasal 18 UU 21/2007")


def then_nobody_makes_a_respondent_of_him(manager: Reader, cast: Cast, file: str) -> None:
    with acting_as(cast.manager, "test"):
        him = Participant.objects.get(role="victim")
    manager.opens(file + "party/").ticks("role", "respondent").chooses("person", him.person_id).submits()
    manager.is_told_beside("person", "bukan terlapor")
    with acting_as(cast.manager, "test"):
        assert Participant.objects.filter(role="respondent").count() == 1


def when_the_account_is_noted(manager: Reader, file: str) -> None:
    manager.opens(file + "identifier/").ticks("kind", "bank_account").writes("value", ACCOUNT).ticks("role", "recruiter")
    manager.ticks("use", "may_go_to_police").submits().sees(ACCOUNT_NORMAL)


def when_the_office_is_asked_to_bring_him_home(manager: Reader, desk: Desk, file: str) -> str:
    manager.opens(file.replace("/cases/", "/referrals/new/") + "?purpose=return").ticks("hands_over")
    manager.chooses("to_desk", desk.pk).writes("request", "Mohon pemulangan lewat KBRI Phnom Penh.").ticks("basis", "consent")
    manager.ticks("consent_by", "person").writes("basis_reason", "Ia meminta sendiri.").submits().sees("Inilah yang dikirim")
    return when_it_is_sent(manager.sees_nothing_of(ACCOUNT_NORMAL))


def when_the_police_hear_of_the_agent(manager: Reader, cast: Cast, file: str) -> str:
    when_a_referral_is_prepared(
        manager, file, "law_enforcement", to=cast.desk_id("police"), asks="Mohon selidiki agen di Telanaipura.", basis="consent",
        consent="person", why="Ia setuju rekening itu diteruskan.",
    )  # fmt: skip
    return when_it_is_sent(manager.sees(ACCOUNT_NORMAL))


def promises(cast: Cast, file: str) -> dict[str, str]:
    with acting_as(cast.manager, "test"):
        return dict(Commitment.objects.filter(case_id=file.split("/")[2]).values_list("key", "state"))


def test_a_man_in_a_scam_compound(cast: Cast) -> None:
    duty, manager = Reader(cast.duty), Reader(cast.manager)

    desk = given_the_office_for_workers_abroad(cast)
    when_triage_opens_a_case_and_refers_out(duty, cast, given_his_call(duty))
    file = when_the_only_case_is_opened(manager)
    then_a_man_is_a_victim_and_the_hand_over_is_owed(manager, cast, file)
    when_he_is_screened(manager, file)
    when_what_he_was_forced_to_do_is_written_down(manager, file)
    then_nobody_makes_a_respondent_of_him(manager, cast, file)
    when_the_account_is_noted(manager, file)
    letter = when_the_office_is_asked_to_bring_him_home(manager, desk, file)
    manager.opens(letter + "letter/").sees(ABROAD, "Lembar tanda terima", "Laki-laki, 27", "WhatsApp").sees_nothing_of(ACCOUNT_NORMAL)
    assert {"hand_over": "kept", "letter_acknowledgement": "open"}.items() <= promises(cast, file).items()
    referral = when_the_police_hear_of_the_agent(manager, cast, file)
    Reader(cast.police).opens(referral).sees(ACCOUNT_NORMAL, "WhatsApp", "Perekrut")
