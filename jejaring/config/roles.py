"""The database roles of an embedded server, made by its superuser at every start.

`postgres` only bootstraps; `jejaring_owner` owns the tables, migrates and backs up; `jejaring_app` logs in for the web process and holds no
right on guarded tables, but may become `jejaring_actor`, which holds the grants and the policies and owns nothing.
"""

import psycopg
from psycopg import sql

LOGIN = ("postgres", "jejaring_owner", "jejaring_app")
ROLES = {"jejaring_owner": "login createdb noinherit", "jejaring_app": "login noinherit", "jejaring_actor": "nologin noinherit"}
DATABASE = "jejaring"
Connection = psycopg.Connection[tuple[object, ...]]


def create(admin_url: str, *, fast: bool) -> None:
    """Make roles and database where they are missing. Tests (`fast`) may also end other sessions, to drop their databases."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        have = {name for (name,) in connection.execute("select rolname from pg_roles")}
        if not have.issuperset(ROLES):
            with connection.transaction():
                _make(connection, set(ROLES) - have)
                if fast:
                    connection.execute("grant pg_signal_backend to jejaring_owner with inherit true")
        if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
            database(connection, DATABASE)


def _make(connection: Connection, missing: set[str]) -> None:
    for role in sorted(missing):
        connection.execute(sql.SQL(f"create role {{}} {ROLES[role]}").format(sql.Identifier(role)))
    connection.execute("grant jejaring_actor to jejaring_app with inherit false, set true")
    connection.execute("revoke connect, temporary on database postgres, template1 from public")
    connection.execute("grant connect on database postgres to jejaring_owner")


def database(connection: Connection, name: str) -> None:
    """Make an empty database of the owner's that nobody but the owner and the application enters."""
    connection.execute(sql.SQL("create database {} owner jejaring_owner").format(sql.Identifier(name)))
    connection.execute(sql.SQL("revoke all on database {} from public").format(sql.Identifier(name)))
    connection.execute(sql.SQL("grant connect on database {} to jejaring_app").format(sql.Identifier(name)))
