"""The table of who may open what: every address has its row, and the row says what the view asks for."""

import pytest
from django.core.checks import run_checks
from django.urls import URLResolver, path
from django.urls.resolvers import RegexPattern

from jejaring.access.purposes import Purpose, screen
from jejaring.access.roles import Permission, Role
from jejaring.config import doors


@screen(Purpose.CASE_WORK, Permission.WORK_CASE)
def view(request: object, case_id: object) -> None:
    """Somebody's new page."""


def found() -> list[doors.Route]:
    """The product's addresses and one more."""
    more = URLResolver(RegexPattern(r"^/"), [path("cases/<uuid:case_id>/new/", view, name="new_page")])
    return [*doors.routes(), *doors.routes(more)]


def test_every_address_has_its_row_and_every_row_its_address() -> None:
    assert doors.differences(list(doors.routes()), doors.table()) == []
    assert [said for said in run_checks() if said.id == "jejaring.E001"] == []


def test_a_new_address_without_a_row_fails_the_check() -> None:
    assert doors.differences(found(), doors.table()) == ["new_page has no row in jejaring/config/doors.txt: say who may open it"]


def test_a_row_that_opens_more_or_less_than_its_view_fails_the_check() -> None:
    team = frozenset({Role.MANAGER, Role.COMPANION, Role.SUPERVISOR})
    right = doors.Door(team, names=("case_id",))

    for wrong in (doors.Door(team | {Role.DUTY}, names=("case_id",)), doors.Door(team), doors.Door(frozenset(Role), True, ("case_id",))):
        said = doors.differences(found(), {**doors.table(), "new_page": wrong})
        assert len(said) == 1
        assert said[0].startswith("new_page: doors.txt says ")
    assert doors.differences(found(), {**doors.table(), "new_page": right}) == []


def test_a_row_without_its_address_and_a_second_row_are_errors() -> None:
    rows = doors.read("[everybody]\na:b\n[duty]\nc:d  case_id")

    assert rows == {"a:b": doors.Door(frozenset(Role), True), "c:d": doors.Door(frozenset({Role.DUTY}), names=("case_id",))}
    assert "a:b has a row in jejaring/config/doors.txt, but no address" in doors.differences(list(doors.routes()), rows)
    with pytest.raises(ValueError, match="two rows"):
        doors.read("[everybody]\na:b\na:b")
