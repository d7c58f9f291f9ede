"""What is applied after a migration."""

import psycopg

from jejaring.access.roles import Role
from jejaring.guard.apply import apply
from tests.databases import Clone

CHECK = """select c.oid, pg_get_constraintdef(c.oid) from pg_constraint c
    join pg_attribute a on a.attrelid = c.conrelid and c.conkey = array[a.attnum]
    where c.conrelid = 'directory_membership'::regclass and c.contype = 'c' and a.attname = 'role'"""


def test_a_stored_code_that_the_program_has_learnt_since_is_allowed_after_the_next_migration(own_database: Clone) -> None:
    with psycopg.connect(own_database.owner_url, autocommit=True) as owner:
        ((oid, _condition),) = owner.execute(CHECK).fetchall()
        apply(own_database.owner_url)
        assert [same for same, _ in owner.execute(CHECK).fetchall()] == [oid], "what stands already is left alone"
        owner.execute("alter table directory_membership drop constraint directory_membership_role_check")
        owner.execute("alter table directory_membership add constraint directory_membership_role_check check (role in ('duty'))")
        apply(own_database.owner_url)
        ((_oid, condition),) = owner.execute(CHECK).fetchall()
    assert all(f"'{role}'" in condition for role in Role)
