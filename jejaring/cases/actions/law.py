"""The tracks of the law: steps as offices tell them, corrections that supersede, and what each step opens and keeps."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases import permissions
from jejaring.cases.actions.closing import move, tell
from jejaring.cases.actions.grip import about, earlier, hold
from jejaring.cases.actions.notes import jot, report_to_police
from jejaring.cases.models import LegalStep, LegalTrack, Participant, RestitutionEntry
from jejaring.cases.queries import law as reading
from jejaring.cases.queries.sections.law import valid
from jejaring.cases.queries.standing import CaseSummary
from jejaring.cases.rules import law, restitution
from jejaring.cases.states import CaseState, LedgerKind, NoteKind, PartyRole, TrackKind
from jejaring.commitments import actions as commitments
from jejaring.commitments.models import Commitment
from jejaring.commitments.states import CommitmentState, RuleKey
from jejaring.guard.rows import insert
from jejaring.kernel.clock import WIB, now
from jejaring.kernel.ids import uuid7
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require
from jejaring.notices.states import NoticeKind
from jejaring.people.rules import is_child

NEXT = (RuleKey.COURT_HEARING, RuleKey.LEGAL_STEP)


def end_of(day: date) -> datetime:
    """The last minute of a day in Asia/Jakarta."""
    return datetime.combine(day, time(23, 59), WIB)


def record_step(
    *, by: Actor, case_id: UUID, stage: str, happened_on: date, respondent_id: UUID | None = None, track_id: UUID | None = None,
    office: str = "", number: str = "", note: str = "", result: str = "", days: int | None = None, articles: Sequence[str] = (),
    next_on: date | None = None, submission: UUID | None = None,
) -> UUID:  # fmt: skip
    """Write down one stage or exit of a track, under the procedure in force that day (dates in Asia/Jakarta). Returns the step.

    Against a respondent the first step opens the track. Refused at the field where it contradicts what is known: see `rules.law.problems`.
    The next date opens COURT_HEARING or LEGAL_STEP, a returned file FILE_COMPLETION, an investigation PROGRESS_NOTICE; while only the law
    is watched, the step that ends the last track closes the case. A police report with its number keeps POLICE_REPORT as well.
    """
    pk = uuid7()
    if known := earlier(by, submission, pk):
        return known
    case = hold(by, case_id)
    require(permissions.may_record_law(by, case))
    track = _track(by, case, track_id, respondent_id)
    row = LegalStep(
        id=pk, domain=case.domain, case_id=case_id, track=track, stage=stage, law=law.law_of(happened_on), happened_on=happened_on,
        office=office, number=number, note=note, result=result if stage in law.MAY_HAVE_RESULT else "",
        days=days if stage == "file_returned" else None, articles=list(articles), next_on=next_on, by=by.id, at=now(),
    )  # fmt: skip
    before = reading.steps_of_case(case_id)
    _refuse(row, before.get(track.pk, []), track, case_id, note)
    insert(row)
    if stage == "police_report" and number.strip() and not case.police_known:
        report_to_police(by=by, case_id=case_id, number=number, reported_on=happened_on)
    audit.record("legal_step_recorded", "legal_step", pk, case_id=case_id, detail=stage)
    follow(by, case, track.pk, before.get(track.pk, []))
    return pk


def correct_step(
    *, by: Actor, case_id: UUID, step_id: UUID, reason: str, stage: str, happened_on: date, office: str = "", number: str = "",
    note: str = "", result: str = "", days: int | None = None, articles: Sequence[str] = (), next_on: date | None = None,
    void: bool = False, submission: UUID | None = None,
) -> UUID:  # fmt: skip
    """Supersede a step by what is right, or say with `void` that it never happened. The earlier row stays, with who corrected it and why.

    Refused without a reason, where the step is superseded already, and where other steps rest on it.
    """
    pk = uuid7()
    if known := earlier(by, submission, pk):
        return known
    case = hold(by, case_id)
    require(permissions.may_record_law(by, case))
    old = get_object_or_404(LegalStep.objects.select_related("track__respondent"), pk=step_id, case_id=case_id)
    before = reading.steps_of_case(case_id).get(old.track_id, [])
    others = [s for s in before if s.pk != old.pk]
    if len(others) == len(before):
        raise Refused(_("This entry was corrected already. Correct the newer one."))
    if not reason.strip():
        raise Refused(_("Say why it is corrected."), "reason")
    if (void or stage != old.stage) and law.rests_on(old.stage, others):
        raise Refused(_("Other steps rest on this one. Correct those first."), "stage")
    words = f"{note}\n{reason}".strip() if void else note
    row = LegalStep(
        id=pk, domain=case.domain, case_id=case_id, track=old.track, stage=stage, law=law.law_of(happened_on), happened_on=happened_on,
        office=office, number=number, note=words, result=result if stage in law.MAY_HAVE_RESULT else "",
        days=days if stage == "file_returned" else None, articles=list(articles), next_on=next_on, supersedes=old, void=void, by=by.id,
        at=now(),
    )  # fmt: skip
    if not void:
        _refuse(row, others, old.track, case_id, note)
    insert(row)
    audit.record("legal_step_corrected", "legal_step", pk, case_id=case_id, detail=stage)
    follow(by, case, old.track_id, before)
    return pk


def open_track(
    *, by: Actor, case_id: UUID, kind: TrackKind | str, matter: str, filed_on: date, victim_id: UUID | None = None, office: str = "",
    number: str = "", note: str = "", next_on: date | None = None, submission: UUID | None = None,
) -> UUID:  # fmt: skip
    """Open a track before another court or office for one matter (divorce, maintenance, custody, documents), filed on a day.

    Leaving a violent home, and what is fought over then, raises danger: SAFETY_REVIEW asks to score it again.
    """
    pk = uuid7()
    if known := earlier(by, submission, pk):
        return known
    case = hold(by, case_id)
    require(permissions.may_record_law(by, case))
    if TrackKind(kind) == TrackKind.CRIMINAL or not matter:
        raise Refused(_("Choose what it is about."), "matter")
    victim = victim_of(case, victim_id)
    insert(LegalTrack(id=pk, case_id=case_id, kind=TrackKind(kind), victim_id=victim, matter=matter, by=by.id, at=now()))
    if matter in law.PROTECTION_ORDERS:
        commitments.keep(RuleKey.PROTECTION_ORDER, RuleKey.RESTRAINT_ORDER, subject_id=case_id, by=by, act="open_track")
    audit.record("legal_track_opened", "legal_track", pk, case_id=case_id, detail=matter)
    record_step(
        by=by, case_id=case_id, track_id=pk, stage="filed", happened_on=filed_on, office=office, number=number, note=note, next_on=next_on
    )
    if law.raises_danger(matter, case.categories) and not is_owed(RuleKey.SAFETY_REVIEW, case_id):
        commitments.promise(RuleKey.SAFETY_REVIEW, by=by, about=about(case))
    return pk


def victim_of(case: CaseSummary, victim_id: UUID | None) -> UUID:
    """The victim who is meant, or the only one. Refused where neither is clear."""
    known = [v.id for v in case.victims]
    if victim_id in known:
        return victim_id
    if victim_id is None and len(known) == 1:
        return known[0]
    raise Refused(_("Choose the victim."), "victim")


def _track(by: Actor, case: CaseSummary, track_id: UUID | None, respondent_id: UUID | None) -> LegalTrack:
    tracks = LegalTrack.objects.filter(case_id=case.id).select_related("respondent")
    if track_id:
        return get_object_or_404(tracks, pk=track_id)
    if found := tracks.filter(respondent_id=respondent_id, kind=TrackKind.CRIMINAL).first():
        return found
    respondent = get_object_or_404(Participant.objects.defer("note"), pk=respondent_id, case_id=case.id, role=PartyRole.RESPONDENT)
    track = LegalTrack(case_id=case.id, kind=TrackKind.CRIMINAL, respondent=respondent, by=by.id, at=now())
    insert(track)
    audit.record("legal_track_opened", "legal_track", track.pk, case_id=case.id, detail="criminal")
    return track


def _refuse(row: LegalStep, known: Sequence[LegalStep], track: LegalTrack, case_id: UUID, reason: str) -> None:
    """Refused at the first field that contradicts what is known."""
    child = bool(track.respondent and is_child(track.respondent.age, track.respondent.minor))
    new = law.NewStep(row.stage, row.happened_on, reason, row.result, row.days, row.next_on, tuple(row.articles))
    for field, why in law.problems(new, known, reading.around(case_id, track.kind, child=child)).items():
        raise Refused(why, field)


def follow(by: Actor, case: CaseSummary, track_id: UUID, before: Sequence[LegalStep]) -> None:
    """Bring the promises of a track in line with its steps, and end the watch where nothing is left to watch."""
    steps = reading.steps_of_case(case.id)
    now_known = steps.get(track_id, [])
    _next_date(by, case, track_id, law.next_of(before), law.next_of(now_known), now_known)
    _returned_file(by, case, track_id, law.open_return(before), law.open_return(now_known))
    _notices(by, case, track_id, before, now_known)
    _progress(by, case, steps.values())
    owe_payment(by, case, steps.values())
    if case.state == CaseState.LEGAL_WATCH:
        _end_watch(by, case)


def _next_date(
    by: Actor, case: CaseSummary, track_id: UUID, before: LegalStep | None, after: LegalStep | None, known: Sequence[LegalStep]
) -> None:  # fmt: skip
    if before and (after is None or (after.pk, after.next_on) != (before.pk, before.next_on)):
        came = any(before.next_on and s.happened_on >= before.next_on for s in known)
        end = commitments.keep if came else commitments.cancel
        end(*NEXT, subject_id=track_id, by=by, act="record_step")
    if after and after.next_on and (before is None or (after.pk, after.next_on) != (before.pk, before.next_on)):
        key = RuleKey.COURT_HEARING if after.stage in law.HEARINGS else RuleKey.LEGAL_STEP
        _promise(key, by, case, track_id, end_of(after.next_on))


def _returned_file(by: Actor, case: CaseSummary, track_id: UUID, before: LegalStep | None, after: LegalStep | None) -> None:
    if before and before != after:
        commitments.keep(RuleKey.FILE_COMPLETION, subject_id=track_id, by=by, act="record_step")
    if after and before != after:
        due = end_of(date.fromordinal(after.happened_on.toordinal() + (after.days or 14)))
        _promise(RuleKey.FILE_COMPLETION, by, case, track_id, max(due, now()))


def _notices(by: Actor, case: CaseSummary, track_id: UUID, before: Sequence[LegalStep], known: Sequence[LegalStep]) -> None:
    """The notice to the prosecutor within seven days of the investigation, that of its stop within one (UU 20/2025)."""
    asked = ((RuleKey.INVESTIGATION_NOTICE, law.unnoticed, track_id), (RuleKey.STOP_NOTICE, law.just_stopped, case.id))
    for key, waits, subject in asked:
        if waits(known) and not waits(before) and not is_owed(key, subject):
            _promise(key, by, case, subject)
        elif waits(before) and not waits(known):
            commitments.keep(key, subject_id=subject, by=by, act="record_step")


def _progress(by: Actor, case: CaseSummary, tracks: Iterable[Sequence[LegalStep]]) -> None:
    """PROGRESS_NOTICE runs once a case while any investigation runs."""
    if not any(law.is_investigated(steps) for steps in tracks):
        commitments.cancel(RuleKey.PROGRESS_NOTICE, subject_id=case.id, by=by, act="record_step")
    elif not is_owed(RuleKey.PROGRESS_NOTICE, case.id):
        commitments.promise(RuleKey.PROGRESS_NOTICE, by=by, about=about(case))


def owe_payment(by: Actor, case: CaseSummary, tracks: Iterable[Sequence[LegalStep]] | None = None) -> None:
    """RESTITUTION_PAYMENT runs for each victim from the final judgment until all that was ordered is paid (UU 21/2007 article 50)."""
    rows = RestitutionEntry.objects.filter(case_id=case.id).defer("number", "note").order_by("happened_on", "at", "pk")
    entries = valid(list(rows))
    steps = reading.steps_of_case(case.id).values() if tracks is None else tracks
    final = any(s.stage == "final_judgment" for known in steps for s in known)
    if final and law.MAY_CLAIM & set(case.categories):
        _owe_request(by, case, entries)
    if not any(e.kind == LedgerKind.ORDERED for e in entries):
        return
    for victim in case.victims:
        left = restitution.ledger(e for e in entries if e.victim_id == victim.id).outstanding
        if left == 0:
            commitments.keep(RuleKey.RESTITUTION_PAYMENT, subject_id=victim.id, by=by, act="restitution_paid")
        elif final and not is_owed(RuleKey.RESTITUTION_PAYMENT, victim.id):
            _promise(RuleKey.RESTITUTION_PAYMENT, by, case, victim.id)


def _owe_request(by: Actor, case: CaseSummary, entries: Sequence[RestitutionEntry]) -> None:
    """RESTITUTION_REQUEST runs for each victim for whom nothing was asked: 90 days after the judgment (Perma 1/2022)."""
    for victim in case.victims:
        if any(e.victim_id == victim.id for e in entries):
            commitments.keep(RuleKey.RESTITUTION_REQUEST, subject_id=victim.id, by=by, act="restitution_requested")
        elif not is_owed(RuleKey.RESTITUTION_REQUEST, victim.id):
            _promise(RuleKey.RESTITUTION_REQUEST, by, case, victim.id)


def is_owed(key: RuleKey, subject_id: UUID) -> bool:
    """Whether such a promise is open on a subject. One statement."""
    return Commitment.objects.filter(key=key, subject_id=subject_id, state=CommitmentState.OPEN).exists()


def _promise(key: RuleKey, by: Actor, case: CaseSummary, subject_id: UUID, due_at: datetime | None = None) -> None:
    commitments.promise(key, by=by, about=about(case, kind_of="law", subject_id=subject_id), due_at=due_at)


def _end_watch(by: Actor, case: CaseSummary) -> None:
    respondents = Participant.objects.filter(case_id=case.id, role=PartyRole.RESPONDENT).count()
    if law.is_watched_to_the_end(reading.criminal_states(case.id), respondents):
        move(case, "end_watch")
        jot(by, case, NoteKind.WATCH_ENDED, gettext("Every criminal track is final or has ended."))
        audit.record("watch_ended", "case", case.id, case_id=case.id, detail="every_track_over")
        tell(case, NoticeKind.CLOSURE_DECIDED)
