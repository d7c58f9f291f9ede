"""Loading the reference data at set-up."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import translation

from jejaring.kernel.clock import standing_at
from jejaring.reference import actions, queries
from jejaring.reference.models import Code
from tests.databases import Clone

NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)


@pytest.fixture
def as_owner(own_database: Clone) -> Iterator[str]:
    """A second connection of Django's, as the owner, to this test's own database."""
    settings = connections.settings
    settings["owner"] = settings["default"] | {"USER": "jejaring_owner", "NAME": own_database.name}
    yield "owner"
    connections["owner"].close()
    del connections["owner"]
    del settings["owner"]
    queries.forget()


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """The project's files, to be changed by the test."""
    return Path(shutil.copytree(actions.DATA, tmp_path / "data"))


def test_loading_twice_changes_nothing_and_keeps_the_edition(as_owner: str) -> None:
    actions.load_reference(using=as_owner)
    before = queries.edition()

    again = actions.load_reference(using=as_owner)

    assert [(table.added, table.changed, table.retired) for table in again] == [(0, 0, 0)] * 4
    assert before == queries.edition() > 0


def test_a_line_that_vanishes_is_ended_today_and_keeps_its_words(as_owner: str, files: Path) -> None:
    actions.load_reference(using=as_owner)
    path = files / "codes/place.csv"
    path.write_text("".join(line for line in path.read_text().splitlines(keepends=True) if not line.startswith("lodging,")))

    with standing_at(NOON), translation.override("id"):
        actions.load_reference(using=as_owner, data=files)

        assert Code.objects.get(list_name="place", code="lodging").valid_until == NOON.date()
        assert queries.label("place", "lodging").startswith("Penginapan")
    with standing_at(NOON.replace(day=25)):
        assert "lodging" not in {row.code for row in queries.codes("place")}
        assert "lodging" in {row.code for row in queries.codes("place", on=NOON.date())}


def test_a_line_that_comes_back_is_in_force_again(as_owner: str, files: Path) -> None:
    whole = (files / "codes/sex.csv").read_text()
    (files / "codes/sex.csv").write_text("".join(whole.splitlines(keepends=True)[:3]))
    actions.load_reference(using=as_owner, data=files)
    (files / "codes/sex.csv").write_text(whole)

    actions.load_reference(using=as_owner, data=files)

    assert Code.objects.get(list_name="sex", code="unknown").valid_until is None


def test_a_changed_label_counts_the_edition_up_and_is_shown_at_once_by_this_process(as_owner: str, files: Path) -> None:
    actions.load_reference(using=as_owner)
    before, path = queries.edition(), files / "codes/sex.csv"
    path.write_text(path.read_text().replace("Perempuan", "Wanita"))

    loaded = actions.load_reference(using=as_owner, data=files)

    assert loaded[0].changed == 1
    assert queries.edition() == before + 1
    with translation.override("id"):
        assert queries.label("sex", "female") == "Wanita"


def test_a_new_wording_from_a_day_on_leaves_the_old_wording_to_old_days(as_owner: str, files: Path) -> None:
    (files / "codes/sex.csv").write_text(
        "code,label_id,label_en,valid_from,valid_until\n"
        "female,Perempuan,Female,,2026-12-31\n"
        "female,Puan,Woman,2027-01-01,\n"
    )

    actions.load_reference(using=as_owner, data=files)

    assert [row.label_id for row in queries.codes("sex", on=NOON.date()) if row.code == "female"] == ["Perempuan"]
    assert [row.label_id for row in queries.codes("sex", on=NOON.replace(year=2027).date()) if row.code == "female"] == ["Puan"]
    with standing_at(NOON), translation.override("id"):
        assert queries.label("sex", "female") == "Perempuan"
    with standing_at(NOON.replace(year=2027)), translation.override("id"):
        assert queries.label("sex", "female") == "Puan"


def test_the_command_needs_the_owner() -> None:
    with pytest.raises(CommandError, match="DATABASE_OWNER_URL"):
        call_command("load_reference")
