"""The administrator keeps organisations, desks and accounts; nothing is lost, and an administrator always remains."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from jejaring.access.actor import VISITOR
from jejaring.access.roles import Role
from jejaring.audit.models import Event
from jejaring.directory import actions, queries
from jejaring.directory.models import Desk, Membership, Organisation, User
from jejaring.directory.rules import ROLES_OF_DESK
from jejaring.directory.states import DeskKind, OrganisationKind
from jejaring.directory.views.codes import TITLES
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import today
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused
from jejaring.reference import queries as reference
from jejaring.vault.models import OrganisationKey
from tests.cast import Cast
from tests.screens import signed_in

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}
WHY = "Unit dilebur; rujukan ke Polsek Contoh."
PAGES = ("/organisations/", "/organisations/new/", "/accounts/", "/accounts/new/")


@pytest.fixture
def admin(cast: Cast) -> Client:
    return signed_in(cast.admin)


def account(cast: Cast, name: str = "sari", place: str = "") -> dict[str, str]:
    """A filled form for a new account."""
    return {
        "display_name": "Petugas baru", "username": name, "password": "kalimat yang panjang", "valid_from": "1/1/2024", "valid_until": "",
        "place": place or f"{cast.desk_id('unit')}:manager", "submission": str(uuid7()),
    }  # fmt: skip


def acts(cast: Cast) -> list[str]:
    with acting_as(cast.privacy, "test"):
        return list(Event.objects.filter(actor=cast.admin.id).order_by("at").values_list("act", flat=True))


def test_a_new_organisation_gets_its_key_and_its_desk_its_services(cast: Cast, admin: Client) -> None:
    typed = {"name": "Balai Pemasyarakatan", "short_name": "Bapas", "kind": "other", "region": "15.71", "submission": str(uuid7())}
    admin.post("/organisations/new/", typed)
    again = admin.post("/organisations/new/", typed)
    row = Organisation.objects.get(short_name="Bapas")
    assert again["Location"] == f"/organisations/{row.pk}/"

    desk = {"name": "Meja rujukan", "kind": "partner", "uses_system": "on", "services": ["health", "shelter"], "submission": str(uuid7())}
    admin.post(f"/organisations/{row.pk}/desk/", desk)

    made = Desk.objects.get(organisation=row)
    assert queries.desk(made.pk).services == ("health", "shelter")
    with acting_as(cast.admin, "test"):
        assert OrganisationKey.objects.filter(organisation=row.pk).count() == 1
    assert acts(cast) == ["organisation_added", "desk_added"]


def test_a_desk_is_corrected_and_the_log_names_the_fields(cast: Cast, admin: Client) -> None:
    unit = cast.desk_id("unit")

    admin.post(f"/organisations/desks/{unit}/edit/", {"name": "Meja pengaduan", "phone": "0741-555-01", "services": ["shelter"]})

    row = queries.desk(unit)
    assert (row.name, row.phone, row.uses_system, row.services) == ("Meja pengaduan", "0741-555-01", False, ("shelter",))
    with acting_as(cast.privacy, "test"):
        assert Event.objects.get(act="desk_corrected").fields == "name,phone,uses_system,services"


def test_a_closed_desk_keeps_its_history_and_its_people_no_longer_act_for_it(cast: Cast, admin: Client) -> None:
    police = cast.desk_id("police")

    untold = admin.post(f"/organisations/desks/{police}/close/", {"reason": ""})
    admin.post(f"/organisations/desks/{police}/close/", {"reason": WHY})

    assert untold.status_code == 422
    row = queries.desk(police)
    assert (row.closed_on, row.closed_reason) == (today(), WHY)
    assert police not in {d.id for d in queries.desks()}
    assert queries.actor_for(cast.police.id).is_visitor
    assert Membership.objects.filter(desk=police, valid_until=None).count() == 1
    page = admin.get(f"/organisations/desks/{police}/").content.decode()
    assert "Petugas police" in page
    assert WHY in page
    admin.post(f"/organisations/desks/{police}/reopen/")
    assert not queries.actor_for(cast.police.id).is_visitor


def test_an_account_is_made_with_its_role_once_although_the_form_comes_twice(cast: Cast, admin: Client) -> None:
    typed = account(cast)

    first, second = admin.post("/accounts/new/", typed), admin.post("/accounts/new/", typed)

    user = User.objects.get(username="sari")
    assert first["Location"] == second["Location"] == f"/accounts/{user.pk}/"
    assert queries.actor_for(user.pk).roles == {Role.MANAGER}
    assert user.check_password("kalimat yang panjang")
    with acting_as(cast.privacy, "test"):
        written = [f"{e.fields} {e.detail}" for e in Event.objects.filter(actor=cast.admin.id)]
    assert len(written) == 2
    assert not any(word in text for text in written for word in ("kalimat", "sari", "baru"))


def test_a_user_name_is_given_once_and_the_corrected_form_is_accepted(cast: Cast, admin: Client) -> None:
    typed = account(cast, "duty")

    taken = admin.post("/accounts/new/", typed, **ENGLISH)

    assert taken.status_code == 422
    assert "This user name is taken" in taken.content.decode()
    assert 'value="Petugas baru"' in taken.content.decode()
    assert admin.post("/accounts/new/", typed | {"username": "Duty.2"}).status_code == 302
    assert User.objects.filter(username="duty.2").exists()


def test_a_role_must_fit_the_kind_of_desk(cast: Cast) -> None:
    user = User.objects.get(username="police")
    for desk, role in (("police", Role.SUPERVISOR), ("unit", Role.ADMIN), ("office", Role.MANAGER)):
        with acting_as(cast.admin, "test"), pytest.raises(Refused, match="does not exist at a desk of this kind"):
            actions.add_membership(by=cast.admin, user=user, desk=cast.desks[desk], role=role)


def test_every_kind_of_desk_has_roles_and_every_role_a_desk() -> None:
    assert set(ROLES_OF_DESK) == set(DeskKind)
    assert {r for roles in ROLES_OF_DESK.values() for r in roles} == set(Role)


def test_the_same_role_is_not_given_twice_for_the_same_days(cast: Cast, admin: Client) -> None:
    duty = cast.duty.id
    typed = {"place": f"{cast.desk_id('unit')}:duty", "valid_from": "hari ini", "submission": str(uuid7())}

    refused = admin.post(f"/accounts/{duty}/role/", typed, **ENGLISH)

    assert refused.status_code == 422
    assert "holds this role at this desk already" in refused.content.decode()


def test_a_role_ends_with_its_last_day(cast: Cast, admin: Client) -> None:
    role = Membership.objects.get(user=cast.duty.id)

    admin.post(f"/accounts/roles/{role.pk}/end/", {"last_day": "kemarin"})

    assert queries.actor_for(cast.duty.id).is_visitor
    assert Membership.objects.get(pk=role.pk).valid_until == today() - timedelta(days=1)
    wrong = admin.post(f"/accounts/roles/{role.pk}/end/", {"last_day": "1/1/2020"}, **ENGLISH)
    assert "The last day lies before the first" in wrong.content.decode()


def test_a_closed_account_comes_in_nowhere_and_ends_its_sessions(cast: Cast, admin: Client) -> None:
    working = signed_in(cast.duty)

    admin.post(f"/accounts/{cast.duty.id}/close/")

    assert working.get("/account/").status_code == 302
    admin.post(f"/accounts/{cast.duty.id}/reopen/")
    assert User.objects.get(pk=cast.duty.id).is_active


def test_a_new_password_ends_the_sessions_of_the_account(cast: Cast, admin: Client) -> None:
    working = signed_in(cast.duty)

    short = admin.post(f"/accounts/{cast.duty.id}/password/", {"password": "pendek"})
    admin.post(f"/accounts/{cast.duty.id}/password/", {"password": "kalimat yang lain"})

    assert short.status_code == 422
    assert working.get("/account/").status_code == 302


@pytest.mark.parametrize("way", ["role", "account", "desk", "organisation"])
def test_nobody_removes_the_last_administrator(cast: Cast, admin: Client, way: str) -> None:
    role = Membership.objects.get(user=cast.admin.id)
    addresses: dict[str, tuple[str, dict[str, str]]] = {
        "role": (f"/accounts/roles/{role.pk}/end/", {"last_day": "31/12/2099"}),
        "account": (f"/accounts/{cast.admin.id}/close/", {}),
        "desk": (f"/organisations/desks/{cast.desk_id('office')}/close/", {"reason": WHY}),
        "organisation": (f"/organisations/{cast.desks['office'].organisation_id}/close/", {"reason": WHY}),
    }

    refused = admin.post(*addresses[way], **ENGLISH)

    assert refused.status_code == 422
    assert "Nobody could administer Jejaring" in refused.content.decode()
    assert queries.actor_for(cast.admin.id).roles == {Role.ADMIN}


def test_with_a_second_administrator_the_first_may_go(cast: Cast, admin: Client) -> None:
    admin.post("/accounts/new/", account(cast, "kedua", f"{cast.desk_id('office')}:admin"))

    assert admin.post(f"/accounts/{cast.admin.id}/close/").status_code == 302


def test_only_the_administrator_keeps_the_directory(cast: Cast) -> None:
    for actor in (cast.supervisor, cast.police, cast.chair, cast.privacy):
        client = signed_in(actor)
        assert {client.get(page).status_code for page in PAGES} == {403}
        with acting_as(actor, "test"), pytest.raises(Refused):
            actions.add_organisation(by=actor, name="x", short_name="x", kind=OrganisationKind.OTHER)
    with acting_as(VISITOR, "public"), pytest.raises(Refused):
        actions.add_user(by=VISITOR, username="visitor", display_name="x", password=None)


def test_every_page_of_the_administrator_opens(cast: Cast, admin: Client) -> None:
    unit, organisation = cast.desk_id("unit"), cast.desks["unit"].organisation_id
    role = Membership.objects.get(user=cast.duty.id).pk
    pages = (
        *PAGES, f"/organisations/{organisation}/", f"/organisations/{organisation}/edit/", f"/organisations/{organisation}/desk/",
        f"/organisations/desks/{unit}/", f"/organisations/desks/{unit}/edit/", f"/organisations/desks/{unit}/close/",
        f"/accounts/{cast.duty.id}/", f"/accounts/{cast.duty.id}/edit/", f"/accounts/{cast.duty.id}/password/",
        f"/accounts/{cast.duty.id}/role/", f"/accounts/{cast.duty.id}/close/", f"/accounts/roles/{role}/end/", "/accounts/?q=piket",
    )  # fmt: skip

    assert {page: admin.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)
    assert admin.get(f"/accounts/{UUID(int=7)}/").status_code == 404


def test_everybody_signed_in_finds_who_does_what(cast: Cast) -> None:
    client = signed_in(cast.police)
    with acting_as(cast.admin, "test"):
        actions.close_desk(by=cast.admin, desk_id=cast.desk_id("hospital"), reason=WHY)

    everything = client.get("/directory/").content.decode()
    shelters = client.get("/directory/?service=shelter").content.decode()

    assert "Dinas Sosial Contoh" in everything
    assert "RSUD Contoh" not in everything
    assert "Dinas Sosial Contoh" in shelters
    assert "<h3>Polresta Contoh" not in shelters
    assert "<h3>Polresta Contoh" in client.get("/directory/?q=POLRESTA").content.decode()
    assert Client().get("/directory/").status_code == 302


def test_the_code_lists_are_read_with_both_languages_and_what_they_roll_up_to(cast: Cast, admin: Client) -> None:
    service = admin.get("/codes/service/").content.decode()
    legal = admin.get("/codes/legal/", **ENGLISH).content.decode()
    areas = admin.get("/codes/areas/", **ENGLISH).content.decode()

    assert all(words in service for words in ("Visum et repertum", "Forensic examination", "kesehatan", "forensic_examination"))
    assert all(words in legal for words in ("to be verified", "Pasal 18", "21/2007"))
    assert "11 districts, 68 villages" in areas
    assert admin.get("/codes/nothing/").status_code == 404
    assert signed_in(cast.chair).get("/codes/").status_code == 403


def test_every_code_list_has_a_title_and_opens(cast: Cast, admin: Client) -> None:
    names = set(reference.list_sizes())

    assert names == set(TITLES)
    assert {name: admin.get(f"/codes/{name}/").status_code for name in names} == dict.fromkeys(names, 200)


def test_lists_cost_the_same_however_long_they_are(cast: Cast, admin: Client, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        admin.get("/organisations/")
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        admin.get("/accounts/")
