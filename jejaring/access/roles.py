"""Roles are prose and a list of permissions. A change here needs the privacy officer's review."""

from collections.abc import Mapping
from enum import StrEnum

from jejaring.kernel.labels import Labelled
from jejaring.kernel.labels import gettext_noop as _


class Permission(StrEnum):
    """What a role allows at all; whether it is allowed for this row and in this state is a rule of the app."""

    TAKE_REPORT = "take_report"
    SEND_REPORT = "send_report"
    TRIAGE = "triage"
    LOWER_RISK = "lower_risk"
    WORK_CASE = "work_case"
    MATCH_PERSONS = "match_persons"
    CONFIRM_CLOSURE = "confirm_closure"
    SEND_REFERRAL = "send_referral"
    ANSWER_REFERRAL = "answer_referral"
    REQUEST_SERVICE = "request_service"
    SEE_FIGURES = "see_figures"
    SEE_PROMISES = "see_promises"
    READ_AUDIT = "read_audit"
    ADMINISTER = "administer"
    KEEP_SHELTER = "keep_shelter"
    WRITE_CLINICAL = "write_clinical"
    WRITE_COUNSEL = "write_counsel"
    SEE_CARDS = "see_cards"
    ASK_EMERGENCY = "ask_emergency"
    REVIEW_EMERGENCY = "review_emergency"
    RESTORE_EMERGENCY = "restore_emergency"


class Role(Labelled):
    """What somebody is at a desk."""

    DUTY = "duty", _("Duty officer")
    MANAGER = "manager", _("Case manager")
    COMPANION = "companion", _("Companion")
    SUPERVISOR = "supervisor", _("Supervisor")
    PARTNER = "partner", _("Partner desk officer")
    HEAD = "head", _("Head of a partner desk")
    SHELTER = "shelter", _("Shelter keeper")
    PSYCHOLOGIST = "psychologist", _("Psychologist")
    LEGAL = "legal", _("Legal officer")
    SECRETARY = "secretary", _("Task-force secretary")
    CHAIR = "chair", _("Task-force chair")
    STATISTICIAN = "statistician", _("Statistician")
    PRIVACY = "privacy", _("Privacy officer")
    ADMIN = "admin", _("Administrator")


P = Permission
DESK_WORK = frozenset({P.TAKE_REPORT, P.TRIAGE, P.WORK_CASE, P.SEND_REFERRAL, P.ANSWER_REFERRAL})  # what makes a desk owe something
ALLOWED: Mapping[Role, frozenset[Permission]] = {
    Role.DUTY: frozenset({P.TAKE_REPORT, P.TRIAGE, P.SEE_FIGURES, P.SEE_CARDS, P.ASK_EMERGENCY}),
    Role.MANAGER: frozenset(
        {
            P.TAKE_REPORT, P.TRIAGE, P.WORK_CASE, P.MATCH_PERSONS, P.SEND_REFERRAL, P.ANSWER_REFERRAL, P.SEE_FIGURES,
            P.ASK_EMERGENCY,
        }
    ),
    Role.COMPANION: frozenset({P.TAKE_REPORT, P.WORK_CASE, P.ASK_EMERGENCY}),
    Role.SUPERVISOR: frozenset(
        {
            P.TAKE_REPORT,
            P.TRIAGE,
            P.LOWER_RISK,
            P.WORK_CASE,
            P.MATCH_PERSONS,
            P.CONFIRM_CLOSURE,
            P.SEND_REFERRAL,
            P.ANSWER_REFERRAL,
            P.SEE_FIGURES,
            P.ASK_EMERGENCY,
            P.REVIEW_EMERGENCY,
        }
    ),
    Role.PARTNER: frozenset({P.ANSWER_REFERRAL, P.SEND_REPORT, P.REQUEST_SERVICE, P.ASK_EMERGENCY}),
    Role.HEAD: frozenset({P.ANSWER_REFERRAL, P.REVIEW_EMERGENCY}),
    Role.SHELTER: frozenset({P.ANSWER_REFERRAL, P.KEEP_SHELTER, P.ASK_EMERGENCY}),
    Role.PSYCHOLOGIST: frozenset({P.ANSWER_REFERRAL, P.WRITE_CLINICAL}),
    Role.LEGAL: frozenset({P.ANSWER_REFERRAL, P.WRITE_COUNSEL}),
    Role.SECRETARY: frozenset({P.SEE_PROMISES, P.SEE_FIGURES}),
    Role.CHAIR: frozenset({P.SEE_PROMISES, P.SEE_FIGURES}),
    Role.STATISTICIAN: frozenset({P.SEE_FIGURES}),
    Role.PRIVACY: frozenset({P.READ_AUDIT, P.REVIEW_EMERGENCY, P.RESTORE_EMERGENCY}),
    Role.ADMIN: frozenset({P.ADMINISTER, P.RESTORE_EMERGENCY}),
}
DESCRIPTIONS: Mapping[Role, str] = {
    Role.DUTY: _("Takes reports, decides what becomes of them, records first responses. Sees safety cards, no case files."),
    Role.MANAGER: _("Leads cases: assessment, plan, referrals, proposes closure."),
    Role.COMPANION: _("Accompanies a person: notes and services of the cases it is assigned to."),
    Role.SUPERVISOR: _("Sees the cases of the desk, lowers a risk with a reason, confirms closure."),
    Role.PARTNER: _("Answers referrals to its own desk and sees their packets; sends reports and requests to the unit. Sees no case."),
    Role.HEAD: _("Answers referrals, hears what is late, reviews emergency accesses of other organisations. Sees no case."),
    Role.SHELTER: _("Answers referrals to the shelter, keeps its beds: who may come, who stays, who has left."),
    Role.PSYCHOLOGIST: _("Writes and reads clinical notes, which nobody else opens. In a unit, together with the role of a companion."),
    Role.LEGAL: _("Writes and reads counsel's notes, which nobody else opens. In a unit, together with the role of a companion."),
    Role.SECRETARY: _("Sees which desk is late, prepares the task force. Sees no case."),
    Role.CHAIR: _("Sees the promises of every desk and the figures. Sees no case."),
    Role.STATISTICIAN: _("Sees counts. Sees no case."),
    Role.PRIVACY: _("Reads the log of who read what. Sees no case."),
    Role.ADMIN: _("Keeps organisations, desks, accounts and code lists. Sees no case."),
}
