"""The page of one promise: joined from its life, the act that keeps it, and where it belongs."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from jejaring.access.actor import Actor
from jejaring.access.roles import Permission as P
from jejaring.cases import queries as cases
from jejaring.commitments import queries as commitments
from jejaring.commitments.queries import PromiseView
from jejaring.commitments.states import CommitmentState
from jejaring.desk import acts
from jejaring.desk.queries.lives import Told, life_told
from jejaring.desk.queries.promises import about, waiting, what, window
from jejaring.kernel.deadlines import Window
from jejaring.reference import queries as reference


@dataclass(frozen=True, slots=True)
class PromisePage:
    """A promise with everything that its page shows."""

    view: PromiseView
    what: str
    about: str
    waiting: str
    window: Window | None
    rule: str
    steps: list[str]
    life: list[Told]
    url: str
    verb: str
    subject_url: str
    case_url: str


def promise_page(actor: Actor, commitment_id: UUID) -> PromisePage:
    """A promise of the actor's desk, or one that is owed to it. Http404 otherwise. Five statements at most, whatever its life holds."""
    view = commitments.promise_view(actor, commitment_id)
    owed, terms = view.owed, view.terms
    sees_case = bool(owed.case_id and actor.may(P.WORK_CASE) and cases.visible_to(actor).filter(pk=owed.case_id).exists())
    act = acts.ACTS[owed.key]
    runs = owed.state == CommitmentState.OPEN and owed.desk_id == actor.desk
    keeps = act.url(owed) if runs and actor.permissions & act.needs and (sees_case or not act.of_case) else ""
    text = terms.steps_trafficking if owed.kind == "trafficking" and terms.steps_trafficking else terms.steps
    return PromisePage(
        view, what(owed), about(owed, owed.desk if owed.desk_id != actor.desk else ""), waiting(owed), window(owed), _rule(view),
        commitments.steps_in_words(text), life_told(owed, view.life), keeps, _(act.verb),
        acts.page_of(actor, owed.subject_kind, owed.subject_id),
        acts.address("desk:case", owed.case_id) if sees_case else "",
    )  # fmt: skip


def _rule(view: PromiseView) -> str:
    """The rule in a few words: how much time by which risk, under which legal basis."""
    owed, terms = view.owed, view.terms
    basis = reference.legal_basis(terms.legal_basis)
    parts = [commitments.amount_words(terms.amount(owed.risk), terms.clock), _(terms.clock.label), basis.title if basis else ""]
    return " · ".join(part for part in parts if part)
