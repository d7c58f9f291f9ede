"""Reading a case file: one statement brings the case with the rows of every section, and one entry in the read log says so."""

from functools import cache
from uuid import UUID

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases.queries.file import CaseFile
from jejaring.cases.queries.sections import SECTIONS, Brought, Section
from jejaring.cases.queries.standing import facts_of, row_of
from jejaring.guard.branches import Branch
from jejaring.vault import actions as vault

OPENED = tuple(name for section in SECTIONS for name in section.opens)


@cache
def _branches(sections: tuple[Section, ...]) -> tuple[tuple[Branch, ...], tuple[str, ...]]:
    """The branches of sections, once each, and their SQL; made once a process."""
    found = tuple({branch.model: branch for section in sections for branch in section.brings}.values())
    return found, tuple(branch.sql("c") for branch in found)


def bring(actor: Actor, case_id: UUID, sections: tuple[Section, ...]) -> Brought:
    """What some sections need of a case, for whoever sees it, with the keys. Http404 for everybody else. Two statements."""
    branches, rows = _branches(sections)
    clear, answers = row_of(actor, case_id, also=rows)
    head = facts_of(clear)
    vault.preload([head.domain, *([head.opened_from] if head.opened_from else [])])  # a report is its own domain
    return Brought(head, {branch.model: branch.rows(answer) for branch, answer in zip(branches, answers, strict=True)})


def case_for(actor: Actor, case_id: UUID) -> CaseFile:
    """The whole file for whoever sees the case: clear facts and opened texts, no names. Http404 for everybody else.

    Three statements whatever it holds: the case with all its rows, the keys, the entry in the read log.
    """
    found = bring(actor, case_id, SECTIONS)
    file = CaseFile(head=found.head, **{section.name: section.build(found) for section in SECTIONS})
    audit.record("read", "case", case_id, case_id=case_id, fields=OPENED)
    return file
