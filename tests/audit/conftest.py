"""A log with three seals, in a database of its own."""

from pathlib import Path
from typing import Any

import pytest

from jejaring.audit.actions.anchoring import anchor_all
from jejaring.audit.actions.sealing import seal_all
from tests.audit.logs import Log
from tests.cast import assemble
from tests.databases import Clone


@pytest.fixture
def log(own_database: Clone, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Log:
    """Three seals over some entries, brought to a folder outside."""
    settings.ANCHORS = str(tmp_path / "outside")
    (tmp_path / "outside").mkdir()
    monkeypatch.setenv("DATABASE_OWNER_URL", own_database.owner_url)
    log = Log(own_database, assemble())
    for _n in range(3):
        log.write(5)
        assert seal_all() >= 5
    assert anchor_all() == {}
    assert log.findings() == []
    return log
