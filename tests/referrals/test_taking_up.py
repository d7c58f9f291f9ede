"""An accepted request of a partner becomes a report in one press, and a case by its triage: nothing is typed twice."""

import pytest

from jejaring.audit.models import Event
from jejaring.cases.models import Case
from jejaring.commitments.models import Commitment
from jejaring.guard.context import acting_as
from jejaring.intake.models import Report, ReportDetail
from jejaring.kernel.verdict import Refused
from jejaring.people.queries import contact_wish, identity
from jejaring.referrals import actions
from jejaring.referrals.actions import Described
from jejaring.referrals.models import Referral
from jejaring.vault import actions as vault
from tests.cases.files import open_file
from tests.cast import Cast
from tests.referrals.sent import act, send
from tests.referrals.test_requesting import WISH, ask
from tests.screens import signed_in
from tests.stories.reader import Reader

pytestmark = pytest.mark.django_db


def taken_up(cast: Cast, row: Referral, by: str = "manager") -> Report:
    with acting_as(cast.actors[by], "test"):
        return Report.objects.get(pk=actions.take_up(by=cast.actors[by], referral_id=row.pk))


def test_what_the_partner_said_stands_in_the_report_in_codes_and_words(cast: Cast) -> None:
    row = ask(cast)
    act(cast, "manager", "accept", row)

    report = taken_up(cast, row)

    with acting_as(cast.manager, "test"):
        assert (report.channel, report.reporter_kind, report.sent_from) == ("hospital", "professional", None)
        assert (report.victim_sex, report.victim_age, report.area, report.danger_signs) == ("female", 19, "15.71.07", ["captivity"])
        assert (report.survivor_awareness, report.limits_not_read_reason) == ("knows", "professional")
        assert (vault.read(report, "victim_name"), vault.read(report, "location_note")) == ("Bunga Rekaan", "IGD RSUD")
        story = vault.read(report, "narrative")
        assert story.startswith("Pendamping selama visum\n\n")
        assert "Sadar, perdarahan teratasi" in story
        assert not [word for word in ("Bunga", "IGD", "0812") if word in story]
        assert contact_wish(report.pk) == WISH
        (detail,) = ReportDetail.objects.filter(report=report)
        assert (detail.field, vault.read(detail, "value")) == ("facility_unit", "RSUD Contoh")
        promises = dict(Commitment.objects.filter(subject_id=report.pk).values_list("key", "risk"))
    assert promises["first_response"] == promises["triage"] == "high"


def test_pressed_twice_it_is_one_report(cast: Cast) -> None:
    row = ask(cast)
    act(cast, "manager", "accept", row)

    assert taken_up(cast, row).pk == taken_up(cast, row, "duty").pk
    with acting_as(cast.supervisor, "test"):
        assert Report.objects.count() == 1
    with acting_as(cast.privacy, "test"):
        assert Event.objects.filter(act="request_taken_up").count() == 1


def test_an_unknown_age_and_other_agencies_lose_nothing(cast: Cast) -> None:
    child = Described(sex="male", minor=True, needs=("interpreter",), condition="Menunggu di kantor", danger_signs=("captivity",))
    row = ask(cast, by="social", person=child, contact=None, basis="vital_interest", consent_by="")
    act(cast, "manager", "accept", row)

    report = taken_up(cast, row)

    with acting_as(cast.manager, "test"):
        said = {d.field: vault.read(d, "value") for d in ReportDetail.objects.filter(report=report)}
        assert (report.channel, said["agency"], said["letter_number"]) == ("other_agency", "Dinas Sosial Contoh", row.reference)
        assert contact_wish(report.pk) is None or contact_wish(report.pk) == type(WISH)()
        story = vault.read(report, "narrative")
    assert [word for word in ("Anak laki-laki", "Juru bahasa", "Menunggu di kantor") if word not in story] == []
    assert (report.survivor_awareness, report.victim_age) == ("", None)


def test_only_an_accepted_request_is_taken_up_and_only_by_the_unit(cast: Cast) -> None:
    waiting, of_a_case = ask(cast), send(cast, open_file(cast), "social")
    with pytest.raises(Refused, match="Accept"):
        taken_up(cast, waiting)
    act(cast, "manager", "accept", waiting)
    act(cast, "social", "accept", of_a_case)
    for name, row in (("hospital", waiting), ("social", of_a_case)):
        with acting_as(cast.actors[name], "test"), pytest.raises(Refused):
            actions.take_up(by=cast.actors[name], referral_id=row.pk)
    assert signed_in(cast.stranger).post(f"/referrals/{waiting.pk}/report/").status_code == 404
    with acting_as(cast.supervisor, "test"):
        assert not Report.objects.exists()


def test_from_the_partners_screen_to_the_case_nothing_is_typed_twice(cast: Cast) -> None:
    hospital, manager = Reader(cast.hospital), Reader(cast.manager)
    hospital.opens("/referrals/request/").ticks("purpose", "shelter").writes("request", "Mohon tempat malam ini").ticks("sex", "female")
    hospital.writes("age", "24").writes("name", "Dahlia Rekaan").ticks("danger_signs", "captivity").chooses("area", "15.71.07")
    hospital.ticks("contact_channels", "whatsapp").ticks("contact_never", "phone").ticks("basis", "vital_interest")
    hospital.writes("basis_reason", "Ia ditunggu di luar").submits()

    manager.opens(hospital.path).presses("Terima").presses("Jadikan laporan")
    assert manager.path.startswith("/triage/")
    manager.sees("Mohon tempat malam ini", "Hanya lewat WhatsApp")
    assert (manager.value_of("victim_sex"), manager.value_of("victim_age"), manager.value_of("risk")) == ("female", "24", "high")
    manager.ticks("kind", "trafficking").ticks("outcomes", "open_case").chooses("manager", cast.manager.id)
    manager.writes("reason", "Dijemput dari IGD").submits()

    assert manager.path.startswith("/cases/")
    manager.sees("Hanya lewat WhatsApp", "Perempuan, 24").sees_nothing_of("Dahlia")
    with acting_as(cast.manager, "test"):
        case = Case.objects.get()
        (person,) = case.participants.filter(role="victim").values_list("person_id", flat=True)
        assert identity(cast.manager, person, case_id=case.pk).name == "Dahlia Rekaan"
    manager.opens(hospital.path).follows("Laporan dari permintaan ini").sees("Mohon tempat malam ini")
    hospital.opens(hospital.path).sees("Diterima").sees_nothing_of("Jadikan laporan", "Laporan dari permintaan ini", "Dijemput dari IGD")
