"""What a story begins with."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """A place of its own for files and papers."""
    settings.FILES, settings.PAPERS = tmp_path / "files", tmp_path / "papers"
    return tmp_path
