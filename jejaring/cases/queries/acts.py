"""What can be done with a case now, with the address of each act and why not."""

from jejaring.access.actor import Actor
from jejaring.cases import permissions, rules
from jejaring.cases.queries.file import CaseFile
from jejaring.cases.queries.standing import CaseSummary
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Verdict

Act = tuple[str, str, Verdict]


def acts(actor: Actor, file: CaseFile) -> list[Act]:
    """The acts of a case as (label, url name, verdict), in the order of the work; labels are message ids. All take the case's id."""
    h = file.head
    work, lead = permissions.may_work(actor, h), permissions.may_assess(actor, h)
    found = [
        (_("Assess"), "cases:assess", lead),
        (_("Plan services"), "cases:plan", lead),
        (_("Record a service"), "cases:service", work),
        (_("Write a note"), "cases:note", work),
        (_("Review"), "cases:review", lead),
        (_("Add a person"), "cases:party", work),
        (_("Note relations"), "cases:kin", work),
        (_("Add an incident"), "cases:incident", work),
        (_("Screen for trafficking"), "cases:screen", lead),
        (_("Add an identifier"), "cases:identifier", work),
        (_("Change safe contact"), "cases:contact", work),
        (_("Record the police report"), "cases:police", permissions.may_report_to_police(actor, h)),
        (_("Papers"), "cases:papers", permissions.may_read_papers(actor)),
        (_("Sealed"), "cases:sealed", permissions.may_read_papers(actor)),
        (_("Legal process"), "cases:law", permissions.may_record_law(actor, h)),
        (_("Safety plan"), "cases:safety", work),
        (_("Return home"), "cases:home_return", work),
        (_("Change the team"), "cases:assign", permissions.may_assign(actor, h)),
    ]
    declares = permissions.may_declare_conflict(actor)
    return found + _ending(actor, h) + ([(_("Conflict of interest"), "cases:conflicts", declares)] if declares else [])


def _ending(actor: Actor, h: CaseSummary) -> list[Act]:
    ways = [
        (_("Propose closure"), "cases:close", permissions.may_propose_closure(actor, h)),
        (_("Decide on the closure"), "cases:confirm", permissions.may_decide_closure(actor, h)),
        (_("Write a follow-up"), "cases:follow_up", permissions.may_follow_up(actor, h)),
        (_("End the watch on the law"), "cases:end_watch", permissions.may_end_watch(actor, h)),
        (_("Reopen"), "cases:reopen", permissions.may_reopen(actor, h)),
    ]
    wanted = {
        "open": {"cases:close"},
        "closure_proposed": {"cases:confirm"},
        "closed": {"cases:follow_up", "cases:reopen"},
        "legal_watch": {"cases:follow_up", "cases:end_watch", "cases:reopen"},
    }
    return [w for w in ways if w[1] in wanted.get(h.state, set())]


def may_mediate(case: CaseSummary) -> Verdict:
    """Whether mediation may be offered in this case as it stands."""
    return rules.may_mediate(case.categories, case.danger_signs, case.risk)
