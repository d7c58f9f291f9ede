"""Roles, grants and policies as idempotent files, applied in one transaction after every migration."""

from pathlib import Path

import psycopg

FILES = tuple(sorted((Path(__file__).parent / "sql").glob("*.sql")))


def apply(owner_url: str) -> None:
    """Apply every file in order as the owner; all of them or none."""
    with psycopg.connect(owner_url) as connection:
        for file in FILES:
            connection.execute(file.read_text(encoding="utf-8").encode())
