"""Opening a case file."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jejaring.cases import actions, queries
from jejaring.cases.actions import NewIncident, NewParty
from jejaring.cases.models import Case, TeamMember
from jejaring.commitments.models import Commitment
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import today
from jejaring.kernel.verdict import Refused
from jejaring.notices.models import Notice
from jejaring.people.models import Person
from jejaring.people.queries import contact_for
from tests.cases.files import GIRL, RECRUITER, at_home, lodging, open_file, promises, wife_hit
from tests.cast import Cast


def test_a_case_of_sexual_violence_owes_assessment_plan_review_and_the_police_report(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        assert promises(case) == ["assessment", "plan", "police_report", "review"]
        row = Commitment.objects.get(case_id=case.pk, key="assessment")
        assert (row.about_sex, row.about_age, row.about_kind, row.risk, row.reference) == (
            "female",
            17,
            "trafficking",
            "high",
            case.reference,
        )
        assert row.due_at - row.started_at == timedelta(hours=24)


def test_a_case_without_sexual_violence_owes_no_police_report(cast: Cast) -> None:
    case = wife_hit(cast)
    with acting_as(cast.manager, "test"):
        assert promises(case) == ["assessment", "plan", "review"]


def test_the_team_and_the_supervisor_see_it_and_nobody_else(cast: Cast, case: Case) -> None:
    seen = {"manager": True, "companion": True, "supervisor": True, "duty": False, "stranger": False, "police": False, "admin": False}
    for name, sees in seen.items():
        with acting_as(cast.actors[name], "test"):
            assert Case.objects.filter(pk=case.pk).exists() is sees, name
            assert queries.visible_to(cast.actors[name]).filter(pk=case.pk).exists() is sees, name
            assert Person.objects.filter(case_id=case.pk).exists() is sees, name


def test_whoever_opens_it_as_its_manager_keeps_it(cast: Cast) -> None:
    case = open_file(cast, by="manager")
    with acting_as(cast.manager, "test"):
        assert queries.summary(cast.manager, case.pk).manager_id == cast.manager.id
        assert TeamMember.objects.filter(case=case, until=None).count() == 2


def test_the_opener_is_off_the_team_when_the_action_ends(cast: Cast, case: Case) -> None:
    with acting_as(cast.supervisor, "test"):
        opener = TeamMember.objects.get(case=case, user=cast.duty.id)
        assert (opener.role, opener.until is not None) == ("opener", True)


def test_several_of_each_role_with_known_and_unknown_respondents(cast: Cast) -> None:
    parties = (
        GIRL, NewParty("victim", "male", 9, name="Adi"), RECRUITER, NewParty("respondent", "male", 40, name="Kedua", relation="parent"),
        NewParty("witness", "female", name="Saksi"), NewParty("reporter", name="Pelapor"),
        NewParty("guardian", "male", name="Wali", conflict=True),
    )  # fmt: skip
    case = open_file(cast, parties=parties)
    with acting_as(cast.manager, "test"):
        file = queries.case_for(cast.manager, case.pk)
        assert [p.words for p in file.victims] == ["Anak perempuan, 17", "Anak laki-laki, 9"]
        assert [(p.known, len(p.ties)) for p in file.respondents] == [(False, 2), (True, 2)]
        assert (len(file.witnesses), len(file.reporters), file.guardians[0].conflict) == (1, 1, True)
        assert Person.objects.filter(case_id=case.pk).count() == 6


def test_an_incident_carries_all_its_forms(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        (incident,) = queries.case_for(cast.manager, case.pk).incidents
        assert {(f.form, f.sub_form) for f in incident.forms} == {
            ("trafficking", ""),
            ("sexual", "forced_prostitution"),
            ("exploitation", ""),
        }
        assert (incident.place, incident.area, incident.narrative) == ("lodging", "15.71.07", "Cerita contoh")


def test_categories_are_computed_at_opening(cast: Cast, case: Case) -> None:
    assert case.categories == ["violence_against_children", "sexual_violence", "trafficking"]
    assert wife_hit(cast).categories == ["violence_against_women", "domestic_violence"]


def test_a_birth_date_gives_the_age_that_makes_a_child(cast: Cast) -> None:
    born = f"{today().year - 10}-01"
    case = open_file(
        cast, kind="violence_against_women", parties=(NewParty("victim", "female", name="Adik", birth_date=born),), incident=at_home()
    )
    assert case.categories == ["violence_against_children"]


def test_the_wish_about_contact_is_the_cases_own(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        found = contact_for(case.pk)
        assert found is not None
        assert found.wish().channels == ("whatsapp",)


def test_a_future_incident_is_refused_beside_its_date(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        open_file(cast, incident=NewIncident(today() + timedelta(1), "day"))
    assert refused.value.field == "happened_on"


def test_somebody_forced_into_an_offence_is_no_respondent(cast: Cast) -> None:
    with pytest.raises(Refused, match="forced"):
        open_file(cast, parties=(GIRL, NewParty("respondent", "female", 20, coerced=True)))
    with acting_as(cast.supervisor, "test"):
        assert not Case.objects.exists()


@pytest.mark.parametrize("name", ["stranger", "police", "duty"])
def test_nobody_of_another_desk_or_role_is_put_in_charge_of_a_new_case(cast: Cast, name: str) -> None:
    with pytest.raises(Refused, match="does not work at this desk") as refused:
        open_file(cast, manager=cast.actors[name].id)
    assert refused.value.field == "manager"
    with pytest.raises(Refused) as refused:
        open_file(cast, companion=cast.actors[name].id)
    assert refused.value.field == "companion"


def test_only_who_decides_about_reports_opens_cases(cast: Cast) -> None:
    for name in ("companion", "police", "chair"):
        with pytest.raises(Refused):
            open_file(cast, by=name)


def test_the_desk_is_told_without_a_name(cast: Cast, case: Case) -> None:
    with acting_as(cast.manager, "test"):
        assert Notice.objects.filter(kind="case_assigned", subject_id=case.pk, desk=cast.desk_id("unit")).count() == 1


def test_opening_stays_within_its_budget_of_statements(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as asked:
        open_file(cast)
    more = (GIRL, *(NewParty("respondent", relation="recruiter", known=False) for _ in range(5)))
    with CaptureQueriesContext(connection) as asked_more:
        open_file(cast, parties=more, incident=lodging(forms=tuple(("sexual", str(n)) for n in range(5))))
    assert len(asked) <= 25
    assert len(asked_more) <= len(asked)


def test_a_case_can_be_opened_without_a_victim_or_an_incident(cast: Cast) -> None:
    case = open_file(cast, parties=(), incident=None, contact=None)
    with acting_as(cast.manager, "test"):
        file = queries.case_for(cast.manager, case.pk)
        assert (file.victims, file.incidents, file.head.categories) == ((), (), ("trafficking",))
        assert actions.add_party(by=cast.manager, case_id=case.pk, party=GIRL)
        assert "violence_against_children" in queries.summary(cast.manager, case.pk).categories
