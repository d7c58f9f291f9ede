"""The acts of a tale: each takes one step of it through the real action."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

from jejaring.access.actor import Actor
from jejaring.access.purposes import Purpose
from jejaring.cases import actions as cases
from jejaring.cases.actions import NewNeed, NewParty, rights
from jejaring.cases.models import Participant, PlannedService, ServiceFact
from jejaring.cases.rules import windows
from jejaring.cases.states import IdentifierUse, PartyRole, ServiceFactKind
from jejaring.commitments import queries as promises
from jejaring.commitments.states import CommitmentState
from jejaring.config.demo import scripts, words
from jejaring.config.demo.places import Town
from jejaring.config.demo.tales import Somebody, Step, Tale, Wish
from jejaring.guard.context import acting_as
from jejaring.guard.stored import Stored
from jejaring.intake import actions as intake
from jejaring.intake.queries import takes_people
from jejaring.intake.states import ResponseKind
from jejaring.kernel.clock import WIB, now, standing_at, today
from jejaring.kernel.deadlines import Window, is_inside
from jejaring.people.rules import ContactWish
from jejaring.reference import queries as reference
from jejaring.referrals import actions as referrals
from jejaring.referrals.models import Referral
from jejaring.referrals.rules import handover_of
from jejaring.referrals.states import Handover, ReferralPurpose
from jejaring.triage import actions as triage
from jejaring.triage import rules as triage_rules
from jejaring.triage.states import Jurisdiction, OutcomeKind

P = ReferralPurpose
PURPOSES: Mapping[str, ReferralPurpose] = {
    "police": P.LAW_ENFORCEMENT, "hospital": P.HEALTH, "police_hospital": P.HEALTH, "health_centre": P.HEALTH,
    "health_centre_east": P.HEALTH, "shelter": P.SHELTER, "psychologist": P.PSYCHOLOGICAL, "family_centre": P.PSYCHOLOGICAL,
    "religious_office": P.PSYCHOLOGICAL, "legal_aid": P.LEGAL_AID, "witness_protection": P.LEGAL_AID, "education": P.EDUCATION,
    "migrants": P.RETURN, "foreign_affairs": P.RETURN, "muaro_jambi": P.TRANSFER,
}  # fmt: skip
PRIVATE = ("legal_aid", "family_centre")


@dataclass(slots=True)
class Told:
    """What the telling has led to so far, in ids."""

    report: UUID | None = None
    case: UUID | None = None
    referrals: dict[str, UUID] = field(default_factory=dict)
    versions: dict[UUID, int] = field(default_factory=dict)


def contact_wish(wish: Wish) -> ContactWish:
    """The wish as the action takes it."""
    window = Window(*wish.window) if wish.window else None
    return ContactWish(wish.channels, wish.never, window, wish.watched, wish.number, wish.note)


def party(role: PartyRole, who: Somebody) -> NewParty:
    """Somebody as the action takes them."""
    return NewParty(
        role, sex=who.sex, age=who.age, name=who.name, relation=who.relation, phone=who.phone, nik=who.nik, birth_date=who.birth_date,
        address=who.address, domicile=who.address, known=who.known, lives_together=who.lives_together,
    )  # fmt: skip


def _receive(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    """Take the report, as a draft or whole; or a partner desk sends it to the unit."""
    victim = tale.victim
    if tale.sent_by:
        told.report = intake.send_report(
            by=by, to_desk=town.desks["unit"].pk, channel=tale.channel, narrative=tale.story, contact=contact_wish(tale.wish),
            danger_signs=list(tale.signs), no_danger_asked=tale.asked and not tale.signs, survivor_awareness=tale.awareness,
            reporter_name=tale.reporter_name, victim_name=victim.name, victim_sex=victim.sex, victim_age=victim.age, area=tale.area,
            complete=tale.complete, synthetic=True,
        ).report_id  # fmt: skip
        return told.report
    told.report = intake.receive_report(
        by=by, channel=tale.channel, narrative=tale.story, reporter_kind=tale.reporter, limits_read=not tale.limits and not tale.draft,
        limits_not_read_reason=tale.limits, danger_signs=tale.signs, no_danger_asked=tale.asked and not tale.signs,
        survivor_awareness=tale.awareness, contact=contact_wish(tale.wish), reporter_name=tale.reporter_name,
        reporter_contact=tale.reporter_phone, reporter_anonymous=tale.anonymous, victim_name=victim.name, victim_sex=victim.sex,
        victim_age=victim.age, victim_count=1 + len(tale.others), area=tale.area, incident_on=tale.incident_on,
        incident_precision=tale.precision, complete=tale.complete, draft=tale.draft, synthetic=True,
    ).pk  # fmt: skip
    return told.report


def _respond(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    """A safety action where there is danger; else advice, which is no contact and therefore safe at every hour.

    In a brief tale the contact in the safe hours is part of it.
    """
    assert told.report is not None
    kind = ResponseKind.SAFETY_ACTION if tale.risk == "high" else ResponseKind.ADVICE
    response = intake.record_response(by=by, report_id=told.report, kind=kind, note=step.text).pk
    if not any(s.act == "contact" for s in tale.steps):
        for later in scripts.contact(tale):
            with standing_at(later.at):
                _contact(town, by, tale, told, later)
    return response


def _contact(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    assert told.report is not None
    wish = contact_wish(tale.wish)
    kind, channel = (ResponseKind.SAFE_CONTACT, wish.channels[0]) if is_inside(now(), wish.window) else (ResponseKind.SAFETY_ACTION, "")
    return intake.record_response(by=by, report_id=told.report, kind=kind, channel=channel, note=step.text).pk


def _complete(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    assert told.report is not None
    return intake.complete_report(by=by, report_id=told.report, version=1, complete=True).pk


def _triage(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    assert told.report is not None
    version = 2 if any(s.act == "complete" and s.at < step.at for s in tale.steps) else 1
    if tale.outcome == "advise" or tale.pattern is None:
        return triage.decide(
            by=by, report_id=told.report, version=version, kind=triage_rules.INFORMATION_ONLY, jurisdiction=Jurisdiction.OWN, reason=step.text,
            outcomes=(OutcomeKind.ADVISE,),
        ).triage_id  # fmt: skip
    outcomes, jurisdiction = OUTCOMES[tale.outcome]
    actors = town.actors
    _points, risk = triage_rules.score(tale.signs, reference.critical_signs(), asked=tale.asked)
    # Of those found in a raid nobody is made a respondent by the same stroke: whoever is suspected stays unknown there.
    raided = takes_people(tale.channel, 1)
    parties = [party(PartyRole.RESPONDENT, replace(who, known=False) if raided else who) for who in tale.respondents]
    if tale.guardian:
        parties.append(party(PartyRole.GUARDIAN, tale.guardian))
    decision = triage.decide(
        by=by, report_id=told.report, version=version, kind=tale.pattern.kind, forms=[form for form, _sub in tale.pattern.forms], risk=risk,
        jurisdiction=jurisdiction, region=tale.region, reason=step.text, outcomes=tuple(outcomes), manager=actors[tale.manager].id,
        companion=actors[tale.companion].id if tale.companion else None,
        victims=[party(PartyRole.VICTIM, who) for who in (tale.victim, *tale.others)], respondents=parties, place=tale.place,
        sub_forms=tale.pattern.forms,
    )  # fmt: skip
    assert decision.case_id is not None
    told.case = decision.case_id
    return decision.case_id


def case_of(told: Told) -> UUID:
    """The case of the tale."""
    assert told.case is not None
    return told.case


NEEDS = Stored(lambda case: PlannedService.objects.filter(case_id=case).order_by("at", "pk"))
GIVEN = Stored(lambda case: ServiceFact.objects.filter(case_id=case, kind=ServiceFactKind.GIVEN))
VICTIMS = Stored(lambda case: Participant.objects.filter(case_id=case, role=PartyRole.VICTIM).order_by("recorded_at", "pk"))


def victim_of(told: Told) -> UUID:
    """The first victim of the tale's case."""
    return VICTIMS(case_of(told))[0].pk


def _assess(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    """The assessment; in a brief tale the plan in the same act."""
    factors = tale.pattern.factors[:2] if tale.pattern else ()
    wishes = words.WISHES[len(step.text) % len(words.WISHES)]
    row = cases.assess(by=by, case_id=case_of(told), danger_signs=tale.signs, factors=factors, condition=step.text, wishes=wishes)
    _in_time(by, tale, told)
    if not any(s.act == "plan" for s in tale.steps):
        _plan(town, by, tale, told, step)
    return row.pk


def _in_time(by: Actor, tale: Tale, told: Told) -> None:
    """What can be done only for so long after an incident is spoken about with the assessment: given, not wanted, or explained."""
    case_id = case_of(told)
    runs = {owed.key for owed in promises.of_case(case_id) if owed.state == CommitmentState.OPEN}
    kind = ServiceFactKind.GIVEN if tale.risk == "high" else ServiceFactKind.REFUSED
    for service, keys in windows.KEPT_BY_SERVICE.items():
        if runs.intersection(keys) and service in ("health", "forensic_examination", "content_takedown"):
            cases.record_service_fact(by=by, case_id=case_id, kind=kind, service=service, victim_id=victim_of(told))
    if explained := [right for right, keys in windows.KEPT_BY_RIGHT.items() if runs.intersection(keys)]:
        rights.explain_rights(by=by, case_id=case_id, rights=explained, explained_on=today(), victim_id=victim_of(told))


def _plan(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    """What the pattern needs, less what was given before anybody planned; where all of it was, somebody to talk to is still needed."""
    offices = {s.service: s.office for s in tale.steps if s.act in ("send", "give")}
    begun = {s.service for s in tale.steps if s.act in ("serve", "give") and s.at < step.at}
    begun |= {fact.service for fact in GIVEN(case_of(told))}
    services = [s for s in (tale.pattern.services if tale.pattern else ()) if s not in begun] or ["psychological"]
    desks, day = town.desks, now().astimezone(WIB).date() + timedelta(days=14)
    goal = words.GOALS[len(tale.story) % len(words.GOALS)]
    needs = [NewNeed(s, desks[offices.get(s) or "unit"].pk, day, goal) for s in services]
    cases.plan_services(by=by, case_id=case_of(told), victim_id=victim_of(told), needs=needs)
    return case_of(told)


def _screen(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    assert tale.pattern and tale.pattern.screen
    s = tale.pattern.screen
    return cases.screen_trafficking(
        by=by, case_id=case_of(told), victim_id=victim_of(told), acts=s.acts, means=s.means, purposes=s.purposes, control=s.control
    ).pk


def _identifier(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    kind, value = tale.identifier
    use = IdentifierUse.MAY_GO_TO_POLICE if tale.is_child or tale.risk == "high" else IdentifierUse.HELP_ONLY
    return cases.sight_identifier(by=by, case_id=case_of(told), kind=kind, value=value, role="recruiter", use=use)


def _give(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    need = next((n.pk for n in NEEDS(case_of(told)) if n.service == step.service), None)
    return cases.record_service_fact(by=by, case_id=case_of(told), kind=ServiceFactKind.GIVEN, planned_id=need, service=step.service).pk


def basis(tale: Tale, office: str) -> tuple[str, str]:
    """The basis of sharing with an office and who consents: the duty, danger, the public task, or consent where it can be given."""
    if office == "police" and tale.is_sexual:
        return "legal_duty", ""
    if tale.risk == "high":
        return "vital_interest", ""
    if office in PRIVATE or not tale.is_child:
        return "consent", "guardian" if tale.is_child else "person"
    return "public_task", ""


def _handover(tale: Tale, step: Step, purpose: ReferralPurpose) -> Handover:
    """Where triage decided to refer out, the first desk that is asked is the responsible one."""
    first = next(s for s in tale.steps if s.act == "send")
    return handover_of(purpose, hands_over=tale.outcome == "refer" and first.office == step.office)


def _send(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    ground, giver = basis(tale, step.office)
    purpose = PURPOSES.get(step.office, P.SOCIAL)
    row = referrals.send(
        by=by, case_id=case_of(told), to_desk=town.desks[step.office].pk, purpose=purpose, services=[step.service], basis=ground,
        basis_reason=words.BASES[ground], request=step.text, consent_by=giver,
        handover=_handover(tale, step, purpose),
    )  # fmt: skip
    told.referrals[step.office] = row.pk
    told.versions[row.pk] = row.version
    return row.pk


def referral_of(told: Told, office: str) -> tuple[UUID, int]:
    """A referral and its version, which every act counts up."""
    pk = told.referrals[office]
    if pk not in told.versions:
        told.versions[pk] = Referral.objects.values_list("version", flat=True).get(pk=pk)
    version = told.versions[pk]
    told.versions[pk] += 1
    return pk, version


def _accept(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    pk, version = referral_of(told, step.office)
    return referrals.accept(by=by, referral_id=pk, version=version, note=words.ANSWER).pk


def _decline(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    pk, version = referral_of(told, step.office)
    reason = words.DECLINED_FOR[words.DECLINED.index(step.text)]
    return referrals.decline(by=by, referral_id=pk, version=version, reason=reason, note=step.text).pk


def _unavailable(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    pk, version = referral_of(told, step.office)
    return referrals.unavailable(by=by, referral_id=pk, version=version, note=step.text).pk


def _withdraw(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    pk, version = referral_of(told, step.office)
    return referrals.withdraw(by=by, referral_id=pk, version=version, note=step.text).pk


def _serve(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    pk, version = referral_of(told, step.office)
    return referrals.serve(by=by, referral_id=pk, version=version, service=step.service, happened_on=today()).pk


def _report_back(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    pk, version = referral_of(told, step.office)
    return referrals.report_back(by=by, referral_id=pk, version=version, note=step.text).pk


def _answer(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    """In a brief tale: accepted, and within days served and reported back."""
    _accept(town, by, tale, told, step)
    with standing_at(step.at + timedelta(hours=20)):
        _serve(town, by, tale, told, step)
    with standing_at(step.at + timedelta(days=5)):
        return _report_back(town, by, tale, told, step)


def _acknowledge(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    pk, version = referral_of(told, step.office)
    return referrals.acknowledge_letter(by=by, referral_id=pk, version=version, how="phone", office=step.text, at=now()).pk


def _police(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    day = now().astimezone(WIB)
    number = f"LP/B/{len(tale.story) % 400 + 1:03d}/{ROMAN[day.month - 1]}/{day.year}/SPKT (rekaan)"
    cases.report_to_police(by=by, case_id=case_of(told), number=number)
    return case_of(told)


def _untold(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    cases.leave_police_untold(by=by, case_id=case_of(told), ground=step.text)
    return case_of(told)


def _note(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    return cases.write_note(by=by, case_id=case_of(told), text=step.text)


def _review(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    return cases.review(by=by, case_id=case_of(told), text=step.text)


def _propose(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    watch = step.service == "legal_watch"
    outcome = {"goals_met": "safe", "legal_watch": "safer", "survivor_withdrew": "unchanged"}.get(step.service, "unknown")
    agreed = any(s.act == "follow_up" for s in tale.steps)
    return cases.propose_closure(
        by=by, case_id=case_of(told), reason=step.service, outcome=outcome, account=step.text, watch_law=watch, follow_up_agreed=agreed
    ).pk


def _confirm(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    cases.confirm_closure(by=by, case_id=case_of(told))
    return case_of(told)


def _close(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    """In a brief tale: proposed by the manager, confirmed by the head of the unit the next day."""
    _propose(town, by, tale, told, step)
    head = town.actors["supervisor"]
    with standing_at(step.at + timedelta(hours=26)), acting_as(head, Purpose.DEMO):
        return _confirm(town, head, tale, told, step)


def _follow_up(town: Town, by: Actor, tale: Tale, told: Told, step: Step) -> UUID:
    return cases.follow_up(by=by, case_id=case_of(told), text=step.text)


ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
OUTCOMES: Mapping[str, tuple[Collection[OutcomeKind], Jurisdiction]] = {
    "open": ((OutcomeKind.OPEN_CASE,), Jurisdiction.OWN),
    "refer": ((OutcomeKind.OPEN_CASE, OutcomeKind.REFER_OUT), Jurisdiction.OWN_AND_REFER),
    "transfer": ((OutcomeKind.TRANSFER,), Jurisdiction.TRANSFER_REGION),
}
ACTS: Mapping[str, Callable[[Town, Actor, Tale, Told, Step], UUID]] = {
    "report": _receive, "respond": _respond, "contact": _contact, "complete": _complete, "triage": _triage, "assess": _assess, "plan": _plan,
    "screen": _screen, "identifier": _identifier, "give": _give, "send": _send, "accept": _accept, "decline": _decline,
    "unavailable": _unavailable, "withdraw": _withdraw, "serve": _serve, "report_back": _report_back, "answer": _answer, "acknowledge": _acknowledge,
    "police": _police, "untold": _untold, "note": _note, "review": _review, "propose": _propose, "confirm": _confirm, "close": _close,
    "follow_up": _follow_up,
}  # fmt: skip
