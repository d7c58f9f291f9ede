"""Publishing a version of a rule, and taking one back that has not begun. It is frozen from then on; promises made under an earlier one
are never moved.

A running process learns of it within a minute."""

from dataclasses import replace
from decimal import Decimal

from django.db import connection
from django.http import Http404

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.commitments import permissions, queries, rules
from jejaring.commitments.models import Rule
from jejaring.commitments.rules import Terms
from jejaring.commitments.states import RuleKey
from jejaring.guard.rows import insert
from jejaring.kernel.clock import now
from jejaring.kernel.ids import uuid7
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require

LOCK = 4_201  # of the advisory lock: two administrators publish one after the other


def publish(*, by: Actor, terms: Terms) -> Terms:
    """Publish the next version of a rule; the one before ends on the day before. Raises Refused at the field that cannot stand."""
    require(permissions.may_publish(by))
    _one_after_the_other()
    wanted = replace(terms, version=queries.next_version(terms.key))
    for field, reason in queries.problems(wanted).items():
        raise Refused(reason, field)
    Rule.objects.filter(key=wanted.key, valid_until=None, withdrawn_at=None).update(valid_until=rules.day_before(wanted.valid_from))
    row = Rule(
        id=uuid7(), key=wanted.key, version=wanted.version, clock=wanted.clock, counts_from=wanted.counts_from,
        high=Decimal(str(wanted.high)), medium=Decimal(str(wanted.medium)), low=Decimal(str(wanted.low)), steps=wanted.steps,
        steps_trafficking=wanted.steps_trafficking, legal_basis=wanted.legal_basis, verified=wanted.verified,
        valid_from=wanted.valid_from, valid_until=wanted.valid_until, published_at=now(), published_by=by.id,
    )  # fmt: skip
    insert(row)
    audit.record("rule_published", "rule", row.pk, detail=f"{wanted.key},{wanted.version}")
    return wanted


def take_back_rule(*, by: Actor, key: RuleKey, version: int, reason: str) -> None:
    """Take back a version before it begins: it stays on record with the reason, and the one before it goes on.

    Raises Http404 for a version that is not there, Refused where it has begun, was taken back already, or is not the newest.
    """
    require(permissions.may_publish(by))
    _one_after_the_other()
    known = queries.versions(key)
    found = next((t for t in known if t.version == version), None)
    if found is None:
        raise Http404
    require(rules.may_be_withdrawn(found, known, now()))
    if not reason.strip():
        raise Refused(_("Say why in a sentence."), "reason")
    rows = Rule.objects.filter(key=key)
    rows.filter(version=version).update(withdrawn_at=now(), withdrawn_by=by.id, withdrawn_reason=reason.strip())
    rows.filter(valid_until=rules.day_before(found.valid_from), withdrawn_at=None).update(valid_until=None)
    audit.record("rule_withdrawn", "rule", rows.get(version=version).pk, detail=f"{key},{version}")


def _one_after_the_other() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
