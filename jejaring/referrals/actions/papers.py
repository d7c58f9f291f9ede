"""Papers of a referral: what of the case goes along, the letter as it leaves the house, the form of consent."""

from collections.abc import Sequence
from uuid import UUID

from jejaring.access.actor import Actor
from jejaring.access.roles import Permission as P
from jejaring.audit import actions as audit
from jejaring.cases import actions as cases
from jejaring.cases import queries as files_of
from jejaring.cases.queries import CaseSummary
from jejaring.guard.numbers import next_reference
from jejaring.guard.rows import insert
from jejaring.kernel.labels import gettext_noop as _
from jejaring.kernel.verdict import Refused, require
from jejaring.referrals import queries
from jejaring.referrals.models import PacketPaper, Referral
from jejaring.ui.papers import printing
from jejaring.vault import files
from jejaring.vault.models import IDENTITY


def take_along(row: Referral, by: Actor, case: CaseSummary, papers: Sequence[UUID]) -> None:
    """Let the packet's key open these papers of the case: nothing is copied, and the access ends with the packet's.

    Http404 for a paper that is not of this case; Refused for one that is removed or has no file.
    """
    for document_id in dict.fromkeys(papers):
        paper = files_of.paper(by, case, document_id)
        if paper.removed_at or paper.file is None or paper.media is None:
            raise Refused(_("One of the chosen papers is no longer in the file. Please look again; nothing was sent."))
        files.share(paper.file, domain=paper.domain, to_domain=row.domain, key_class=IDENTITY)
        insert(PacketPaper(
            domain=row.domain, referral=row, file=paper.file, kind=paper.kind, number=paper.number, dated_on=paper.dated_on,
            media=paper.media, size=paper.size, pages=paper.pages, name=paper.name,
        ))  # fmt: skip
        audit.record("paper_sent", "document", document_id, case_id=case.id, detail=paper.kind)


def print_letter(*, by: Actor, referral_id: UUID) -> tuple[bytes, str]:
    """The letter of a referral as PDF, and its number: issued at the first printing, from then on the same, as it left the house.

    A desk without the system gets it with an acknowledgement slip. Each printing is logged. ObjectDoesNotExist for other desks.
    """
    require(by.may(P.SEND_REFERRAL))
    row = Referral.objects.select_for_update(of=("self",)).get(pk=referral_id)  # two who print at once issue one number
    page = queries.sheet_for(by, referral_id)
    if row.case_id is None:
        raise Refused(_("This referral has no case file in which its letter could be kept."))
    case = files_of.summary(by, row.case_id)
    kept = files_of.issued_for(by, case, referral_id)
    if kept is None:
        kind, letter = ("desk_letter", page.view.letter) if page.view.letter else ("referral", None)
        number = letter.number if letter else next_reference("letter")
        done = printing.render(kind, queries.letter_data(page, number=number))
        cases.keep_issued(by=by, case=case, kind=kind, number=number, done=done, referral_id=referral_id)
        return done.pdf, number
    content = files_of.unsealed(kept).read()
    audit.record("paper_printed", "document", kept.id, case_id=case.id, detail=kept.kind)
    return content, kept.number
