"""Every address of the product: its view names a purpose, and shows nothing to somebody who has not signed in."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, UUIDConverter

from jejaring.access.purposes import Purpose
from jejaring.kernel.ids import uuid7

OPEN = {Purpose.PUBLIC, Purpose.SIGN_IN}
# Whoever may see these without signing in sees no person and no case. A new one needs the privacy officer's review.
PUBLIC = {
    "directory:sign_in", "directory:sign_in_key", "directory:sign_in_demo", "directory:sign_out", "directory:lock", "directory:language",
    "ui:gallery",
}  # fmt: skip


def _walk(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _walk(entry, prefix + str(entry.pattern), f"{entry.namespace}:" if entry.namespace else space)
        else:
            yield f"{space}{entry.name}", prefix + str(entry.pattern), entry


def _address(pattern: str, entry: URLPattern) -> str:
    for name, converter in entry.pattern.converters.items():
        kind = {UUIDConverter: "uuid", IntConverter: "int"}.get(type(converter), "str")
        value = str(uuid7()) if kind == "uuid" else "1" if kind == "int" else "word"
        pattern = pattern.replace(f"<{kind}:{name}>", value).replace(f"<slug:{name}>", value).replace(f"<{name}>", value)
    return f"/{pattern}"


ROUTES = list(_walk(get_resolver()))
CLOSED = [route for route in ROUTES if route[0] not in PUBLIC]


@pytest.mark.parametrize(("name", "entry"), [(n, e) for n, _p, e in ROUTES], ids=[n for n, _p, _e in ROUTES])
def test_every_view_names_its_purpose_and_its_address_a_name(name: str, entry: URLPattern) -> None:
    assert isinstance(getattr(entry.callback, "purpose", None), Purpose)
    assert entry.name


def test_the_addresses_open_to_everybody_are_these() -> None:
    assert {name for name, _pattern, entry in ROUTES if entry.callback.purpose in OPEN} == PUBLIC


def test_addresses_carry_ids_and_never_references() -> None:
    kinds = {type(c).__name__ for _n, _p, entry in ROUTES for c in entry.pattern.converters.values()}

    assert kinds <= {"UUIDConverter", "SlugConverter"}


@pytest.mark.django_db
@pytest.mark.parametrize(("pattern", "entry"), [r[1:] for r in CLOSED], ids=[r[0] for r in CLOSED])
def test_a_visitor_is_sent_to_the_sign_in_page(pattern: str, entry: URLPattern) -> None:
    client, address = Client(), _address(pattern, entry)

    assert client.get(address)["Location"].startswith("/sign-in/")
    assert client.post(address).status_code == 401
