"""Notes, reviews, and the report to the police."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases import permissions
from jejaring.cases.actions.grip import about, earlier, hold
from jejaring.cases.models import Case, Note
from jejaring.cases.queries.standing import CaseSummary
from jejaring.cases.rules.windows import COMPLAINT, PROTECTION, court_order
from jejaring.cases.states import NoteKind
from jejaring.commitments import actions as commitments
from jejaring.commitments.states import RuleKey
from jejaring.guard.rows import change, insert
from jejaring.kernel.clock import now, today
from jejaring.kernel.ids import uuid7
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require
from jejaring.vault import actions as vault


def jot(by: Actor, case: CaseSummary, kind: NoteKind, text: str, pk: UUID | None = None) -> UUID:
    """Write one note under the act that made it; clinical text is sealed with a key of its own. Refused without words."""
    if not text.strip():
        raise Refused(_("Please write something."), "text")
    row = Note(id=pk or uuid7(), domain=case.domain, case_id=case.id, kind=kind, by=by.id, at=now())
    if kind == NoteKind.CLINICAL:
        _seal_clinical(row, text)
    else:
        row.text = text
    insert(row)
    audit.record("note_written", "note", row.pk, case_id=case.id, detail=kind.value)
    return row.pk


def _seal_clinical(row: Note, text: str) -> None:
    """Seal before the row is saved, so that a missing key refuses the note and breaks no transaction."""
    field = Note._meta.get_field("clinical_text")
    try:
        row.clinical_text = vault.seal(row, field, text)
    except vault.KeyMissing:
        raise Refused(_("Your organisation does not hold the key of clinical notes in this case."), "clinical")


def write_note(*, by: Actor, case_id: UUID, text: str, clinical: bool = False, submission: UUID | None = None) -> UUID:
    """The team writes a note; a clinical one opens only with the key of clinical notes."""
    pk = uuid7()
    if known := earlier(by, submission, pk):
        return known
    case = hold(by, case_id)
    require(permissions.may_work(by, case))
    return jot(by, case, NoteKind.CLINICAL if clinical else NoteKind.GENERAL, text, pk)


def review(*, by: Actor, case_id: UUID, text: str, submission: UUID | None = None) -> UUID:
    """Look at the whole case again and say what follows. Keeps REVIEW and opens the next one by the case's risk."""
    pk = uuid7()
    if known := earlier(by, submission, pk):
        return known
    case = hold(by, case_id)
    require(permissions.may_assess(by, case))
    jot(by, case, NoteKind.REVIEW, text, pk)
    commitments.keep(RuleKey.REVIEW, RuleKey.SAFETY_REVIEW, subject_id=case_id, by=by, act="review")
    commitments.promise(RuleKey.REVIEW, by=by, about=about(case))
    return pk


def report_to_police(
    *, by: Actor, case_id: UUID, number: str, reported_on: date | None = None, protect: Sequence[RuleKey | str] = ()
) -> None:  # fmt: skip
    """Record the police report with its number and day (today in Asia/Jakarta unless given). Keeps POLICE_REPORT
    and the period of a complaint.

    `protect` is what the victim asks for besides: protection by the police, by LPSK. Each is promised within 1x24 hours (UU 23/2004
    article 16, UU 12/2022 articles 42 and 43); what the police give lasts seven or fourteen days, in which a court is asked.
    """
    case = hold(by, case_id)
    require(permissions.may_report_to_police(by, case))
    day = reported_on or today()
    if day > today():
        raise Refused(_("This date lies in the future."), "reported_on")
    if not number.strip():
        raise Refused(_("Give the number of the police report."), "number")
    row = Case(id=case_id, domain=case.domain, police_number=number, police_reported_on=day, police_recorded_at=now())
    change(row, "police_number", "police_reported_on", "police_recorded_at")
    commitments.keep(RuleKey.POLICE_REPORT, *COMPLAINT, subject_id=case_id, by=by, act="report_to_police")
    wanted = [key for key in PROTECTION if key in {RuleKey(asked) for asked in protect}]
    if wanted:
        wanted += [court_order(case.categories)] if RuleKey.TEMPORARY_PROTECTION in wanted else []
        commitments.promise_all(by=by, about=about(case), wanted=dict.fromkeys(wanted))
    audit.record("reported_to_police", "case", case_id, case_id=case_id)


def leave_police_untold(*, by: Actor, case_id: UUID, ground: str) -> None:
    """A supervisor says in writing why the police are not told: that keeps POLICE_REPORT too, and the ground stays in the file."""
    case = hold(by, case_id)
    require(permissions.may_give_ground(by, case))
    jot(by, case, NoteKind.NO_POLICE_REPORT, ground)
    commitments.keep(RuleKey.POLICE_REPORT, subject_id=case_id, by=by, act="leave_police_untold", reason="supervisor_ground")
