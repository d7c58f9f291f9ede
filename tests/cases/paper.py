"""Papers of the case files of the tests: attached, asked for, read."""

from typing import Any
from uuid import UUID

import pypdfium2 as pdfium

from jejaring.audit.models import Event
from jejaring.cases import actions, queries
from jejaring.cases.models import Case
from jejaring.guard.context import acting_as
from tests.cast import Cast
from tests.ui import hostile

PDF = hostile.pdf(pages=2)


def attach(cast: Cast, case: Case, content: bytes = PDF, *, by: str = "companion", **changes: Any) -> UUID:
    """A paper attached by somebody of the team."""
    actor = cast.actors[by]
    facts = {"kind": "police_report", "content": content, "name": "laporan Bunga.pdf", "note": "salinan"}
    with acting_as(actor, "test"):
        return actions.attach(by=actor, case_id=case.pk, **{**facts, **changes})


def act(cast: Cast, name: str, case: Case, *, by: str = "manager", **facts: Any) -> Any:
    actor = cast.actors[by]
    with acting_as(actor, "test"):
        return getattr(actions, name)(by=actor, case_id=case.pk, **facts)


def ask(cast: Cast, name: str, case: Case, *args: Any, by: str = "manager") -> Any:
    """A query about the case as somebody sees it."""
    actor = cast.actors[by]
    with acting_as(actor, "test"):
        return getattr(queries, name)(actor, queries.summary(actor, case.pk), *args)


def logged(cast: Cast, act_name: str) -> list[tuple[UUID, str, str]]:
    with acting_as(cast.privacy, "test"):
        return list(Event.objects.filter(act=act_name).order_by("id").values_list("subject_id", "detail", "purpose"))


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pdfium.PdfDocument(pdf)).split())
