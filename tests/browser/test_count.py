"""What a desk enters is what the city counts: one more report on the screen is one more in `./run figures`."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from jejaring.config.place import BASE, remember
from jejaring.config.setup import schema_fingerprint, static_fingerprint
from tests.browser.conftest import At
from tests.browser.person import Person
from tests.browser.steps_report import Told, given_a_new_report_being_filled_in, given_a_report
from tests.live import Live

TOLD = Told("Tetangga mendengar teriakan dari rumah kontrakan.", "other", "hotline", knows="does_not_know")


@pytest.fixture
def terminal(live: Live, tmp_path: Path) -> dict[str, str]:
    """The environment of somebody at a terminal of this installation. It counts as real, so that no demo city is built into it."""
    remember(live.database.owner_url, mode="real", schema=schema_fingerprint())
    (tmp_path / "static.hash").write_text(static_fingerprint())
    (tmp_path / "static").mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "JEJARING_", "DJANGO_"))}
    addresses = {"DATABASE_URL": live.database.app_url, "DATABASE_OWNER_URL": live.database.owner_url}
    keyring = os.environ.get("JEJARING_KEYRING") or str(Path(os.environ["JEJARING_DATA"]).absolute() / "keyring.json")
    return kept | addresses | {"JEJARING_DATA": str(tmp_path), "JEJARING_KEYRING": keyring}


def reports_counted(terminal: dict[str, str]) -> int:
    """What `./run figures --unit reports` answers at the terminal."""
    command = [sys.executable, "-m", "jejaring.config.cli", "figures", "--unit", "reports", "--format", "json"]
    done = subprocess.run(command, cwd=BASE, env=terminal, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return int(json.loads(done.stdout)["total"])


def when_a_report_is_filled_in_but_not_sent(duty: Person) -> None:
    given_a_new_report_being_filled_in(duty, TOLD)


def test_one_more_report_on_the_screen_is_one_more_in_the_figure(at: At, terminal: dict[str, str]) -> None:
    duty = at("duty")
    given_a_report(duty, TOLD)
    before = reports_counted(terminal)

    when_a_report_is_filled_in_but_not_sent(duty)
    assert reports_counted(terminal) == before

    duty.submits().sees("L-26")
    assert reports_counted(terminal) == before + 1
