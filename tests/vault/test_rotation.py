"""Keys change while everybody works: wraps are made anew, fields and files stay byte for byte, and nothing that was open closes."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.core.management import CommandError, call_command

from jejaring.audit.models import Event
from jejaring.directory.models import SignInAttempt
from jejaring.guard.context import acting_as
from jejaring.intake.models import Report
from jejaring.kernel.clock import now, standing_at, today
from jejaring.people.models import BlindToken, Person
from jejaring.people.queries import identity, known_of
from jejaring.referrals.models import Packet
from jejaring.vault import actions as vault
from jejaring.vault import keyring, recovery, rotation
from jejaring.vault.models import IDENTITY, SealedField, Shredding, Wrap
from tests.cases import files as case_files
from tests.cast import Cast, assemble
from tests.databases import Clone
from tests.intake.conftest import receive
from tests.referrals.sent import act, carried, send
from tests.triage import told

STORY = "Cerita yang tetap terbaca."


@pytest.fixture
def cast(own_keyring: Path, own_database: Clone) -> Cast:
    return assemble()


def sealed_columns() -> list[tuple[str, str]]:
    """Table and column of everything that is sealed."""
    fields = [(m._meta.db_table, f.column) for m in apps.get_models() for f in m._meta.local_fields if isinstance(f, SealedField)]
    assert len(fields) > 40
    return [*fields, ("vault_filekey", "wrapped")]


def stored(owner: "psycopg.Connection[Any]") -> str:
    """One hash over every sealed value of the database."""
    owner.rollback()
    one = "(select coalesce(md5(string_agg(id::text || coalesce(md5({c}), ''), ',' order by id)), '') from {t})"
    parts = [one.format(c=c, t=t) for t, c in sealed_columns()]
    [(said,)] = owner.execute(f"select array_to_string(array[{', '.join(parts)}], '|')".encode()).fetchall()
    owner.rollback()
    return str(said)


def opened(cast: Cast, report: Report) -> str:
    """The report's story, opened by a process that remembers no key."""
    vault._organisation_keys.clear()
    vault._newest.clear()
    with acting_as(cast.duty, "test"):
        return vault.read(Report.objects.get(pk=report.pk), "narrative")


def test_a_new_root_key_touches_no_wrap_and_no_field(cast: Cast, owner: Any, own_keyring: Path) -> None:
    report, said = receive(cast.duty, narrative=STORY), []
    before, wraps = stored(owner), list(owner.execute("select id, wrapped from vault_wrap order by id"))

    assert rotation.new_root(own_keyring) == 2
    assert opened(cast, report) == STORY, "in between everything opens"
    assert rotation.to_current_root(owner, own_keyring, said.append) == 8

    assert said[-1] == "root key 2: 8 of 8 keys of organisations"
    assert (stored(owner), list(owner.execute("select id, wrapped from vault_wrap order by id"))) == (before, wraps)
    assert rotation.forget_roots(owner, own_keyring) == [1]
    assert list(keyring.document(own_keyring)["root"]) == ["2"]
    assert opened(cast, report) == STORY
    assert rotation.to_current_root(owner, own_keyring) == 0


def test_a_root_key_that_still_wraps_something_is_never_destroyed(cast: Cast, owner: Any, own_keyring: Path) -> None:
    rotation.new_root(own_keyring)

    assert rotation.forget_roots(owner, own_keyring) == []
    assert rotation.standing(owner, own_keyring).under_old_root == 8


def test_new_keys_of_organisations_touch_no_field_and_go_on_where_they_were_stopped(
    cast: Cast, owner: Any, own_keyring: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "BATCH", 3)
    reports = [receive(cast.duty, narrative=STORY) for _n in range(4)]
    before, total = stored(owner), rotation.standing(owner, own_keyring).wraps
    made = rotation.new_organisation_keys(owner, own_keyring)
    assert len(made) == 8

    class Stopped(Exception):
        pass

    def stop(text: str) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        rotation.to_newest_keys(owner, own_keyring, stop)
    owner.rollback()
    assert rotation.standing(owner, own_keyring).under_old_key == total - 3
    assert [opened(cast, r) for r in reports] == [STORY] * 4, "half-way everything opens"

    said: list[str] = []
    assert rotation.to_newest_keys(owner, own_keyring, said.append) == total - 3
    assert said
    assert rotation.standing(owner, own_keyring).under_old_key == 0
    assert rotation.standing(owner, own_keyring).old_keys == 8, "kept for an hour, for processes that have not heard of it"
    assert stored(owner) == before
    with standing_at(now() + timedelta(hours=2)):
        rotation.to_newest_keys(owner, own_keyring)
    assert rotation.standing(owner, own_keyring).old_keys == 0
    assert [opened(cast, r) for r in reports] == [STORY] * 4
    newer = receive(cast.duty, narrative=STORY)
    assert rotation.standing(owner, own_keyring).under_old_key == 0
    assert opened(cast, newer) == STORY


def test_a_process_that_has_not_heard_yet_writes_on_and_the_next_run_takes_it_along(cast: Cast, owner: Any, own_keyring: Path) -> None:
    receive(cast.duty, narrative=STORY)
    rotation.new_organisation_keys(owner, own_keyring)
    rotation.to_newest_keys(owner, own_keyring)

    late = receive(cast.duty, narrative=STORY)

    assert rotation.standing(owner, own_keyring).under_old_key == 2
    with standing_at(now() + timedelta(hours=2)):
        assert rotation.to_newest_keys(owner, own_keyring) == 2
    assert opened(cast, late) == STORY


def test_the_command_says_how_far_it_is_and_where_everything_stands(
    cast: Cast, own_database: Clone, own_keyring: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = receive(cast.duty, narrative=STORY)
    with pytest.raises(CommandError, match="DATABASE_OWNER_URL"):
        call_command("rotate_keys", "status")
    monkeypatch.setenv("DATABASE_OWNER_URL", own_database.owner_url)
    shares = [str(share) for share in recovery.make_shares(own_keyring)]

    said = io.StringIO()
    for what in ("root", "organisations", "finish", "forget", "status"):
        call_command("rotate_keys", what, stdout=said)

    assert "Root key 2 is the current one." in said.getvalue()
    assert "New keys for 8 organisations." in said.getvalue()
    assert "Root keys destroyed: 1." in said.getvalue()
    assert said.getvalue().rstrip().endswith("Left to do: 0. Earlier keys of organisations kept: 8.")
    assert opened(cast, report) == STORY
    assert recovery.rehearse(own_keyring, shares[:2]).same, "the recovery copy followed every change"


def test_withdrawal_and_expiry_change_wraps_and_never_a_field_or_file(cast: Cast, owner: Any) -> None:
    case = case_files.open_file(cast)
    referral = send(cast, case, "police")
    with acting_as(cast.police, "test"):
        assert carried(cast, referral, cast.police)
    lasting = send(cast, case, "social")
    before = stored(owner)

    with standing_at(now() + timedelta(days=91)), acting_as(cast.social, "test"):
        assert not Wrap.objects.filter(domain=lasting.pk).exists()
    assert stored(owner) == before
    act(cast, "manager", "withdraw", referral)

    with acting_as(cast.police, "test"):
        assert not Wrap.objects.filter(domain=referral.pk).exists()
        assert not Packet.objects.exists()
    parts, then = before.split("|"), stored(owner).split("|")
    names = [f"{t}.{c}" for t, c in sealed_columns()]
    changed = {name for name, a, b in zip(names, parts, then, strict=True) if a != b}
    assert changed <= {"referrals_referralevent.note", "commitments_commitmentevent.note"}, "a withdrawal adds its own events alone"


def test_a_transfer_keeps_the_packet_open_by_its_wraps_alone(cast: Cast, owner: Any) -> None:
    done = told.decide(cast, told.report(cast, told.AUNT), kind="violence_against_children", outcomes=("transfer",),
                       jurisdiction="transfer_region", region="15.05")  # fmt: skip
    referral = send(cast, done.case_id, "other_unit", purpose="transfer", services=("case_management",), basis="vital_interest")
    wraps = list(owner.execute("select id, wrapped, expires_at is null from vault_wrap where domain = %s order by id", [referral.pk]))
    owner.rollback()
    content = owner.execute("select content from referrals_packet").fetchall()
    owner.rollback()

    act(cast, "stranger", "accept", referral)

    after = list(owner.execute("select id, wrapped, expires_at is null from vault_wrap where domain = %s order by id", [referral.pk]))
    assert [row[:2] for row in after] == [row[:2] for row in wraps]
    assert all(forever for _id, _wrapped, forever in after)
    assert owner.execute("select content from referrals_packet").fetchall() == content


def two(cast: Cast) -> tuple[Report, Report]:
    return receive(cast.duty, narrative="satu", reporter_name="Rekaan A"), receive(cast.duty, narrative="dua", reporter_name="Rekaan B")


def test_a_ciphertext_moved_to_another_domain_opens_under_neither(cast: Cast, owner: Any) -> None:
    a, b = two(cast)
    owner.execute("update intake_report set domain = %s where id = %s", [b.domain, a.pk])
    owner.commit()

    with acting_as(cast.duty, "test"):
        for name in ("narrative", "reporter_name"):
            with pytest.raises(InvalidTag):
                vault.read(Report.objects.get(pk=a.pk), name)


def test_every_pair_of_sealed_columns_of_a_table_is_told_apart(cast: Cast) -> None:
    """Whatever is sealed for one column opens in no other of any table, in the same row id and domain."""
    a, _b = two(cast)
    fields = [f for m in apps.get_models() for f in m._meta.local_fields if isinstance(f, SealedField)]
    labels = [f.label for f in fields]
    assert len(set(labels)) == len(labels), "a label names one column for ever"
    with acting_as(cast.duty, "test"):
        boxes = {f: vault.seal(a, f, f.label) for f in fields if f.key_class in ("general", IDENTITY)}
        narrative = Report._meta.get_field("narrative")
        for f, box in boxes.items():
            a.narrative = box
            if f is narrative or f.label == narrative.label:
                assert vault.read(a, "narrative") == f.label
            else:
                with pytest.raises(InvalidTag):
                    vault.read(a, "narrative")


def test_a_wrap_or_key_moved_to_another_organisation_opens_nothing(cast: Cast, owner: Any) -> None:
    a, _b = two(cast)
    owner.execute("update vault_wrap set organisation = %s where domain = %s", [cast.police.organisation, a.domain])
    owner.commit()
    with acting_as(cast.police, "test"), pytest.raises(InvalidTag):
        vault.preload([a.domain])

    move = "update vault_organisationkey k set wrapped = o.wrapped from vault_organisationkey o where "
    owner.execute(f"{move} (k.organisation, o.organisation) = (%s, %s)", [cast.police.organisation, cast.duty.organisation])
    owner.commit()
    vault._organisation_keys.clear()
    with acting_as(cast.police, "test"), pytest.raises(InvalidTag):
        vault.preload([a.domain])


def test_a_wrap_moved_to_another_domain_or_class_opens_nothing(cast: Cast, owner: Any) -> None:
    a, b = two(cast)
    move = "update vault_wrap w set wrapped = o.wrapped from vault_wrap o where w.domain = %s and o.domain = %s"
    owner.execute(f"{move} and w.key_class = o.key_class", [a.domain, b.domain])
    owner.execute(f"{move} and w.key_class = 'general' and o.key_class = 'identity'", [b.domain, b.domain])
    owner.commit()
    for report in (a, b):
        with acting_as(cast.duty, "test"), pytest.raises(InvalidTag):
            vault.preload([report.domain])


def person_of(cast: Cast) -> tuple[Person, UUID]:
    """Somebody with a number, in a case of the unit."""
    case = case_files.open_file(cast)
    with acting_as(cast.manager, "test"):
        return Person.objects.filter(case_id=case.pk).exclude(name=None).earliest("recorded_at"), case.pk


def destroyed(domain: UUID, by: str = "privacy", agreed: str = "supervisor", **more: Any) -> str:
    out = io.StringIO()
    call_command("shred", str(domain), reason="retention_ended", by=by, agreed_by=agreed, yes=True, stdout=out, **more)
    return out.getvalue()


@pytest.mark.usefixtures("terminal")
def test_what_was_shredded_opens_for_nobody_is_found_by_nobody_and_has_its_certificate(cast: Cast, own_database: Clone, owner: Any) -> None:
    person, case = person_of(cast)
    with acting_as(cast.manager, "test"):
        name = identity(cast.manager, person.pk, case_id=case).name
        assert BlindToken.objects.filter(person=person).exists()

    said = destroyed(person.domain)

    assert "CERTIFICATE OF DESTRUCTION" in said
    assert "BERITA ACARA PEMUSNAHAN KUNCI" in said
    assert f"{today() + timedelta(days=35):%d-%m-%Y}" in said
    assert name not in said
    with acting_as(cast.manager, "test"):
        with pytest.raises(vault.KeyMissing):
            identity(cast.manager, person.pk, case_id=case)
        assert not BlindToken.objects.filter(person=person).exists()
        assert person.pk not in [hint.person_id for hint in known_of(name=name, age=person.age)]
    with acting_as(cast.privacy, "test"):
        row = Shredding.objects.get()
        assert (row.domain, row.holders, row.asked_by, row.agreed_by) == (person.domain, 1, cast.privacy.id, cast.supervisor.id)
        assert Event.objects.filter(act="keys_destroyed", subject_id=person.domain).count() == 1
    [(left,)] = owner.execute("select count(*) from vault_wrap where domain = %s", [person.domain]).fetchall()
    assert left == 0


WRONG = "supervisor privacy, manager supervisor, privacy manager, privacy privacy, privacy stranger, supervisor supervisor"


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(("by", "agreed"), [tuple(pair.split()) for pair in WRONG.split(", ")])
def test_it_takes_the_privacy_officer_and_a_supervisor_who_holds_the_key(cast: Cast, by: str, agreed: str) -> None:
    person, case = person_of(cast)

    with pytest.raises(CommandError, match="Refused"):
        destroyed(person.domain, by, agreed)

    with acting_as(cast.manager, "test"):
        assert identity(cast.manager, person.pk, case_id=case).name


@pytest.mark.parametrize("who", ["privacy", "supervisor"])
def test_a_user_name_alone_is_nobodys_consent(cast: Cast, terminal: dict[str, str], who: str) -> None:
    person, case = person_of(cast)
    terminal[who] = "bukan kata sandinya"

    with pytest.raises(CommandError, match=f"Nothing was destroyed. {who}: The user name or the password is not right"):
        destroyed(person.domain)

    with acting_as(cast.manager, "test"):
        assert identity(cast.manager, person.pk, case_id=case).name
        assert not Shredding.objects.exists()
    with acting_as(cast.manager, "sign_in"):
        assert SignInAttempt.objects.count() == 1, "whoever tries is counted"


@pytest.mark.usefixtures("terminal")
def test_nothing_is_destroyed_without_yes_nor_twice(cast: Cast) -> None:
    person, _case = person_of(cast)
    with pytest.raises(CommandError, match="add --yes"):
        call_command("shred", str(person.domain), reason="retention_ended", by="privacy", agreed_by="supervisor")
    with pytest.raises(CommandError, match="no account"):
        destroyed(person.domain, by="nobody")
    destroyed(person.domain)
    with pytest.raises(CommandError, match="no key is left"):
        destroyed(person.domain)


@pytest.mark.usefixtures("terminal")
def test_after_shredding_and_a_change_of_keys_the_last_backup_opens_nothing(cast: Cast, owner: Any, own_keyring: Path) -> None:
    """The backup: the wraps and keys of before. The thief has it, and the keyring of today."""
    report = receive(cast.duty, narrative=STORY)
    wraps = owner.execute("select * from vault_wrap where domain = %s", [report.domain]).fetchall()
    keys = owner.execute("select * from vault_organisationkey").fetchall()
    owner.rollback()
    destroyed(report.domain)
    rotation.new_root(own_keyring)
    rotation.to_current_root(owner, own_keyring)
    rotation.new_organisation_keys(owner, own_keyring)
    rotation.to_newest_keys(owner, own_keyring)
    rotation.forget_roots(owner, own_keyring)

    owner.execute("delete from vault_organisationkey")
    for table, rows in (("vault_organisationkey", keys), ("vault_wrap", wraps)):
        for row in rows:
            owner.execute(f"insert into {table} values ({', '.join(['%s'] * len(row))})".encode(), row)
    owner.commit()

    with pytest.raises(KeyError):
        opened(cast, report)
