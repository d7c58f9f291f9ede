"""What the values of a list may mean: the codes of our lists with their words, and what somebody of the organisation said before."""

from collections.abc import Iterable, Sequence

from jejaring.access.actor import Actor
from jejaring.access.roles import Role
from jejaring.directory import queries as directory
from jejaring.exchange.models import Meaning
from jejaring.exchange.rules.columns import Guess, Target, fingerprint, folded, guesses
from jejaring.exchange.rules.values import Meanings, spelled
from jejaring.kernel.labels import gettext_noop
from jejaring.reference import queries as reference
from jejaring.reference.rules import HOME_CITY
from jejaring.vault import actions as vault

OWN_WORDS = {
    "risk": {"high": gettext_noop("High risk"), "medium": gettext_noop("Medium risk"), "low": gettext_noop("Low risk")},
    "yes_no": {"yes": gettext_noop("Yes"), "no": gettext_noop("No")},
    "status": {"open": gettext_noop("Being worked on"), "closed": gettext_noop("Closed")},
}
MEANING = "import.meaning"  # the blind index
CASES_BEGIN, FORMS_BEGIN = "category:", "form:"


def token(about: str, text: str) -> bytes:
    """The keyed token of a head or value: what cities write into their lists may be a name."""
    return vault.blind(MEANING, f"{about}|{text}")


def _codes(list_name: str) -> dict[str, Sequence[str]]:
    return {row.code: (row.label_id, row.label_en) for row in reference.codes(list_name)}


def codes_of(actor: Actor, list_name: str) -> dict[str, Sequence[str]]:
    """The codes that a value of one list may mean, with their words in both languages."""
    if list_name == "kind":
        kinds = {f"{CASES_BEGIN}{code}": words for code, words in _codes("category").items() if code != "information_only"}
        return kinds | {f"{FORMS_BEGIN}{code}": words for code, words in _codes("form").items() if code not in ("unknown", "other")}
    if list_name in OWN_WORDS:
        return {code: (words,) for code, words in OWN_WORDS[list_name].items()}
    if list_name in ("district", "village"):
        return {row.code: (row.name,) for row in reference.areas(list_name, HOME_CITY)}
    if list_name == "manager":
        people = directory.colleagues(actor.desk, Role.MANAGER, Role.SUPERVISOR)
        return {str(c.user_id): (c.name,) for c in people}
    return _codes(list_name)


def _said(actor: Actor, about: str, texts: Iterable[str]) -> dict[str, str]:
    """What was said before of these texts, the newest word last. One statement."""
    tokens = {known: text for text in texts for known in vault.blinds_ever(MEANING, f"{about}|{text}")}
    rows = Meaning.objects.filter(organisation=actor.organisation, about=about, token__in=list(tokens)).order_by("at", "pk")
    return {tokens[bytes(row.token)]: row.code for row in rows}


def columns(actor: Actor, heads: Sequence[str]) -> list[Guess]:
    """What the columns mean: as it was said when the same heads were brought before, else by their words. One statement."""
    said = _said(actor, fingerprint(heads), (folded(head) for head in heads))
    return [
        Guess(Target(said[folded(head)]), True) if said.get(folded(head)) in set(Target) else Guess(target)
        for head, target in zip(heads, guesses(heads), strict=True)
    ]


def meanings(actor: Actor, list_name: str, values: Iterable[str]) -> Meanings:
    """The codes of one list, and what was said of these values before. At most two statements."""
    codes = codes_of(actor, list_name)
    said = _said(actor, list_name, {spelled(list_name, value) for value in values})
    return Meanings(codes, {text: code for text, code in said.items() if not code or code in codes})
