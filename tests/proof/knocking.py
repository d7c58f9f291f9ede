"""Somebody at an address: what is asked, and all that comes back of it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from jejaring.access.actor import Actor
from jejaring.kernel.ids import uuid7
from tests.screens import signed_in

NEW = (
    r'(?<=name="csrfmiddlewaretoken" value=")[^"]+', r'(?<="X-CSRFToken": ")[^"]+', r'(?<=name="submission" value=")[^"]+',
    r"\b[0-9a-f]{16}\b",
)  # fmt: skip
TOKEN = re.compile("|".join(NEW))


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers, body without what is new in each answer, and how many statements it took."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str
    statements: int


class Counter:
    """Counts statements without remembering them: a test that remembers thousands is slow."""

    statements = 0

    def __call__(self, execute: Callable[..., Any], *rest: Any) -> Any:
        self.statements += 1
        return execute(*rest)


class Knocker:
    """A session of somebody, or of nobody. Whatever an act changes is taken back."""

    def __init__(self, actor: Actor | None) -> None:
        self.client = signed_in(actor) if actor else Client()
        self.client.raise_request_exception = False
        self.cookies = {name: str(one.value) for name, one in self.client.cookies.items()}

    def asks(self, route: str, names: Mapping[str, Any], method: str = "get", data: Any = None) -> Answer:
        """Go to an address. Ids that were asked for are the same word in every answer."""
        path = reverse(route, kwargs=dict(names))
        self.client.cookies.load(self.cookies)
        count = Counter()
        with transaction.atomic(), connection.execute_wrapper(count):
            answer = getattr(self.client, method)(path, data or {})
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            transaction.set_rollback(True)
        headers = tuple(sorted((k, _same(v, names)) for k, v in answer.headers.items()))
        text = body.decode(errors="replace") if answer["Content-Type"].startswith("text") else str(len(body))
        return Answer(answer.status_code, headers, _same(text, names), count.statements)


def _same(text: str, names: Mapping[str, Any]) -> str:
    for name, value in names.items():
        text = text.replace(str(value), f"<{name}>")
    return TOKEN.sub("", text)


def absent(names: Mapping[str, Any], *, but: str = "") -> dict[str, Any]:
    """The same address with ids of nothing; words stay, and so does the id called `but`."""
    return {name: uuid7() if isinstance(value, UUID) and name != but else value for name, value in names.items()}
