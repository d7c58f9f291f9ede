"""The embedded server, on real clusters below a folder of mode 0700 (pytest's own)."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from jejaring.config import binaries
from jejaring.config.postgres import Server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "pg", fast=True)
    server.ensure()
    yield server
    server.stop()


def _postmaster(server: Server) -> int:
    return int((server.data / "postmaster.pid").read_text().split("\n")[0])


def test_the_first_user_starts_it_and_the_last_one_stops_it(tmp_path: Path) -> None:
    first, second = Server(tmp_path / "pg", fast=True), Server(tmp_path / "pg", fast=True)

    assert (first.ensure(), second.ensure()) == (True, False)
    first.stop()
    assert second.alive()
    second.stop()

    assert not second.alive()
    assert not second.sock.exists()


def test_committed_rows_survive_a_kill_of_the_server(tmp_path: Path) -> None:
    server = Server(tmp_path / "pg")
    server.ensure()
    with psycopg.connect(server.url("jejaring_owner", "jejaring")) as owner:
        owner.execute("create table kept (word text)")
        owner.execute("insert into kept values ('still here')")
    os.kill(_postmaster(server), signal.SIGKILL)
    while server.alive():
        time.sleep(0.01)

    assert server.ensure()

    with psycopg.connect(server.url("jejaring_owner", "jejaring")) as owner:
        assert owner.execute("select word from kept").fetchall() == [("still here",)]
    server.stop()


def test_a_server_left_by_a_killed_parent_is_taken_over_and_stopped(tmp_path: Path) -> None:
    killed = Server(tmp_path / "pg", fast=True)
    killed.ensure()
    pid = _postmaster(killed)
    assert killed.users
    killed.users.close()  # what the kernel does for a process that was killed

    heir = Server(tmp_path / "pg", fast=True)

    assert not heir.ensure()
    heir.stop()
    killed.child.wait() if killed.child else None
    assert not binaries.works_in(pid, heir.data)


def test_an_unfinished_cluster_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "pg" / "data.part").mkdir(parents=True)
    (tmp_path / "pg" / "data.part" / "PG_VERSION").write_text("18\n")
    server = Server(tmp_path / "pg", fast=True)

    assert server.ensure()
    server.stop()


def test_a_cluster_of_another_version_is_refused_with_a_sentence(server: Server) -> None:
    server.stop()
    (server.data / "PG_VERSION").write_text("12\n")

    with pytest.raises(SystemExit, match="made by PostgreSQL 12, this is 18"):
        server.ensure()


def test_the_application_may_become_the_actor_and_nobody_else(server: Server) -> None:
    with psycopg.connect(server.url("jejaring_app", "jejaring"), autocommit=True) as app:
        app.execute("set role jejaring_actor")
        app.execute("reset role")
        for role in ("jejaring_owner", "postgres"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(f"set role {role}")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("create table mine (x int)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("create temporary table mine (x int)")


def test_only_the_owner_may_make_databases_and_it_is_no_superuser(server: Server) -> None:
    with psycopg.connect(server.url("postgres", "postgres")) as admin:
        columns = "rolname, rolsuper, rolbypassrls, rolcreatedb, rolcanlogin"
        roles = admin.execute(f"select {columns} from pg_roles where rolname like 'jejaring%'").fetchall()
        assert sorted(roles) == [
            ("jejaring_actor", False, False, False, False),
            ("jejaring_app", False, False, False, True),
            ("jejaring_owner", False, False, True, True),
        ]


def test_it_listens_on_no_network_and_its_socket_is_private(server: Server) -> None:
    with psycopg.connect(server.url("postgres", "postgres")) as admin:
        assert admin.execute("show listen_addresses").fetchone() == ("",)
    assert server.sock.stat().st_mode & 0o777 == 0o700


def test_its_log_quotes_no_statement_and_no_row(server: Server) -> None:
    with psycopg.connect(server.url("jejaring_owner", "jejaring"), autocommit=True) as owner:
        owner.execute("create table once (word text primary key)")
        owner.execute("insert into once values ('Sari-Dewi')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            owner.execute("insert into once values ('Sari-Dewi')")

    log = (server.home / "log").read_text()
    assert "duplicate key" in log
    assert "Sari-Dewi" not in log
