"""Reading a case file: one statement brings the case with the rows of every section, and one entry in the read log says so."""

from uuid import UUID

from jejaring.access.actor import Actor
from jejaring.audit import actions as audit
from jejaring.cases.queries.file import CaseFile
from jejaring.cases.queries.sections import SECTIONS, Brought
from jejaring.cases.queries.standing import facts_of, row_of
from jejaring.vault import actions as vault

BRANCHES = tuple({branch.model: branch for section in SECTIONS for branch in section.brings}.values())
ROWS = tuple(branch.sql("c") for branch in BRANCHES)
OPENED = tuple(name for section in SECTIONS for name in section.opens)


def case_for(actor: Actor, case_id: UUID) -> CaseFile:
    """The whole file for whoever sees the case: clear facts and opened texts, no names. Http404 for everybody else.

    Three statements whatever it holds: the case with all its rows, the keys, the entry in the read log.
    """
    clear, answers = row_of(actor, case_id, also=ROWS)
    head = facts_of(clear)
    found = Brought(head, {branch.model: branch.rows(answer) for branch, answer in zip(BRANCHES, answers, strict=True)})
    vault.preload([head.domain, *([head.opened_from] if head.opened_from else [])])  # a report is its own domain
    file = CaseFile(head=head, **{section.name: section.build(found) for section in SECTIONS})
    audit.record("read", "case", case_id, case_id=case_id, fields=OPENED)
    return file
