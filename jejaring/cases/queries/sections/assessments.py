"""What the team found out: risk, danger signs, factors, how the person is and what she wishes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jejaring.cases.models import Assessment
from jejaring.cases.queries.sections.kinds import Brought, Section
from jejaring.cases.queries.standing import CaseSummary
from jejaring.guard.branches import AUTHOR, Branch
from jejaring.kernel.moments import Moment
from jejaring.reference import queries as reference
from jejaring.vault import actions as vault


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """One assessment, opened."""

    id: UUID
    danger_signs: tuple[str, ...]
    risk_computed: str
    risk: str
    lowered_reason: str
    factors: tuple[str, ...]
    condition: str
    wishes: str
    at: datetime
    by: str

    @property
    def sign_labels(self) -> tuple[str, ...]:
        """Danger signs in words."""
        return reference.labels("danger_sign", self.danger_signs)

    @property
    def factor_labels(self) -> tuple[str, ...]:
        """Contributing factors in words."""
        return reference.labels("contributing_factor", self.factors)


def risk_words(code: str) -> str:
    """A risk in the middle of a sentence; nothing where none was decided."""
    return {"high": _("high risk"), "medium": _("medium risk"), "low": _("low risk")}.get(code, "")


def _build(found: Brought) -> tuple[AssessmentRow, ...]:
    return tuple(
        AssessmentRow(
            a.pk, tuple(a.danger_signs), a.risk_computed, a.risk, vault.read(a, "lowered_reason"), tuple(a.factors),
            vault.read(a, "condition"), vault.read(a, "wishes"), a.at, a.author or "",
        ) for a in found.of(Assessment)
    )  # fmt: skip


def _tell(_head: CaseSummary, assessments: tuple[AssessmentRow, ...]) -> Iterator[Moment]:
    for a in assessments:
        yield Moment(a.at, "kept", _("Assessment: %(risk)s") % {"risk": risk_words(a.risk)}, text=", ".join(a.sign_labels), by=a.by)


SECTION = Section(
    "assessments", _build, tells=_tell, opens=("assessment",),
    brings=(Branch(Assessment, order="{row}.at desc, {row}.id desc", also={"author": AUTHOR}),),
)  # fmt: skip
