"""Which act keeps which kind of promise, and which page shows which kind of subject. Every RuleKey has an act; a test says so."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from jejaring.access.actor import Actor
from jejaring.access.roles import DESK_WORK
from jejaring.access.roles import Permission as P
from jejaring.commitments.queries import Owed
from jejaring.commitments.states import RuleKey as K
from jejaring.kernel.labels import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Act:
    """The page of the act that keeps a promise, the words on its button, and who may do it."""

    url_name: str
    verb: str
    needs: frozenset[P]
    of_case: bool = False  # the address carries the case, not the promise's subject

    def url(self, owed: Owed) -> str:
        """The address of the act for this promise; nothing where the promise has no case yet."""
        target = owed.case_id if self.of_case else owed.subject_id
        return address(self.url_name, target) if target else ""


TELL, DECIDE = frozenset({P.TAKE_REPORT}), frozenset({P.TRIAGE})
WORK, CONFIRM = frozenset({P.WORK_CASE}), frozenset({P.CONFIRM_CLOSURE})
REVIEW = frozenset({P.REVIEW_EMERGENCY})
SEND, ANSWER = frozenset({P.SEND_REFERRAL}), frozenset({P.ANSWER_REFERRAL})

ACTS: Mapping[K, Act] = {
    K.FIRST_RESPONSE: Act("intake:respond", _("Record the response"), TELL),
    K.SAFE_CONTACT: Act("intake:respond", _("See the safe way"), TELL),
    K.TRIAGE: Act("triage:decide", _("Decide"), DECIDE),
    K.COMPLETE_REPORT: Act("intake:complete", _("Complete"), TELL),
    K.ASSESSMENT: Act("cases:assess", _("Assess"), WORK, of_case=True),
    K.PLAN: Act("cases:plan", _("Make the plan"), WORK, of_case=True),
    K.HAND_OVER: Act("referrals:new", _("Hand over"), SEND, of_case=True),
    K.REFERRAL_ANSWER: Act("referrals:referral", _("Answer"), ANSWER),
    K.LETTER_ACKNOWLEDGEMENT: Act("referrals:acknowledge", _("Record the acknowledgement"), SEND),
    K.FIRST_SERVICE: Act("referrals:serve", _("Record the service"), ANSWER),
    K.SERVICE_FEEDBACK: Act("referrals:report_back", _("Report back"), ANSWER),
    K.POLICE_REPORT: Act("cases:police", _("Record the police report"), WORK, of_case=True),
    K.REVIEW: Act("cases:review", _("Review the case"), WORK, of_case=True),
    K.SAFETY_REVIEW: Act("cases:safety", _("Look at the safety plan"), WORK, of_case=True),
    K.CLOSURE_CONFIRMATION: Act("cases:confirm", _("Decide on the closure"), CONFIRM, of_case=True),
    K.FOLLOW_UP: Act("cases:follow_up", _("Record the follow-up"), WORK, of_case=True),
    K.COURT_HEARING: Act("cases:law", _("Record the hearing"), WORK, of_case=True),
    K.LEGAL_STEP: Act("cases:law", _("Record the step"), WORK, of_case=True),
    K.FILE_COMPLETION: Act("cases:law", _("Record the step"), WORK, of_case=True),
    K.PROGRESS_NOTICE: Act("cases:progress", _("Record the SP2HP"), WORK, of_case=True),
    K.RESTITUTION_PAYMENT: Act("cases:law", _("Record the payment"), WORK, of_case=True),
    K.SAFETY_PLAN_REVIEW: Act("cases:safety", _("Review the plan"), WORK, of_case=True),
    K.HOME_RETURN: Act("cases:home_return", _("Hand over"), WORK, of_case=True),
    K.RETURN_CONFIRMATION: Act("cases:home_return", _("Record the confirmation"), WORK, of_case=True),
    K.PROPHYLAXIS: Act("cases:service", _("Record the care"), WORK, of_case=True),
    K.EMERGENCY_CONTRACEPTION: Act("cases:service", _("Record the care"), WORK, of_case=True),
    K.TEMPORARY_PROTECTION: Act("cases:service", _("Record the protection"), WORK, of_case=True),
    K.WITNESS_PROTECTION: Act("referrals:new", _("Ask LPSK"), SEND, of_case=True),
    K.REHABILITATION: Act("cases:service", _("Record the service"), WORK, of_case=True),
    K.INVESTIGATION_NOTICE: Act("cases:law", _("Record the step"), WORK, of_case=True),
    K.STOP_NOTICE: Act("cases:progress", _("Record the notice"), WORK, of_case=True),
    K.RESTITUTION_REQUEST: Act("cases:amount", _("Record the request"), WORK, of_case=True),
    K.CONSENT_WITHDRAWAL: Act("referrals:bases", _("Record what the receivers said"), WORK, of_case=True),
    K.EMERGENCY_REVIEW: Act("cases:emergency_review", _("Review"), REVIEW),
    K.TRACES: Act("cases:service", _("Record the examination"), WORK, of_case=True),
    K.PREGNANCY_AFTER_RAPE: Act("cases:rights", _("Record what was explained"), WORK, of_case=True),
    K.COMPLAINT_PERIOD: Act("cases:law", _("Report to the police, or explain it"), WORK, of_case=True),
    K.TAKEDOWN: Act("cases:service", _("Record the request"), WORK, of_case=True),
    K.PROTECTION_ORDER: Act("cases:law", _("Record the application"), WORK, of_case=True),
    K.COMPLAINT_PERIOD_ABROAD: Act("cases:law", _("Report to the police, or explain it"), WORK, of_case=True),
    K.RESTRAINT_ORDER: Act("cases:law", _("Record the application"), WORK, of_case=True),
}
PAGES: Mapping[str, tuple[str, frozenset[P]]] = {  # the page of a subject, and who may open it at all
    "report": ("intake:report", TELL | DECIDE),
    "case": ("desk:case", WORK),
    "sent_report": ("intake:sent", frozenset({P.SEND_REPORT})),
    "referral": ("referrals:referral", SEND | ANSWER | WORK),
    "outcome": ("triage:join", WORK),
    "unsealing": ("cases:unsealings", CONFIRM | {P.READ_AUDIT}),
    "promise": ("desk:promise", DESK_WORK),
    "emergency": ("cases:emergency_review", REVIEW | WORK | frozenset({P.ASK_EMERGENCY})),
}
HOMES = (  # for those who have no work of a desk: the first page that they may see
    (P.SEE_PROMISES, "indicators:promises"),
    (P.SEE_FIGURES, "indicators:figures"),
    (P.READ_AUDIT, "desk:log"),
    (P.ADMINISTER, "directory:organisations"),
)

PLACES = (UUID(int=1), UUID(int=2))
BETWEEN = re.compile("|".join(map(str, PLACES)))


@cache
def _shape(name: str, ids: int) -> list[str]:
    """What stands around one or two ids in the address of a page; nothing where no app offers it. The addresses never change."""
    try:
        address = reverse(name, args=PLACES[:ids])
    except NoReverseMatch:
        return []
    return BETWEEN.split(address)


def address(name: str, *ids: UUID | str | None) -> str:
    """The address of a page, or nothing where no app offers it."""
    given = [i for i in ids if i]
    if all(isinstance(i, UUID) for i in given) and len(given) <= len(PLACES):
        around = _shape(name, len(given))
        return "".join([f"{text}{i}" for text, i in zip(around, (*given, ""), strict=True)]) if around else ""
    try:
        return reverse(name, args=given)
    except NoReverseMatch:
        return ""


def page_of(actor: Actor, subject_kind: str, subject_id: UUID) -> str:
    """The page that shows a subject, or nothing where the actor's role opens none."""
    name, needs = PAGES.get(subject_kind, ("", frozenset()))
    return (address(name, subject_id) or address(name)) if actor.permissions & needs else ""


def keys_of(actor: Actor) -> frozenset[K]:
    """The kinds of promises whose act the actor's role allows."""
    return frozenset(key for key, act in ACTS.items() if actor.permissions & act.needs)
