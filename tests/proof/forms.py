"""Every field of every form that the product shows to somebody, found by opening the pages; and how a browser would send it."""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_from_bytes, urljoin

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse

from jejaring.config import doors
from jejaring.kernel.clock import WIB, now
from tests.proof.city import City
from tests.proof.inputs import MARK
from tests.screens import signed_in
from tests.stories import html
from tests.stories.html import Element

WHO = ("supervisor", "duty", "police", "keeper", "admin", "secretary")  # the others see no form that these do not
ASKED = re.compile(r"""request\.GET(?:\.get\(|\.getlist\(|\[)"(\w+)""")
OURS = {"csrfmiddlewaretoken"}
ERRORS = re.compile(r"psycopg|SQLSTATE|syntax error at|Traceback \(most|ProgrammingError|DataError")


@dataclass(frozen=True)
class Field:
    """One field in a form that is otherwise filled in."""

    who: str
    action: str
    name: str
    method: str = "get"
    data: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """Where it arrives: the same field of another page is the same."""
        return resolve(self.action.partition("?")[0]).view_name, self.method, self.name


@dataclass
class Sender:
    """Sends inputs as the people of the city and says what is wrong with the answers. What an act changes is taken back."""

    city: City
    clients: dict[str, Client] = field(default_factory=dict)
    raised: list[str] = field(default_factory=list)
    accepted: int = 0

    def __post_init__(self) -> None:
        got_request_exception.connect(self._note)

    def _note(self, **_signal: Any) -> None:
        self.raised.append(repr(sys.exc_info()[1])[:300])

    def client(self, who: str) -> Client:
        """A session of somebody; "visitor" has none."""
        if who not in self.clients:
            self.clients[who] = signed_in(self.city.cast.actors[who]) if who != "visitor" else Client()
            self.clients[who].raise_request_exception = False
        return self.clients[who]

    def sends(self, one: Field, value: bytes) -> str:
        """Put the input into the field, send the form, follow where it leads; what is wrong, in words."""
        client, self.raised = self.client(one.who), []
        cookies = {name: str(c.value) for name, c in client.cookies.items()}
        with transaction.atomic():
            answer = self._send(client, one, value)
            said = wrong_with(answer)
            if answer.status_code in (302, 303):
                self.accepted += one.method == "post"
                said += wrong_with(client.get(urljoin(one.action, answer["Location"])))
            transaction.set_rollback(True)
        client.cookies.clear()
        client.cookies.load(cookies)
        return " ".join(filter(None, [said, *self.raised]))

    def _send(self, client: Client, one: Field, value: bytes) -> Any:
        if one.files:
            text = value.decode(errors="replace")
            rest: dict[str, Any] = {name: v for name, v in one.data if name != one.name}
            sent = {file: SimpleUploadedFile(text[:200] if file == one.name else "a.pdf", value or b"%PDF-1.4") for file in one.files}
            return client.post(one.action, rest | ({} if one.name in one.files else {one.name: text}) | sent)
        pairs = [(name, quote(v)) for name, v in one.data if name != one.name] + [(one.name, quote_from_bytes(value))]
        body = "&".join(f"{quote(name)}={v}" for name, v in pairs)
        if one.method == "get":
            return client.get(f"{one.action.partition('?')[0]}?{body}")
        return client.generic("POST", one.action, body, content_type="application/x-www-form-urlencoded")


def wrong_with(answer: Any) -> str:
    """An error, an echo that is markup, words of the database, a header or an address that the input made."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = body.decode(errors="replace")
    found = [f"an error of the server {answer.status_code}"] if answer.status_code >= 500 else []
    found += [f"words of the database: {ERRORS.search(text)}"] if ERRORS.search(text) else []
    found += [f"a header {name}" for name in answer.headers if MARK in name.lower()]
    found += [f"a cookie {name}" for name in answer.cookies if MARK in name]
    if answer.has_header("Location") and not re.match(r"/(?![/\\])|\?|#", answer["Location"]):
        found.append(f"leads to {answer['Location'][:80]}")
    if MARK in text and answer["Content-Type"].startswith("text/html"):
        found += markup_in(html.read(text))
    return " ".join(found)


def markup_in(page: Element) -> Iterator[str]:
    """What of an input became an element, an attribute, a script or an address that runs."""
    for one in page.walk():
        if MARK in one.tag or any(MARK in name for name in one.attributes):
            yield f"markup <{one.tag} {' '.join(one.attributes)[:80]}>"
        if one.tag in ("script", "style") and any(isinstance(said, str) and MARK in said for said in one.inside):
            yield f"inside of <{one.tag}>"
        for name in ("href", "src", "action", "hx-get", "formaction"):
            if MARK in one[name] and re.match(r"\s*(javascript|data|vbscript):|//", one[name], re.I):
                yield f"an address that runs: {one[name][:60]}"


def found_in(sender: Sender) -> list[Field]:
    """Each field once, in the order in which pages show them; a page that somebody opened is not opened again."""
    seen: dict[tuple[str, str, str], Field] = {}
    opened: set[str] = set()
    for who in ("visitor", *WHO):
        for route in doors.routes():
            door = doors.table()[route.name]
            if not (door.visitors if who == "visitor" else sender.city.cast.actors[who].roles & door.roles):
                continue
            if route.name in opened:
                continue
            path = reverse(route.name, kwargs=sender.city.named(route.name, door.names))
            page = _page(sender, who, path)
            opened |= {route.name} if page else set()
            for one in (*_in_forms(page, who, path), *_in_questions(who, route, path)):
                seen.setdefault(one.key, one)
    return list(seen.values())


def _in_questions(who: str, route: doors.Route, path: str) -> Iterator[Field]:
    """What the module of a view asks of the part behind the question mark."""
    module = Path(str(sys.modules[route.entry.callback.__module__].__file__))
    for name in dict.fromkeys(ASKED.findall(module.read_text(encoding="utf-8"))):
        yield Field(who, path, name)


def _page(sender: Sender, who: str, path: str) -> str:
    client = sender.client(who)
    with transaction.atomic():
        answer = client.get(path)
        transaction.set_rollback(True)
    is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    return answer.content.decode() if is_page else ""


def _in_forms(page: str, who: str, path: str) -> Iterator[Field]:
    for form in html.read(page).all("form"):
        method = form["method"].lower() or "get"
        action = urljoin(path, form["action"]) if form["action"] else path
        boxes = html.fields(form)
        files = tuple(b["name"] for b in boxes if b["type"] == "file") if form["enctype"] == "multipart/form-data" else ()
        whole = Field(who, action, "", method, tuple(_filled(form, boxes)), files)
        for name in dict.fromkeys(box["name"] for box in boxes if box["name"] not in OURS):
            yield replace(whole, name=name)


def _filled(form: Element, boxes: list[Element]) -> Iterator[tuple[str, str]]:
    """What somebody would send who fills in everything, with the first choice of each."""
    sent = html.sent_by(form)
    for name in dict.fromkeys(box["name"] for box in boxes):
        of_name = [box for box in boxes if box["name"] == name]
        values = [v for v in sent.get(name, []) if v]
        for v in values or [_plausible(of_name[0])]:
            yield name, v


def _plausible(box: Element) -> str:
    name = box["name"]
    if box.tag == "select":
        return next((html.option_value(o) for o in box.all("option") if html.option_value(o)), "")
    if box["type"] in ("checkbox", "radio", "hidden"):
        return html.value(box)
    if re.search(r"(_on|_at|_0|day|date|dated|born|first|last|until)$", name):
        return f"{now().astimezone(WIB):%d/%m/%Y}"
    if re.search(r"_1$|hours", name):
        return "09.00"
    return "1" if box["inputmode"] == "numeric" else "Contoh"
