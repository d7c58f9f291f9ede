"""Sealed fields: who can open them, and that nothing opens in another place."""

import pytest
from cryptography.exceptions import InvalidTag
from django.db import DatabaseError, connection, transaction

from jejaring.guard.context import acting_as
from jejaring.intake.models import Report
from jejaring.intake.states import ReporterKind
from jejaring.kernel.clock import now
from jejaring.kernel.ids import uuid7
from jejaring.vault import actions as vault
from jejaring.vault.models import GENERAL, IDENTITY, Wrap
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def told(cast: Cast, text: str) -> Report:
    pk = uuid7()
    vault.make_domain(pk, cast.duty.organisation)
    row = Report(
        id=pk, domain=pk, reference="L-24-0001-A", desk_id=cast.duty.desk, organisation=cast.duty.organisation, channel="hotline",
        received_at=now(), recorded_at=now(), recorded_by=cast.duty.id, reporter_kind=ReporterKind.VICTIM, narrative=text,
        reporter_name="Nama Rekaan",
    )  # fmt: skip
    row.save(force_insert=True)
    return row


def test_what_is_sealed_is_read_back_and_is_not_in_the_row(cast: Cast) -> None:
    with acting_as(cast.duty, "test"):
        told(cast, "kata rahasia 🕊 سر")
        row = Report.objects.get()
        assert vault.read(row, "narrative") == "kata rahasia 🕊 سر"
        assert b"rahasia" not in bytes(row.narrative)
        assert row.victim_name is None


def test_a_ciphertext_moved_to_another_row_or_field_does_not_open(cast: Cast) -> None:
    with acting_as(cast.duty, "test"):
        a, b = told(cast, "a"), told(cast, "b")
        Report.objects.filter(pk=a.pk).update(narrative=bytes(b.narrative), reporter_name=bytes(a.narrative))
        moved = Report.objects.get(pk=a.pk)
        for name in ("narrative", "reporter_name"):
            with pytest.raises(InvalidTag):
                vault.read(moved, name)


def test_text_does_not_enter_a_sealed_field_by_update(cast: Cast) -> None:
    with acting_as(cast.duty, "test"):
        told(cast, "a")
        with pytest.raises(TypeError), transaction.atomic():
            Report.objects.update(narrative="clear")


def test_another_organisation_reads_what_was_shared_by_class_until_it_is_withdrawn(cast: Cast) -> None:
    with acting_as(cast.duty, "test"):
        row = told(cast, "a")
    with acting_as(cast.police, "test"), pytest.raises(vault.KeyMissing):
        vault.read(row, "narrative")
    with acting_as(cast.duty, "test"):
        vault.share_domain(row.domain, cast.police.organisation, classes=[GENERAL])
    with acting_as(cast.police, "test"):
        assert vault.read(row, "narrative") == "a"
        with pytest.raises(vault.KeyMissing):
            vault.read(row, "reporter_name")
    with acting_as(cast.duty, "test"):
        vault.withdraw_domain(row.domain, cast.police.organisation)
    with acting_as(cast.police, "test"), pytest.raises(vault.KeyMissing):
        vault.read(row, "narrative")


def test_a_share_that_has_expired_opens_nothing(cast: Cast) -> None:
    with acting_as(cast.duty, "test"):
        row = told(cast, "a")
        vault.share_domain(row.domain, cast.police.organisation, classes=[GENERAL, IDENTITY], expires_at=now())
    with acting_as(cast.police, "test"), pytest.raises(vault.KeyMissing):
        vault.read(row, "narrative")


def test_nobody_without_a_key_takes_a_key_away(cast: Cast) -> None:
    with acting_as(cast.duty, "test"):
        row = told(cast, "a")
    with pytest.raises(DatabaseError, match="no key of this domain"), acting_as(cast.police, "test"):
        vault.withdraw_domain(row.domain, cast.duty.organisation)


def test_many_domains_are_opened_with_one_statement(cast: Cast, django_assert_num_queries: object) -> None:
    with acting_as(cast.duty, "test"):
        rows = [told(cast, str(n)) for n in range(5)]
    with acting_as(cast.duty, "test"):
        rows = list(Report.objects.all())
        with django_assert_num_queries(1):  # type: ignore[operator]  # the wraps; the organisation's key is at hand
            vault.preload(r.domain for r in rows)
            assert sorted(vault.read(r, "narrative") for r in rows) == list("01234")


def test_wraps_are_stored_wrapped(cast: Cast) -> None:
    with acting_as(cast.duty, "test"):
        told(cast, "a")
        assert {w.key_class for w in Wrap.objects.all()} == {GENERAL, IDENTITY}
        assert all(len(bytes(w.wrapped)) == 65 for w in Wrap.objects.all())
    assert connection.vendor == "postgresql"
