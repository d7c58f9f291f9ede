"""Promises over time: steps taken once, pauses, extensions, waivers, a day off announced later, and frozen rules."""

import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from jejaring.access.actor import Actor
from jejaring.audit.models import Event
from jejaring.commitments import actions, jobs, queries
from jejaring.commitments.actions import About
from jejaring.commitments.actions.changing import recompute
from jejaring.commitments.models import Commitment, CommitmentEvent, Rule, StepTaken
from jejaring.commitments.states import ClockKind, RuleKey
from jejaring.directory.jobs import mail_desks
from jejaring.directory.models import Desk
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import WIB, midnight, now, standing_at, today
from jejaring.kernel.ids import uuid7
from jejaring.kernel.verdict import Refused
from jejaring.notices.models import Notice
from jejaring.reference import actions as reference
from jejaring.reference import queries as days_off
from jejaring.reference.states import HolidayKind
from jejaring.vault import actions as vault
from tests.cast import Cast, assemble
from tests.databases import Clone


@pytest.fixture(autouse=True)
def rules_as_stored() -> Iterator[None]:
    """What a process keeps of the rules is no older than this test."""
    queries.forget()
    yield
    queries.forget()
    days_off.forget()


def promised(cast: Cast, key: RuleKey = RuleKey.REVIEW, *, by: Actor | None = None, kind: str = "", **facts: Any) -> Commitment:
    """A promise of the unit's desk on something of its own domain."""
    actor, subject = by or cast.duty, uuid7()
    with acting_as(actor, "test"):
        vault.make_domain(subject, actor.organisation)
        about = About("report", subject, risk=facts.pop("risk", "medium"), kind=kind)
        return actions.promise(key, by=actor, about=about, **facts)


def row(cast: Cast, commitment: Commitment, who: str = "duty") -> Commitment:
    """A promise as it stands now."""
    with acting_as(cast.actors[who], "test"):
        return Commitment.objects.get(pk=commitment.pk)


def lived(cast: Cast, commitment: Commitment, who: str = "duty") -> list[tuple[str, str]]:
    """Its life: acts with their codes."""
    with acting_as(cast.actors[who], "test"):
        return list(CommitmentEvent.objects.filter(commitment_id=commitment.pk).order_by("at", "pk").values_list("act", "reason"))


def told(cast: Cast, who: str) -> Counter[str]:
    """The notices of somebody's desk by kind; digests count once."""
    with acting_as(cast.actors[who], "test"):
        return Counter(Notice.objects.values_list("kind", flat=True))


def share(commitment: Commitment, percent: int) -> datetime:
    """The moment at a percentage of the given time."""
    return commitment.started_at + (commitment.due_at - commitment.started_at) * percent / 100 + timedelta(seconds=1)


def test_each_step_is_taken_once_and_climbs_to_the_task_force(cast: Cast) -> None:
    late = promised(cast)
    for percent in (49, 50, 60, 100, 199, 200, 200, 400, 900):
        with standing_at(share(late, percent)):
            jobs.tick()
            jobs.tick()
    assert lived(cast, late) == [
        ("opened", ""), ("reminded", "desk"), ("escalated", "head"), ("escalated", "agency"), ("escalated", "secretary"),
    ]  # fmt: skip
    assert told(cast, "duty") == {"promise_due": 1}
    assert told(cast, "supervisor") == {"promise_due": 1, "promise_late": 1}, "the head's step goes to whoever heads the desk"
    assert told(cast, "secretary") == {"letter_due": 1, "desk_late": 1}
    assert row(cast, late).next_step_at is None


def test_trafficking_climbs_to_secretary_and_chair(cast: Cast) -> None:
    late = promised(cast, kind="trafficking")
    with standing_at(share(late, 250)):
        jobs.tick()
    assert {code for _act, code in lived(cast, late)} == {"", "desk", "head", "secretary", "chair"}
    assert told(cast, "secretary") == {"desk_late": 1}, "of several steps at once the highest is told"


def test_a_promise_that_was_kept_in_time_climbs_nowhere(cast: Cast) -> None:
    kept = promised(cast)
    with standing_at(share(kept, 60)):
        jobs.tick()
        with acting_as(cast.duty, "test"):
            actions.keep(RuleKey.REVIEW, subject_id=kept.subject_id, by=cast.duty, act="review")
    with standing_at(share(kept, 500)):
        assert jobs.tick().commitments == 0
    assert [act for act, _code in lived(cast, kept)] == ["opened", "reminded", "kept"]


def test_a_day_offline_is_caught_up_with_one_digest_a_desk(cast: Cast) -> None:
    rows = [promised(cast, RuleKey.TRIAGE) for _ in range(12)]
    with standing_at(share(rows[0], 350)):
        assert jobs.tick() == jobs.Ticked(1, 12)
        assert jobs.tick() == jobs.Ticked(0, 0)
    with acting_as(cast.secretary, "test"):
        (digest,) = Notice.objects.all()
    assert (digest.kind, digest.count) == ("letter_due", 12)
    with acting_as(cast.duty, "test"):
        assert StepTaken.objects.count() == 36, "every step is on record"


def test_a_thousand_steps_after_a_day_offline_are_one_mail_a_desk(cast: Cast, mailoutbox: list[Any]) -> None:
    with acting_as(cast.admin, "administration"):
        for desk, address in ((cast.duty.desk, "unit@contoh.invalid"), (cast.secretary.desk, "sekretariat@contoh.invalid")):
            Desk.objects.filter(pk=desk).update(email=address)
    with acting_as(cast.duty, "test"):
        actions.promise_each(RuleKey.TRIAGE, by=cast.duty, abouts=[About("report", uuid7(), risk="high") for _n in range(1_000)])
        first = Commitment.objects.order_by("pk")[0]
    with standing_at(share(first, 2_400)):
        assert jobs.tick() == jobs.Ticked(1, 1_000)
        mail_desks()
        assert mail_desks() == 0
    assert [(mail.to, "1.000" in mail.body or "1000" in mail.body) for mail in mailoutbox] == [(["sekretariat@contoh.invalid"], True)]
    with acting_as(cast.duty, "test"):
        assert StepTaken.objects.count() == 4_000, "every step is on record"


def test_a_tick_costs_the_same_number_of_statements_for_one_promise_and_for_many(cast: Cast) -> None:
    def spent() -> int:
        with standing_at(now() + timedelta(days=90)), CaptureQueriesContext(connection) as asked:
            jobs.tick()
        return len(asked)

    promised(cast)
    spent()  # what the process keeps is read
    promised(cast)
    alone = spent()
    for _ in range(30):
        promised(cast)
    assert spent() == alone


def test_nothing_climbs_while_somebody_is_waited_for_and_the_time_is_given_back(cast: Cast) -> None:
    waits = promised(cast)
    before = waits.due_at
    with standing_at(share(waits, 40)), acting_as(cast.duty, "test"):
        actions.pause(commitment_id=waits.pk, by=cast.duty, waits_for="document", note="Menunggu surat sekolah")
        with pytest.raises(Refused, match="waits already"):
            actions.pause(commitment_id=waits.pk, by=cast.duty, waits_for="document")
    with standing_at(before + timedelta(days=30)):
        assert jobs.tick().commitments == 0
        with acting_as(cast.duty, "test"):
            (owed,) = queries.paused_by(cast.duty)
            assert (owed.late, owed.waits_for, queries.owed_by(cast.duty)) == (False, "document", [])
            actions.resume(commitment_id=waits.pk, by=cast.duty)
    assert row(cast, waits).due_at > before + timedelta(days=30)
    assert [act for act, _ in lived(cast, waits)] == ["opened", "paused", "resumed"]
    with acting_as(cast.duty, "test"):
        paused = CommitmentEvent.objects.get(commitment_id=waits.pk, act="paused")
        assert vault.read(paused, "note") == "Menunggu surat sekolah"
        resumed = CommitmentEvent.objects.get(commitment_id=waits.pk, act="resumed")
        assert resumed.due_before == before


def test_an_extension_keeps_the_old_moment_and_its_reason(cast: Cast) -> None:
    longer = promised(cast)
    before, after = longer.due_at, longer.due_at + timedelta(days=5)
    with acting_as(cast.duty, "test"):
        with pytest.raises(Refused) as refused:
            actions.extend(commitment_id=longer.pk, by=cast.duty, due_at=before, reason="needs_more_time")
        assert refused.value.field == "due_at"
        actions.extend(commitment_id=longer.pk, by=cast.duty, due_at=after, reason="needs_more_time", note="Ahli baru datang Senin")
        event = CommitmentEvent.objects.get(commitment_id=longer.pk, act="moved")
    assert (row(cast, longer).due_at, event.due_before, event.reason) == (after, before, "needs_more_time")


@pytest.mark.parametrize("key", [RuleKey.FIRST_RESPONSE, RuleKey.POLICE_REPORT, RuleKey.SAFE_CONTACT])
def test_what_life_or_law_demands_is_neither_paused_nor_extended_nor_waived(cast: Cast, key: RuleKey) -> None:
    fixed = promised(cast, key)
    with acting_as(cast.duty, "test"):
        for change in (
            lambda: actions.pause(commitment_id=fixed.pk, by=cast.duty, waits_for="person"),
            lambda: actions.extend(commitment_id=fixed.pk, by=cast.duty, due_at=now() + timedelta(days=9), reason="other"),
            lambda: actions.ask_waiver(commitment_id=fixed.pk, by=cast.duty, reason="unsafe", ground="Alasan"),
        ):
            with pytest.raises(Refused):
                change()


def test_a_waiver_takes_two_people(cast: Cast) -> None:
    asked = promised(cast, by=cast.supervisor)
    with acting_as(cast.supervisor, "test"):
        waiver = actions.ask_waiver(commitment_id=asked.pk, by=cast.supervisor, reason="no_longer_needed", ground="Sudah pulang")
        with pytest.raises(Refused, match="Somebody else"):
            actions.decide_waiver(waiver_id=waiver, by=cast.supervisor, grant=True)
    with acting_as(cast.duty, "test"), pytest.raises(Refused):
        actions.decide_waiver(waiver_id=waiver, by=cast.duty, grant=True)
    assert row(cast, asked).state == "open"

    mine = promised(cast)
    with acting_as(cast.duty, "test"):
        waiver = actions.ask_waiver(commitment_id=mine.pk, by=cast.duty, reason="no_longer_needed", ground="Sudah pulang")
    with acting_as(cast.supervisor, "test"):
        actions.decide_waiver(waiver_id=waiver, by=cast.supervisor, grant=True)
    assert row(cast, mine).state == "waived"
    assert [act for act, _ in lived(cast, mine)] == ["opened", "waiver_asked", "waived"]


def test_another_desk_changes_nothing_of_ours(cast: Cast) -> None:
    ours = promised(cast, owed_to_desk_id=cast.desk_id("police"))
    with acting_as(cast.police, "test"), pytest.raises(Refused, match="another desk"):
        actions.extend(commitment_id=ours.pk, by=cast.police, due_at=now() + timedelta(days=40), reason="other")


def working(cast: Cast, key: RuleKey = RuleKey.REVIEW, days: int = 3) -> None:
    """Publish a version of a rule that runs in working days, from today."""
    with acting_as(cast.admin, "test"):
        plain = queries.terms(key)
        amounts = {"high": days, "medium": days, "low": days}
        actions.publish(by=cast.admin, terms=replace(plain, clock=ClockKind.WORKING_DAYS, valid_from=today(), valid_until=None, **amounts))
    queries.forget()


def test_a_day_off_announced_later_moves_the_promise_by_a_recorded_event(cast: Cast) -> None:
    monday = datetime(2027, 8, 2, 9, tzinfo=WIB)
    with standing_at(monday):
        working(cast)
        owed = promised(cast)
        assert owed.due_at == datetime(2027, 8, 5, 16, tzinfo=WIB)
        with acting_as(cast.admin, "test"):
            reference.announce(day=date(2027, 8, 4), name="Hari libur yang baru diumumkan", kind=HolidayKind.NATIONAL)
        with acting_as(cast.duty, "test"):
            assert recompute(commitments=[owed.pk], by=cast.duty) == 1
            assert recompute(commitments=[owed.pk], by=cast.duty) == 0
    assert row(cast, owed).due_at == datetime(2027, 8, 6, 16, tzinfo=WIB)
    assert lived(cast, owed)[-1][0] == "recomputed"


def test_a_version_published_today_never_moves_yesterdays_promise(cast: Cast) -> None:
    old = promised(cast)
    working(cast, days=1)
    new = promised(cast)
    assert (old.rule_version, new.rule_version) == (1, 2)
    assert row(cast, old).due_at == old.due_at
    with acting_as(cast.admin, "test"):
        assert queries.versions(RuleKey.REVIEW)[1].valid_until == today() - timedelta(days=1)
        with pytest.raises(Refused) as refused:
            actions.publish(by=cast.admin, terms=replace(queries.terms(RuleKey.REVIEW), valid_from=today()))
    assert refused.value.field == "valid_from"
    with acting_as(cast.duty, "test"), pytest.raises(Refused):
        actions.publish(by=cast.duty, terms=replace(new_terms(), valid_from=today() + timedelta(days=1)))


def new_terms() -> Any:
    """The terms of a review as they are in force."""
    return queries.terms(RuleKey.REVIEW)


def test_a_published_rule_is_frozen_even_for_the_owner(own_database: Clone) -> None:
    with psycopg.connect(own_database.owner_url, autocommit=True) as owner:
        for change in ("update commitments_rule set high = 1", "delete from commitments_rule"):
            with pytest.raises(psycopg.errors.RaiseException, match=r"frozen|never deleted"):
                owner.execute(change.encode())
        owner.execute("update commitments_rule set valid_until = '2030-01-01'")
        with pytest.raises(psycopg.errors.RaiseException):
            owner.execute("update commitments_rule set valid_until = '2031-01-01'")
    assert Rule.objects.filter(valid_until=date(2030, 1, 1)).count() == Rule.objects.count()


def test_a_risk_that_has_risen_makes_what_is_owed_due_sooner_and_the_old_moment_stays_on_record(cast: Cast) -> None:
    case = uuid7()
    with acting_as(cast.duty, "test"):
        vault.make_domain(case, cast.duty.organisation)
        about = About("case", case, case, risk="medium")
        review = actions.promise(RuleKey.REVIEW, by=cast.duty, about=about)
        fixed = actions.promise(RuleKey.COURT_HEARING, by=cast.duty, about=about, due_at=now() + timedelta(days=20))
        window = actions.promise(RuleKey.PROPHYLAXIS, by=cast.duty, about=about, happened=now() - timedelta(hours=1))
        assert actions.hasten(by=cast.duty, risk="low", case_id=case) == 0, "less risk moves nothing"
        assert actions.hasten(by=cast.duty, risk="high", case_id=case) == 1
    assert row(cast, review).due_at - review.started_at < timedelta(days=7, minutes=1)
    assert (row(cast, fixed).due_at, row(cast, window).due_at) == (fixed.due_at, window.due_at), "a day that was said, a body's time"
    assert lived(cast, review) == [("opened", ""), ("moved", "risk_changed")]
    with acting_as(cast.duty, "test"):
        moved = CommitmentEvent.objects.get(commitment_id=review.pk, act="moved")
    assert moved.due_before == review.due_at


def test_two_administrators_who_publish_at_once_publish_one_version(own_database: Clone) -> None:
    cast, together, answers = assemble(), threading.Barrier(2), list[str]()

    def press() -> None:
        try:
            with acting_as(cast.admin, "test"):
                wanted = replace(queries.terms(RuleKey.REVIEW), valid_from=today(), valid_until=None)
                together.wait()
                answers.append(str(actions.publish(by=cast.admin, terms=wanted).version))
        except Refused as refused:
            answers.append(refused.field)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["2", "valid_from"], "never two versions in force on one day"
    with acting_as(cast.admin, "test"):
        assert len(queries.versions(RuleKey.REVIEW)) == 2


def coming(cast: Cast, days: int, **changes: Any) -> int:
    """A version of the review that begins some days from now; its number."""
    with acting_as(cast.admin, "test"):
        terms = replace(queries.terms(RuleKey.REVIEW), valid_from=today() + timedelta(days=days), valid_until=None, **changes)
        return actions.publish(by=cast.admin, terms=terms).version


def withdraw(cast: Cast, version: int, who: str = "admin", reason: str = "Salah ketik") -> None:
    """Take a version of the review back, as the next question finds it."""
    with acting_as(cast.actors[who], "test"):
        actions.take_back_rule(by=cast.actors[who], key=RuleKey.REVIEW, version=version, reason=reason)
    queries.forget()


def test_a_version_that_has_not_begun_is_taken_back_and_the_one_before_goes_on(cast: Cast) -> None:
    version = coming(cast, 5, high=1.0)
    withdraw(cast, version)

    with standing_at(now() + timedelta(days=30)):
        queries.forget()
        old = promised(cast, risk="high")
        assert (old.rule_version, old.due_at - old.started_at) == (1, timedelta(days=7)), "it never began"
    with acting_as(cast.admin, "test"):
        kept = {t.version: t for t in queries.versions(RuleKey.REVIEW)}
    assert (kept[version].withdrawn_reason, kept[version].high, kept[1].valid_until) == ("Salah ketik", 1.0, None), "nothing is deleted"
    with acting_as(cast.privacy, "test"):
        assert Event.objects.filter(act="rule_withdrawn").values_list("detail", flat=True).get() == f"review,{version}"
    again = coming(cast, 3, high=2.0)
    with acting_as(cast.admin, "test"):
        assert {t.version: t.valid_until for t in queries.versions(RuleKey.REVIEW)}[1] == today() + timedelta(days=2)
        assert again == version + 1, "its number is not used twice"


def test_what_has_begun_or_is_followed_is_not_taken_back(cast: Cast) -> None:
    first, second = coming(cast, 5), coming(cast, 9)
    for version, who, reason in ((1, "admin", "x"), (first, "admin", "x"), (second, "duty", "x"), (second, "admin", " ")):
        with pytest.raises(Refused):
            withdraw(cast, version, who, reason)
    with standing_at(midnight(today() + timedelta(days=9)) - timedelta(minutes=9)), pytest.raises(Refused):
        withdraw(cast, second)
    with standing_at(midnight(today() + timedelta(days=9)) - timedelta(minutes=11)):
        withdraw(cast, second)
    with pytest.raises(Refused):
        withdraw(cast, second)
    withdraw(cast, first)
    with acting_as(cast.admin, "test"), pytest.raises(Http404):
        actions.take_back_rule(by=cast.admin, key=RuleKey.REVIEW, version=77, reason="x")


def test_the_database_itself_takes_back_nothing_under_which_a_promise_was_made(own_database: Clone) -> None:
    """No promise exists under a version that was taken back: neither one that has begun, nor one under which somebody owes anything."""
    cast = assemble()
    version = coming(cast, 5)
    made = promised(cast)
    told = "withdrawn_at = now(), withdrawn_by = id, withdrawn_reason = 'x'"
    taken = f"update commitments_rule set {told} where key = 'review' and version = %s".encode()
    with psycopg.connect(own_database.owner_url, autocommit=True) as owner:
        with pytest.raises(psycopg.errors.RaiseException, match="has begun"):
            owner.execute(taken, [1])
        with pytest.raises(psycopg.errors.RaiseException, match="frozen"):
            owner.execute("update commitments_rule set valid_until = null where key = 'review' and version = 1")
        owner.execute("update commitments_commitment set rule_version = %s where id = %s", [version, made.pk])
        with pytest.raises(psycopg.errors.RaiseException, match="has begun"):
            owner.execute(taken, [version])
        owner.execute("update commitments_commitment set rule_version = 1 where id = %s", [made.pk])
        owner.execute(taken, [version])
        owner.execute("update commitments_rule set valid_until = null where key = 'review' and version = 1")
        for change in ("high = 3", "withdrawn_reason = 'y'", "withdrawn_at = null, withdrawn_by = null, withdrawn_reason = ''"):
            with pytest.raises(psycopg.errors.RaiseException, match="frozen"):
                owner.execute(f"update commitments_rule set {change} where key = 'review' and version = {version}".encode())
