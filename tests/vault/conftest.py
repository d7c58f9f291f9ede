"""Keys in a database and keyring of their own, its owner, and what everybody types at the terminal."""

import getpass
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from jejaring.directory.models import User
from jejaring.guard.context import acting_as
from jejaring.vault import keyring
from tests.cast import Cast
from tests.databases import Clone


@pytest.fixture
def own_keyring(settings: Any, tmp_path: Path) -> Path:
    path = tmp_path / "keyring.json"
    keyring.create(path)
    settings.KEYRING, settings.FILES = path, tmp_path / "files"
    return path


@pytest.fixture
def terminal(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What each of them types when a command asks for the password: the right one, unless a test says otherwise."""
    typed = {name: f"kata sandi {name}" for name in ("privacy", "supervisor", "manager", "stranger")}
    with acting_as(cast.admin, "test"):
        for user in User.objects.filter(username__in=typed):
            user.set_password(typed[user.username])
            user.save()
    monkeypatch.setattr(getpass, "getpass", lambda prompt: typed[re.fullmatch(r"Password of (\w+): ", prompt)[1]])  # type: ignore[index]
    return typed


@pytest.fixture
def owner(own_database: Clone) -> Iterator["psycopg.Connection[Any]"]:
    with psycopg.connect(own_database.owner_url) as connection:
        yield connection
