"""Two people complete one report: the second sees what the first wrote, and replaces it only on purpose."""

from datetime import datetime, time
from typing import Any

import pytest
from django.http import QueryDict

from jejaring.guard.context import acting_as
from jejaring.intake.forms import ReportForm
from jejaring.intake.models import Report
from jejaring.kernel.clock import WIB
from jejaring.kernel.deadlines import Window
from jejaring.people.queries import contact_wish
from jejaring.ui.forms import Partial
from jejaring.ui.meanwhile import apart, as_typed, in_words, prints, spelled, unknown
from jejaring.vault import actions as vault
from tests.cast import Cast
from tests.intake.conftest import as_shown, receive, signed_in, text_of

pytestmark = pytest.mark.django_db


def where(row: Report) -> str:
    return f"/reports/{row.pk}/complete/"


def stored(cast: Cast, row: Report, name: str) -> Any:
    with acting_as(cast.duty, "test"):
        again = Report.objects.get(pk=row.pk)
        return vault.read(again, name) if name.endswith("name") else getattr(again, name)


def beside(page: str, field: str) -> str:
    """What the page says beside a field."""
    return page.partition(f'id="id_{field}_error"')[2].partition("</div>")[0]


@pytest.fixture
def row(cast: Cast) -> Report:
    return receive(cast.duty, victim_name="Bunga", victim_age=17, victim_sex="female")


def when_the_manager_completes_first(row: Report, **changes: Any) -> None:
    browser = signed_in("manager")
    assert browser.post(where(row), as_shown(browser, row) | changes).status_code == 302


def sent_again(page: Any, mine: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """What the browser sends from the page that came back."""
    return mine | shown_on(page) | changes


def shown_on(page: Any) -> dict[str, Any]:
    hidden = text_of(page)
    found = {}
    for name in ("version", "shown"):
        found[name] = hidden.partition(f'name="{name}" value="')[2].partition('"')[0]
    return found


def test_what_the_other_changed_stands_beside_the_field_and_what_was_typed_stays(cast: Cast, row: Report) -> None:
    duty = signed_in("duty")
    mine = as_shown(duty, row) | {"victim_name": "Melati", "victim_age": "16"}
    when_the_manager_completes_first(row, victim_name="Mawar", victim_age="16", area="15.71.07")

    lost = duty.post(where(row), mine)
    page = text_of(lost)

    assert lost.status_code == 422
    assert "Mawar" in beside(page, "victim_name")
    assert 'value="Melati"' in page
    assert 'id="id_victim_age_error"' not in page, "both wrote the same"
    assert 'id="id_area_error"' not in page
    assert "Diambil dari rekan" in page
    assert '<option value="15.71.07" selected>' in page, "what only the other changed is taken over"
    assert stored(cast, row, "victim_name") == "Mawar"


def test_sending_again_replaces_the_other_only_with_a_tick(cast: Cast, row: Report) -> None:
    duty = signed_in("duty")
    mine = as_shown(duty, row) | {"victim_name": "Melati"}
    when_the_manager_completes_first(row, victim_name="Mawar")
    lost = duty.post(where(row), mine)

    blind = duty.post(where(row), sent_again(lost, mine))
    assert blind.status_code == 422
    assert "Mawar" in beside(text_of(blind), "victim_name")
    assert 'id="id_overwrite_error"' in text_of(blind)
    assert stored(cast, row, "victim_name") == "Mawar"

    assert duty.post(where(row), sent_again(blind, mine, overwrite="on")).status_code == 302
    assert stored(cast, row, "victim_name") == "Melati"


def test_giving_way_needs_no_tick(cast: Cast, row: Report) -> None:
    duty = signed_in("duty")
    mine = as_shown(duty, row) | {"victim_name": "Melati", "location_note": "Kos biru"}
    when_the_manager_completes_first(row, victim_name="Mawar", victim_age="15")
    lost = duty.post(where(row), mine)

    assert duty.post(where(row), sent_again(lost, mine, victim_name="Mawar", victim_age="15")).status_code == 302
    assert (stored(cast, row, "victim_name"), stored(cast, row, "victim_age")) == ("Mawar", 15)


def test_a_tick_made_before_a_third_person_wrote_does_not_count(cast: Cast, row: Report) -> None:
    duty = signed_in("duty")
    mine = as_shown(duty, row) | {"victim_name": "Melati"}
    when_the_manager_completes_first(row, victim_name="Mawar")
    lost = duty.post(where(row), mine)
    when_the_manager_completes_first(row, victim_name="Kenanga")

    again = duty.post(where(row), sent_again(lost, mine, overwrite="on"))

    assert again.status_code == 422
    assert "Kenanga" in beside(text_of(again), "victim_name")
    assert 'name="overwrite" id="id_overwrite" checked' not in text_of(again)
    assert stored(cast, row, "victim_name") == "Kenanga"


def test_chips_hours_and_ticks_are_taken_over_too(cast: Cast, row: Report) -> None:
    duty = signed_in("duty")
    mine = as_shown(duty, row)
    changes = {"contact_window_0": "19.00", "contact_window_1": "20.00", "reporter_anonymous": "on"}
    when_the_manager_completes_first(row, danger_signs=["captivity", "weapon"], **changes)

    page = text_of(duty.post(where(row), mine))

    assert 'value="weapon" id="id_danger_signs_' in page
    assert "19.00" in page.partition('name="contact_window_0"')[2][:40]
    assert page.partition('name="reporter_anonymous"')[2].partition(">")[0].endswith("checked")
    with acting_as(cast.duty, "test"):
        wish = contact_wish(row.pk)
        assert wish
        assert wish.window == Window(time(19), time(20))


def test_a_page_without_digests_counts_every_field_as_changed(cast: Cast, row: Report) -> None:
    duty = signed_in("duty")
    mine = as_shown(duty, row) | {"victim_name": "Melati", "shown": ""}
    when_the_manager_completes_first(row, victim_name="Mawar")
    lost = duty.post(where(row), mine)

    assert duty.post(where(row), sent_again(lost, mine)).status_code == 422
    assert duty.post(where(row), sent_again(lost, mine, overwrite="on")).status_code == 302


def test_a_draft_that_somebody_else_received_keeps_the_typed_story_as_an_addition(cast: Cast) -> None:
    draft = receive(cast.duty, draft=True, narrative="Ponakan saya")
    duty = signed_in("duty")
    mine = as_shown(duty, draft) | {"narrative": "Ponakan saya mau dinikahkan"}
    when_the_manager_completes_first(draft)

    page = text_of(duty.post(where(draft), mine))

    assert ">Ponakan saya mau dinikahkan</textarea>" in page.partition('name="addition"')[2].replace("> Ponakan", ">Ponakan")


def test_one_spelling_of_what_is_typed_and_what_is_stored() -> None:
    at = datetime(2026, 3, 3, 9, 15, 42, tzinfo=WIB)
    assert spelled(at) == spelled(at.replace(second=0))
    assert spelled(["b", "a"]) == spelled(("a", "b")) == "a,b"
    assert spelled(None) == spelled(False) == spelled("") == spelled("  ")
    assert spelled("a\r\nb") == spelled("a\nb ")
    assert spelled(17) == spelled("17")


def test_telling_apart_what_both_changed_from_what_only_the_other_did() -> None:
    page = prints({"mine": 1, "theirs": 1, "both": 1, "same": 1})
    typed, stored_now = {"mine": 2, "theirs": 1, "both": 2, "same": 3}, {"mine": 1, "theirs": 2, "both": 3, "same": 3}

    assert apart(typed, stored_now, page) == (["both"], ["theirs"])
    assert apart(typed, stored_now, unknown(typed)) == (["mine", "theirs", "both"], [])
    assert apart(typed, stored_now, "nonsense") == ([], [])


def test_a_stored_value_in_the_words_and_the_typing_of_a_person() -> None:
    form = ReportForm(QueryDict(mutable=True))
    day, hours = Partial(datetime(2026, 3, 1, tzinfo=WIB).date(), "month"), Window(time(13), time(15))

    assert in_words(form.fields["victim_sex"], "female") == "Perempuan"
    assert in_words(form.fields["area"], "15.71.07") != "15.71.07"
    assert in_words(form.fields["reporter_anonymous"], False)
    assert as_typed(QueryDict(), form["incident_on"], day)["incident_on"] == "3/2026"
    assert as_typed(QueryDict(), form["contact_window"], hours).dict() == {"contact_window_0": "13.00", "contact_window_1": "15.00"}
    assert "reporter_anonymous" not in as_typed(QueryDict("reporter_anonymous=on"), form["reporter_anonymous"], False)
