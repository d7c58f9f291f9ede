"""What a complete entry in the national register (SIMFONI PPA) holds: the ministry's report forms ask for these facts of each victim."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from jejaring.exchange.states import Gap

UNKNOWN = ("", "unknown")
VILLAGE_CODE = 13  # characters of a village's code, 15.71.01.1001; fewer name its district alone


@dataclass(frozen=True, slots=True)
class Known:
    """The facts of one victim as far as the register asks for them, in our codes."""

    sex: str = "unknown"
    age: int | None = None
    education: str = "unknown"
    occupation: str = "unknown"
    marital_status: str = "unknown"
    disabilities: Collection[str] = ()
    incidents: int = 0
    dated: bool = False  # an incident with at least a year
    areas: Collection[str] = ()
    places: Collection[str] = ()
    forms: Collection[str] = ()
    respondents: int = 0
    relations: Collection[str] = ()  # one for each respondent, empty where none is recorded
    services: int = 0  # given
    services_without_desk: int = 0
    legal: bool = False  # a police report, a legal step, or a written ground for none


def _some(codes: Collection[str]) -> bool:
    return any(code not in UNKNOWN for code in codes)


def _of_incident(known: Known) -> Iterator[Gap]:
    if not known.incidents:
        yield Gap.INCIDENT
        return
    if not known.dated:
        yield Gap.INCIDENT_DATE
    if not any(len(code) == VILLAGE_CODE or (code and not code.startswith("15.71")) for code in known.areas):
        yield Gap.VILLAGE  # of a place outside the city its regency is enough
    if not _some(known.places):
        yield Gap.PLACE
    if not _some(known.forms):
        yield Gap.FORMS


def _of_victim(known: Known) -> Iterator[Gap]:
    if known.sex in UNKNOWN:
        yield Gap.SEX
    if known.age is None:
        yield Gap.AGE
    for gap in (Gap.EDUCATION, Gap.OCCUPATION, Gap.MARITAL_STATUS):
        if getattr(known, gap.value) in UNKNOWN:
            yield gap
    if not _some(known.disabilities):
        yield Gap.DISABILITY


def _of_the_rest(known: Known) -> Iterator[Gap]:
    if not known.respondents:
        yield Gap.RESPONDENT
    elif any(code in UNKNOWN for code in known.relations):
        yield Gap.RELATION
    if not known.services:
        yield Gap.SERVICE
    elif known.services_without_desk:
        yield Gap.ORGANISATION
    if not known.legal:
        yield Gap.LEGAL


def gaps(known: Known) -> tuple[Gap, ...]:
    """What is missing for a complete entry, in the order of the ministry's form. Nothing missing means ready."""
    return (*_of_incident(known), *_of_victim(known), *_of_the_rest(known))
