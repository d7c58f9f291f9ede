"""Every table is on the guarded or on the open list, and the guarded ones are closed without a context."""

import psycopg
import pytest
from psycopg import sql

from tests.databases import Clone

OPEN = {
    "procrastinate_events",
    "procrastinate_jobs",
    "procrastinate_periodic_defers",
    "procrastinate_workers",
    "directory_session",
    "django_migrations",
    "django_content_type",
    "reference_code",
    "reference_legalbasis",
    "reference_area",
    "reference_edition",
    "reference_holiday",
    "commitments_rule",
    "directory_organisation",
    "directory_desk",
    "directory_serviceoffered",
    "directory_user",
    "directory_membership",
    "directory_emergencynumber",
    "directory_calendarchange",
    "directory_closedday",
    "directory_installation",
    "vault_organisationkey",
}
CLOSED = {"auth_group", "auth_group_permissions", "auth_permission"}  # Django's own, unused
MAY_NOT_CHANGE = {
    "vault_shredding", "audit_event", "audit_seal", "audit_anchor", "referrals_packet", "referrals_packetpaper", "vault_filekey",
    "commitments_commitmentevent", "triage_triage", "cases_legaltrack", "cases_legalstep",
    "cases_restitutionentry", "cases_rightsexplained", "cases_forcedoffence", "cases_safetyplan", "cases_incidentform",
    "cases_sealeditem", "cases_unsealing",
    "cases_traffickingscreen", "cases_assessment", "cases_plannedservice", "cases_servicefact", "cases_note",
}  # fmt: skip


@pytest.fixture(scope="module")
def tables(database: Clone) -> dict[str, bool]:
    """Every table of the schema, and whether row-level security is on."""
    query = "select relname, relrowsecurity from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace"
    with psycopg.connect(database.owner_url) as owner:
        return dict(owner.execute(query).fetchall())


def test_every_table_is_guarded_open_or_closed(tables: dict[str, bool], database: Clone) -> None:
    guarded = {name for name, secured in tables.items() if secured}
    with psycopg.connect(database.owner_url) as owner:
        policies = owner.execute("select tablename, count(*) from pg_policies where schemaname = 'public' group by 1").fetchall()
        rights = owner.execute(
            "select distinct table_name from information_schema.role_table_grants where grantee in ('jejaring_app', 'jejaring_actor')"
        ).fetchall()
    assert dict(policies) == dict.fromkeys(guarded, 1), "one policy for each guarded table, none elsewhere"
    named = {name for (name,) in rights}
    assert named == guarded | OPEN
    own = {t for t in tables if t not in named}
    assert {t for t in own if not t.startswith(("installation", "setup"))} <= CLOSED | {"jejaring_setup"}, own


def test_no_role_of_the_application_bypasses_the_policies(database: Clone) -> None:
    with psycopg.connect(database.owner_url) as owner:
        roles = owner.execute("select rolname, rolsuper, rolbypassrls, rolcreatedb from pg_roles where rolname like 'jejaring%'").fetchall()
        inherits = owner.execute(
            "select inherit_option, set_option from pg_auth_members "
            "where member = 'jejaring_app'::regrole and roleid = 'jejaring_actor'::regrole"
        ).fetchall()
    assert sorted(roles) == [
        ("jejaring_actor", False, False, False),
        ("jejaring_app", False, False, False),
        ("jejaring_owner", False, False, True),
    ]
    assert inherits == [(False, True)]


def test_raw_sql_without_a_context_is_refused_on_every_guarded_table(tables: dict[str, bool], database: Clone) -> None:
    with psycopg.connect(database.app_url, autocommit=True) as app:
        for name in sorted(n for n, secured in tables.items() if secured):
            for where in ("", " where id = '01900000-0000-7000-8000-000000000000'"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    app.execute(sql.SQL("select * from {}" + where).format(sql.Identifier(name)))


@pytest.mark.parametrize(
    "asked", ["visible_cases()", "visible_referrals()", "holds_role('supervisor')", "own_case_by_reference('K')", "sees_case(uuidv7())"]
)
def test_the_actor_role_without_settings_is_an_error_and_not_an_empty_answer(asked: str, database: Clone) -> None:
    with psycopg.connect(database.app_url, autocommit=True) as app:
        app.execute("set role jejaring_actor")
        with pytest.raises(psycopg.Error, match=r"jj\."):
            app.execute(f"select {asked}".encode())


def test_what_is_written_once_cannot_be_changed_or_deleted(database: Clone) -> None:
    with psycopg.connect(database.owner_url) as owner:
        rights = owner.execute(
            "select table_name, privilege_type from information_schema.role_table_grants where grantee = 'jejaring_actor'"
        ).fetchall()
    assert not {(t, p) for t, p in rights if t in MAY_NOT_CHANGE and p in ("UPDATE", "DELETE", "TRUNCATE")}
    deletable = {t for t, p in rights if p == "DELETE"}
    may_go = {
        "directory_session",
        "directory_calendarchange",
        "directory_closedday",
        "directory_serviceoffered",
        "people_blindtoken",
        "directory_signinattempt",
        "directory_securitykey",
        "directory_recoverycode",
        "exchange_importslice",  # staged rows of a list, sealed, go as soon as it is taken in or thrown away
    }
    assert deletable <= may_go
    assert not {t for t, p in rights if p in ("TRUNCATE", "REFERENCES", "TRIGGER")}


def test_definer_functions_pin_their_search_path_and_are_not_public(database: Clone) -> None:
    with psycopg.connect(database.owner_url) as owner:
        rows = owner.execute(
            "select proname, proconfig, has_function_privilege('jejaring_app', oid, 'execute') from pg_proc "
            "where pronamespace = 'public'::regnamespace and prosecdef"
        ).fetchall()
    names = {name for name, _c, _p in rows}
    assert names >= {"visible_cases", "visible_referrals", "holds_role", "withdraw_wraps", "service_from_referral"}
    for name, config, app_may in rows:
        assert config, name
        assert any(c.startswith("search_path=pg_catalog") for c in config), name
        assert not app_may, name


def test_no_view_shows_more_than_its_reader_may_see(database: Clone) -> None:
    with psycopg.connect(database.owner_url) as owner:
        views = owner.execute(
            "select relname, reloptions from pg_class where relkind in ('v', 'm') and relnamespace = 'public'::regnamespace"
        ).fetchall()
    assert all(options and "security_invoker=true" in options for _n, options in views)
