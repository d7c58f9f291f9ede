"""An installation's secrets and mode, against a real database of the test's own."""

from pathlib import Path

import pytest

from jejaring.config.place import Place, remembered
from tests.databases import Clone


@pytest.fixture
def place(own_database: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A real installation whose database is an external one."""
    monkeypatch.setenv("JEJARING_DATA", str(tmp_path))
    for name in ("JEJARING_KEYRING", "JEJARING_MODE", "JEJARING_SECRET_KEY"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("DATABASE_URL", own_database.app_url)
    monkeypatch.setenv("DATABASE_OWNER_URL", own_database.owner_url)
    return Place("real")


def test_secrets_are_made_once_and_belong_to_their_user_alone(place: Place) -> None:
    place.settle(strict=True)
    made = {path.name: path.read_bytes() for path in (place.keyring, place.data / "secret_key")}

    place.settle(strict=True)

    assert {path.name: path.read_bytes() for path in (place.keyring, place.data / "secret_key")} == made
    assert {path.stat().st_mode & 0o777 for path in (place.keyring, place.data / "secret_key")} == {0o600}


def test_a_lost_keyring_is_never_replaced_by_a_new_one(place: Place) -> None:
    place.settle(strict=True)
    place.keyring.unlink()

    with pytest.raises(SystemExit, match="put it back"):
        place.settle(strict=True)

    assert not place.keyring.exists()


def test_a_real_installation_is_never_served_as_a_demo(place: Place) -> None:
    place.settle(strict=True)

    with pytest.raises(SystemExit, match=r"holds a real installation: \./run serve serves it"):
        Place("demo").settle(strict=True)


def test_other_commands_follow_the_mode_that_the_database_remembers(place: Place) -> None:
    place.settle(strict=True)
    other = Place("demo")

    other.settle(strict=False)

    assert other.mode == "real"
    assert remembered(place.owner_url)["mode"] == "real"


def test_half_an_external_database_is_refused(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_OWNER_URL")
    with pytest.raises(SystemExit, match="needs both"):
        Place("real")


def test_an_external_database_that_does_not_answer_is_named_in_one_sentence(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://jejaring_app@/jejaring?host=/nonexistent")
    with pytest.raises(SystemExit, match="external database does not answer"):
        Place("real").server.ensure()


def test_the_test_data_never_follow_the_environment(place: Place) -> None:
    assert Place("test").data.parts[-2:] == (".data", "test")
