"""The privacy officer says by reference and account that a case must not exist for somebody; the page answers alike for one that is not."""

from jejaring.kernel.ids import reference
from tests.browser.conftest import At
from tests.browser.person import Person
from tests.cases.files import open_file
from tests.cast import Cast

SAID = "Sudah tercatat. Jika kasus itu ada, hal ini berlaku mulai sekarang."


def tells(privacy: Person, known_by: str) -> None:
    privacy.opens("/").follows("Benturan").writes("reference", known_by).writes("account", "manager").ticks("kind", "kin")
    privacy.writes("reason", "Saudara kandung, menurut kepala UPTD").submits().sees(SAID, known_by)


def test_one_answer_and_the_case_is_gone_for_the_account(at: At, cast: Cast) -> None:
    case = open_file(cast)
    manager = at("manager").opens("/cases/").sees(case.reference)
    privacy = at("privacy", phone=True, dark=True)
    privacy.opens("/cases/conflicts/").writes("reference", "K-26-04").writes("account", "manager").writes("reason", "x").submits()
    privacy.is_told_beside("reference", "bukan nomor kasus yang utuh")
    tells(privacy, reference("K", 2026, 9999))
    tells(privacy, case.reference)

    manager.opens("/cases/").sees_nothing_of(case.reference)
    at("supervisor").opens(f"/cases/{case.pk}/conflicts/").sees("dinyatakan oleh pejabat pelindungan data")
