"""S09: an emergency doctor at night. S10: a girl in another region, and a numbered letter. S05: a caller who may be the respondent."""

import pytest

from jejaring.cases.models import Case
from jejaring.guard.context import acting_as
from tests.browser.conftest import At
from tests.browser.person import Person
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("live")
DOCTOR = "Perempuan 19 tahun datang dengan perdarahan, diduga kekerasan seksual oleh dua orang tak dikenal. Perlu visum dan pendampingan."
AUNT = "Ponakan saya umur 15 mau dinikahkan orang tuanya minggu depan dengan laki-laki 40 tahun, katanya buat bayar utang."
CALLER = "Saya mau tanya, istri saya pergi bawa anak. Apa dia ada lapor ke sini?"


def taken(officer: Person, story: str, *, who: str, channel: str, signs: tuple[str, ...] = (), knows: str = "") -> str:
    """Take a report with what is needed; the path of its page."""
    officer.opens("/reports/new/").ticks("limits_read").writes("narrative", story).ticks("reporter_kind", who).chooses("channel", channel)
    if signs:
        officer.ticks("danger_signs", *signs)
    else:
        officer.ticks("danger_answer", "none")
    if knows:
        officer.ticks("survivor_awareness", knows)
    officer.submits()
    return officer.path


def decided(officer: Person, report: str, *, kind: str, outcome: str, **more: str) -> Person:
    """Decide on a report with one outcome."""
    officer.opens(report.replace("/reports/", "/triage/")).ticks("kind", kind).ticks("outcomes", outcome)
    officer.writes("reason", "Sesuai laporan.")
    for name, value in more.items():
        if name in ("manager", "region", "relation"):
            officer.chooses(name, value)
        elif name in ("victim_age", "respondent_count"):
            officer.writes(name, value)
        else:
            officer.ticks(name, *value.split())
    officer.submits()
    return officer


def test_a_hospital_at_night(at: At, cast: Cast) -> None:
    duty, supervisor = at("duty", phone=True, dark=True), at("supervisor")

    report = taken(duty, DOCTOR, who="professional", channel="hospital", signs=("weapon",), knows="knows")
    duty.finds_it_accessible()
    decided(duty, report, kind="violence_against_women", outcome="open_case", forms="sexual physical", victim_sex="female", victim_age="19",
            respondent_count="2", relation="stranger", risk="high", manager=str(cast.supervisor.id))  # fmt: skip
    supervisor.opens("/").sees("Laporan ke polisi")
    supervisor.opens("/cases/").follows("Buka")
    file = supervisor.path
    supervisor.sees("Perempuan, 19", "Risiko tinggi").finds_it_accessible()
    assert supervisor.page.get_by_text("Terlapor", exact=True).count() == 2

    supervisor.opens(file.replace("/cases/", "/referrals/new/") + "?purpose=health").chooses("to_desk", cast.desk_id("hospital"))
    supervisor.writes("request", "Mohon perawatan dan visum.").ticks("basis", "consent").ticks("consent_by", "person")
    supervisor.writes("basis_reason", "Pasien sadar dan setuju.").submits().sees("Inilah yang dikirim").sees_nothing_of("Pelapor:")
    supervisor.ticks("agreed").submits()
    referral = supervisor.path
    at("hospital", phone=True).opens(referral).sees("Mohon perawatan dan visum").presses("Terima").sees("Diterima").finds_it_accessible()


def test_a_girl_in_another_region_and_a_letter(at: At, cast: Cast) -> None:
    duty, manager = at("duty"), at("manager", phone=True)

    report = taken(duty, AUNT, who="family", channel="hotline", signs=("imminent_wedding",), knows="not_yet_reached")
    decided(duty, report, kind="violence_against_children", outcome="transfer", forms="sexual exploitation", victim_sex="female",
            victim_age="15", risk="high", jurisdiction="transfer_region", region="15.05", manager=str(cast.manager.id))  # fmt: skip
    manager.opens("/").sees("Serahkan")
    manager.opens("/cases/").follows("Buka")
    file = manager.path

    manager.opens(file + "contact/").ticks("contact_never", "phone", "visit").writes_unfolded("contact_note", "Jangan hubungi orang tua.")
    manager.submits().sees("Jangan hubungi orang tua")
    manager.opens(file.replace("/cases/", "/referrals/new/") + "?purpose=transfer").sees("Jangan hubungi orang tua")
    manager.chooses("to_desk", cast.desk_id("letters")).writes("request", "Mohon pencegahan sebelum hari yang direncanakan.")
    manager.ticks("basis", "vital_interest").writes("basis_reason", "Perkawinan anak dalam hitungan hari.").submits()
    manager.ticks("agreed").submits()
    referral = manager.path
    manager.opens(referral + "letter/").sees("Lembar tanda terima", "Jangan hubungi orang tua").finds_it_accessible()
    manager.opens("/").sees("Tanda terima surat")

    manager.opens(referral + "acknowledge/").writes("office", "UPTD PPA Muaro Contoh").submits()
    manager.sees("UPTD PPA Muaro Contoh")
    manager.opens(file).sees("Dilimpahkan")
    with acting_as(cast.manager, "test"):
        assert Case.objects.get(pk=file.strip("/").split("/")[-1]).state == "transferred"


def test_a_caller_who_may_be_the_respondent_learns_nothing(at: At, cast: Cast) -> None:
    duty = at("duty", phone=True)
    with acting_as(cast.supervisor, "test"):
        before = Case.objects.count()

    report = taken(duty, CALLER, who="other", channel="hotline")
    duty.opens(report.replace("/reports/", "/triage/")).sees("Kami tidak dapat membenarkan atau membantah").finds_it_accessible()
    decided(duty, report, kind="information_only", outcome="advise")
    duty.opens(report).sees("Diputuskan").sees_nothing_of("K-2", "kasus lain", "pernah melapor")
    with acting_as(cast.supervisor, "test"):
        assert Case.objects.count() == before
