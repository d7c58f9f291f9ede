"""Finding a desk: who can do what."""

from dataclasses import replace

from django.utils.translation import gettext

from jejaring.directory.queries.administration import OrganisationRow, organisation_rows
from jejaring.directory.queries.desks import DeskRow
from jejaring.reference import queries as reference


def listing(query: str = "", service: str = "") -> list[OrganisationRow]:
    """Organisations with the open desks that match every word (name, kind or service, in the words of the screen) and offer the service."""
    words = query.casefold().split()
    found = []
    for o in organisation_rows():
        about = f"{o.name} {o.short_name} {gettext(getattr(o.kind, 'label', ''))}"
        desks = tuple(d for d in o.desks if d.closed_on is None and (not service or service in d.services) and _says(words, about, d))
        if desks:
            found.append(replace(o, desks=desks))
    return found


def _says(words: list[str], about: str, d: DeskRow) -> bool:
    text = " ".join([about, d.name, d.hours, *reference.labels("service", d.services)]).casefold()
    return all(word in text for word in words)
