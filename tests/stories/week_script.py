"""The script of the week: forty reports, who takes them when, and what is done about each, hours after it came in."""

from datetime import datetime, timedelta

from jejaring.kernel.clock import WIB
from tests.stories.week_people import Told, moment

MONDAY = datetime(2026, 3, 2, 0, 0, tzinfo=WIB)
END = datetime(2026, 3, 8, 21, 0, tzinfo=WIB)
Step = tuple[datetime, int, Told, str, tuple[str, ...]]
DOES = tuple[float, str, str]  # hours after the report, what, by whom and with what

CRITICAL = ("captivity",)
ASSESS, PLAN = (5.0, "assesses", "manager"), (20.0, "plans", "manager")
OPENED = (0.9, "opens_case", "duty")
TRACKS: dict[str, tuple[DOES, ...]] = {
    "waits": (),
    "answered": ((0.2, "responds", "duty"),),
    "advised": ((0.5, "advises", "duty"),),
    "advised late": ((8.0, "advises", "supervisor"),),
    "untouched": (OPENED,),
    "assessed": (OPENED, ASSESS),
    "completed": ((2.0, "completes", "duty"), (3.0, "opens_case", "manager"), ASSESS, PLAN, (50.0, "reviews", "manager")),
    "police": (
        (0.2, "responds", "duty"), OPENED, ASSESS, PLAN, (21.0, "refers", "manager law_enforcement police legal_duty"),
        (21.5, "accepts", "police"), (30.0, "serves", "police law_enforcement"), (40.0, "tells_the_police", "manager"),
        (60.0, "reports_back", "police"),
    ),
    "police slow": (
        (0.5, "responds", "duty"), OPENED, ASSESS, (21.0, "refers", "manager law_enforcement police vital_interest"),
        (26.0, "accepts", "police"),
    ),
    "police silent": (OPENED, (4.0, "refers", "manager law_enforcement police vital_interest")),
    "hospital": (
        OPENED, (1.0, "refers", "manager health hospital public_task"), (1.5, "accepts", "hospital"),
        (6.0, "serves", "hospital medical_treatment"), (7.0, "assesses", "manager"),
    ),
    "hospital declines": (
        OPENED, ASSESS, (6.0, "refers", "manager health hospital public_task"), (9.0, "declines", "hospital"),
        (10.0, "refers", "manager social social public_task"), (15.0, "accepts", "social"),
    ),
    "social": (
        OPENED, ASSESS, PLAN, (22.0, "refers", "manager social social public_task"), (30.0, "accepts", "social"),
        (48.0, "serves", "social social_rehabilitation"), (70.0, "reports_back", "social"),
    ),
    "closed": (OPENED, ASSESS, PLAN, (40.0, "proposes_closure", "manager yes"), (50.0, "confirms_closure", "supervisor yes")),
    "closed quietly": (
        (0.5, "opens_case", "manager"), ASSESS, (6.0, "refers", "manager social social public_task"), (8.0, "accepts", "social"),
        (30.0, "proposes_closure", "manager"), (40.0, "confirms_closure", "supervisor"),
    ),
    "kept open": (OPENED, ASSESS, (30.0, "proposes_closure", "manager"), (33.0, "declines_closure", "supervisor")),
    "referred out": ((0.9, "refers_out", "duty"), (1.5, "refers", "manager social social public_task"), (20.0, "accepts", "social")),
    "transferred": (
        (0.9, "transfers", "duty"), (1.5, "refers", "manager transfer letters public_task"), (10.0, "acknowledges", "manager"),
    ),
    "letter waits": ((0.9, "transfers", "duty"), (20.0, "refers", "manager transfer letters public_task")),
    "joins": ((0.9, "proposes_to_join", "duty"), (2.0, "answers_join", "manager accept")),
    "sent back": ((0.9, "proposes_to_join", "duty"), (2.0, "answers_join", "manager decline"), (4.0, "advises", "duty")),
    "requested": (
        (0.5, "takes_up", "manager"), (0.8, "opens_case", "manager"), (5.0, "serves", "manager case_management"),
        (9.0, "reports_back", "manager"), (12.0, "assesses", "manager"),
    ),
    "requested only": ((0.5, "takes_up", "supervisor"), (0.9, "advises", "supervisor")),
}  # fmt: skip
V, C, M, S, T = "violence_against_women", "violence_against_children", "violence_against_men", "sexual_violence", "trafficking"

# when, how it arrives, sex, age, kind, forms, signs, what is done; "-" behind the age: not everything was asked at first
REPORTS = """
Sen 07.30 | takes duty walk_in          | female 34  | V physical           |   | closed
Sen 08.10 | takes duty hotline          | female 17  | S sexual             | ! | police
Sen 08.40 | takes duty whatsapp         | female 22  | V physical           |   | advised
Sen 09.05 | sends police police         | male 15    | T trafficking        | ! | police slow
Sen 09.50 | takes manager walk_in       | female 41- | V psychological      |   | completed
Sen 11.00 | takes duty unit_line        | male 9     | C neglect            |   | social
Sen 13.20 | sends hospital hospital     | female 28  | V physical           | ! | hospital
Sen 15.45 | takes duty hotline          | female 19  | V physical           |   | joins
Sen 18.30 | takes duty whatsapp         | female 30  | V psychological      |   | advised late
Sen 22.10 | takes duty hotline          | female 24  | T trafficking        | ! | police silent
Sel 07.15 | takes duty walk_in          | male 44    | M physical           |   | kept open
Sel 08.20 | asks hospital companion     | female 26  | V physical           | ! | requested
Sel 09.00 | takes duty sapa             | female 51  | V psychological      |   | advised
Sel 10.10 | sends social other_agency   | female 12  | C neglect            |   | hospital declines
Sel 11.35 | takes supervisor walk_in    | female 38  | V physical           |   | closed quietly
Sel 13.00 | takes duty letter           | male 33    | T trafficking        |   | transferred
Sel 14.30 | takes duty whatsapp         | female 16  | S sexual             |   | untouched
Sel 17.00 | takes duty hotline          | female 29  | V physical           |   | answered
Sel 20.40 | sends police police         | female 21  | T trafficking        | ! | assessed
Rab 07.40 | takes duty walk_in          | female 36  | V physical           |   | referred out
Rab 08.30 | takes manager unit_line     | female 47  | V psychological      |   | advised
Rab 09.15 | takes duty hotline          | male 6     | C physical           | ! | social
Rab 10.00 | takes duty whatsapp         | female 18- | V physical           |   | waits
Rab 11.20 | asks social psychological   | female 45  | V physical           |   | requested only
Rab 13.10 | takes duty walk_in          | female 27  | V physical           |   | sent back
Rab 15.00 | sends hospital hospital     | female 31  | V physical           |   | closed
Rab 19.30 | takes duty hotline          | female 14  | S sexual             | ! | police
Kam 07.50 | takes duty village          | female 52  | V neglect            |   | assessed
Kam 08.45 | takes duty walk_in          | male 37    | M physical           |   | letter waits
Kam 10.30 | sends police police         | female 25  | V physical           |   | untouched
Kam 12.15 | takes supervisor walk_in    | female 33  | V psychological      |   | advised
Kam 14.00 | takes duty whatsapp         | female 20  | T trafficking        | ! | hospital
Kam 18.20 | takes duty hotline          | female 40- | V physical           |   | completed
Jum 08.00 | takes duty walk_in          | female 23  | V physical           |   | social
Jum 09.40 | asks hospital shelter       | female 32  | V physical           | ! | requested
Jum 13.30 | takes duty sapa             | male 11    | C physical           |   | kept open
Jum 16.10 | takes manager walk_in       | female 35  | V psychological      |   | advised
Sab 09.20 | takes duty hotline          | female 42  | V physical           |   | referred out
Sab 21.00 | sends police police         | female 17  | T trafficking        | ! | waits
Min 10.30 | takes duty whatsapp         | female 29  | V physical           |   | answered
"""


def forty() -> list[tuple[datetime, str, Told, str]]:
    """The reports: when, how each arrives, what is told, what is done."""
    found = []
    for number, line in enumerate(REPORTS.strip().splitlines(), 1):
        at, how, who, what, sign, track = (part.strip() for part in line.split("|"))
        (sex, years), (kind, forms) = who.split(), what.split()
        kinds = {"V": V, "C": C, "M": M, "S": S, "T": T}
        told = Told(
            number, sex, int(years.rstrip("-")), kinds[kind], CRITICAL if sign else (), "trafficking" if kind == "T" else forms,
            partial=years.endswith("-"),
        )  # fmt: skip
        found.append((moment(at, MONDAY), how, told, track))
    for place, (_at, _how, told, track) in enumerate(found):
        if track in ("joins", "sent back"):
            told.joins = found[0][2] if track == "joins" else found[10][2]
        assert place + 1 == told.number
    return found


def steps() -> list[Step]:
    """Everything that is done in the week, in the order of its moments; what would come after Sunday evening stays undone."""
    found: list[Step] = []
    for at, how, told, track in forty():
        act, *words = how.split()
        found.append((at, told.number, told, act, tuple(words)))
        for hours, what, by in TRACKS[track]:
            found.append((at + timedelta(hours=hours), told.number, told, what, tuple(by.split())))
    return sorted((step for step in found if step[0] <= END), key=lambda step: step[:2])
