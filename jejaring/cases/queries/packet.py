"""Everything that a packet could carry, opened and in words. Which of it leaves is decided by the purpose of the referral."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from jejaring.access.actor import Actor
from jejaring.cases.queries.file import CaseFile
from jejaring.cases.queries.loading import case_for
from jejaring.cases.queries.sections.assessments import risk_words
from jejaring.cases.queries.sections.people import Party
from jejaring.cases.states import IdentifierUse, NeedState
from jejaring.people import queries as people
from jejaring.people.queries import ContactView, Identity
from jejaring.reference import queries as reference
from jejaring.ui import when
from jejaring.vault import actions as vault


def _listed(parts: Iterable[str], between: str = "; ") -> str:
    return between.join(dict.fromkeys(part for part in parts if part))


def _victims(victims: list[Identity]) -> dict[str, str]:
    return {
        "victim_name": _listed(v.name for v in victims),
        "victim_nik": _listed(v.nik for v in victims),
        "victim_birth_date": _listed(v.birth_date for v in victims),
        "victim_phone": _listed(v.phone for v in victims),
        "victim_address": _listed(v.address for v in victims),
        "victim_domicile": _listed(v.domicile for v in victims),
        "victim_origin": _listed(v.origin for v in victims),
        "needs": _listed(reference.label("accommodation_need", code) for v in victims for code in v.needs),
    }


def _contact(found: ContactView | None) -> str:
    if found is None:
        return ""
    never = _("never: %(channels)s") % {"channels": ", ".join(found.never)} if found.never else ""
    return _listed((", ".join(found.channels), found.number, found.window, never, found.note), " · ")


def _happened(f: CaseFile) -> dict[str, str]:
    return {
        "forms": _listed(label for i in f.incidents for label in i.form_labels),
        "incident_when": _listed(i.when for i in f.incidents),
        "incident_where": _listed(i.where for i in f.incidents),
        "incident_story": _listed((i.narrative for i in f.incidents), "\n\n"),
        "respondent": _listed(p.words for p in f.respondents),
        "relation": _listed(p.relation for p in f.respondents),
        "trafficking": _listed(p.screen.words for p in f.victims if p.screen),
        "identifiers_for_police": _sighted(f, IdentifierUse.MAY_GO_TO_POLICE),
        "identifiers": _sighted(f, IdentifierUse.HELP_ONLY),
    }


def _sighted(f: CaseFile, use: IdentifierUse) -> str:
    return _listed(f"{i.label}: {i.value}" for i in f.sightings if i.use == use)


def _work(f: CaseFile) -> dict[str, str]:
    a, h = f.assessment, f.head
    given = (f"{x.label} ({when.day(x.happened_on)}{', ' + x.giver if x.giver else ''})" for x in f.facts if x.kind == "given")
    reported = f"{f.police_number} ({when.day(h.police_reported_on)})" if h.police_reported_on else ""
    return {
        "danger_signs": _listed(reference.labels("danger_sign", h.known_signs), ", "),
        "condition": a.condition if a else "",
        "wishes": a.wishes if a else "",
        "needed_services": _listed(n.label for n in f.plan if n.state != NeedState.GIVEN),
        "given_services": _listed(given),
        "police_report": reported,
        "manager": h.manager,
    }


def packet_facts(actor: Actor, case_id: UUID, *, file: CaseFile | None = None) -> dict[str, str]:
    """Every field of `rules.PACKET` in words, empty where nothing is known. Opens the identities: each is in the read log.

    Several victims or respondents stand one after another. Clinical notes and who reported are no part of any packet.
    """
    f = file or case_for(actor, case_id)
    named = [p for p in (*f.victims, *f.respondents, *f.guardians, *f.witnesses) if p.person_id]
    vault.preload(p.person_id for p in named if p.person_id)
    known = {p.id: people.identity(actor, p.person_id, case_id=case_id) for p in named if p.person_id}
    head = {
        "reference": f.head.reference,
        "kind": _listed((f.head.kind_label, *f.head.category_labels)),
        "risk": risk_words(f.head.risk),
        "victim": _listed(p.words for p in f.victims),
        "safe_contact": _contact(f.contact),
        "guardian": _named(f.guardians, known),
        "respondent_name": _listed(known[p.id].name for p in f.respondents if p.id in known),
        "witnesses": _named(f.witnesses, known),
    }
    return head | _victims([known[p.id] for p in f.victims if p.id in known]) | _happened(f) | _work(f)


def _named(parties: tuple[Party, ...], known: dict[UUID, Identity]) -> str:
    return _listed(_listed((known[p.id].name, known[p.id].phone), ", ") or p.words for p in parties if p.id in known)
