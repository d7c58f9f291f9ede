"""Reports through the real form while database, web processes and launcher are killed: what was acknowledged is there once."""

import http.client
import random
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from jejaring.config import setup
from jejaring.config.bench.browser import Browser
from jejaring.config.bench.chaos.installation import Installation
from jejaring.config.bench.pages import REPORT

KINDS = ("database",) * 4 + ("web_process",) * 3 + ("web",) * 2 + ("launcher",)
WRITERS = 4
AT_ONCE = 0.5  # the share of unanswered reports that is sent again at once; the others wait until the end
AWAY = 503  # said while the database is started again; any other answer is none that a clerk should get
TRIES = 200
SECONDS_A_KILL = 3.0
STORED = """select s.id, s.subject_id, (select count(*) from intake_report r where r.id = s.subject_id),
    (select count(*) from audit_event e where e.subject_id = s.subject_id and e.act = 'report_received'),
    (select count(*) from commitments_commitment c where c.subject_id = s.subject_id) from directory_submission s where s.id = any (%s)"""


@dataclass(slots=True)
class Told:
    """What the writers saw, by submission."""

    acknowledged: dict[UUID, str] = field(default_factory=dict)  # the address of the report that the answer named
    aside: list[UUID] = field(default_factory=list)  # got no answer, were not sent again yet
    unanswered: int = 0
    again: int = 0
    odd: list[str] = field(default_factory=list)  # an answer that neither acknowledges nor says that something broke


def suffer(place: Installation, reports: int, kills: int, rng: random.Random) -> dict[str, Any]:
    """Writers send reports, one after the other over all the kills. Then everything is counted."""
    from jejaring.config.demo.places import PASSWORD

    place.until_whole()
    seals = place.number("select count(*) from audit_seal")
    told, waiting, lock, over = Told(), [uuid4() for _n in range(reports)], threading.Lock(), threading.Event()
    pace = SECONDS_A_KILL * kills * WRITERS / reports
    writers = []
    for _n in range(WRITERS):
        clerk = Clerk(_signed_in(place, PASSWORD), told, waiting, lock, over, pace, random.Random(rng.random()))  # noqa: S311
        writers.append(threading.Thread(target=clerk.work, daemon=True))
        writers[-1].start()
    for number in range(1, kills + 1):
        place.suffer_one(KINDS, rng, number, kills)
        place.ask_for("seal_log")
        setup.say(f"    {len(told.acknowledged)} of {reports} acknowledged, {told.unanswered} times no answer")
    over.set()  # the rest in one go
    for writer in writers:
        writer.join()
    place.until_whole()
    found = _judged(place, told, clerk, reports)
    place.ask_for("seal_log")
    while place.number("select count(*) from audit_seal") <= seals:
        time.sleep(0.2)
    return found


def _signed_in(place: Installation, password: str) -> Browser:
    browser = Browser(place.port)
    browser.sign_in("duty", password)
    browser.form("/reports/new/")
    return browser


@dataclass(slots=True)
class Clerk:
    """Somebody who takes reports; what gets no answer is sent again with the same id, at once or at the end."""

    browser: Browser
    told: Told
    waiting: list[UUID]
    lock: threading.Lock
    over: threading.Event
    pace: float
    rng: random.Random

    def work(self) -> None:
        """The next report, until none is left."""
        while True:
            self.over.wait(self.rng.uniform(0, 2 * self.pace))
            with self.lock:
                if not self.waiting:
                    return
                submission = self.waiting.pop()
            if self.send(submission):
                continue
            if self.rng.random() < AT_ONCE:
                self.insist(submission)
            else:
                with self.lock:
                    self.told.aside.append(submission)

    def insist(self, submission: UUID) -> None:
        """Send again until it is acknowledged."""
        for _n in range(TRIES):
            with self.lock:
                self.told.again += 1
            if self.send(submission):
                return
            time.sleep(0.2)
        raise RuntimeError("a report is not taken, however often it is sent")

    def send(self, submission: UUID) -> bool:
        """Whether it was acknowledged: the redirect to the stored report has arrived."""
        try:
            status, _body = self.browser.post("/reports/new/", REPORT | {"submission": str(submission)})
        except (OSError, http.client.HTTPException):
            self.browser.connection.close()
            status = 0
        with self.lock:
            if status == 302 and self.browser.location.startswith("/reports/"):
                self.told.acknowledged[submission] = self.browser.location
                return True
            self.told.unanswered += 1
            if status and status != AWAY:
                self.told.odd.append(f"{status} {self.browser.location}")
        return False


def _judged(place: Installation, told: Told, clerk: Clerk, reports: int) -> dict[str, Any]:
    """Count what is there; then send again what never got an answer, and count once more."""
    lost, doubled = _counted(place, told)
    maybe = {pk: there for pk, _subject, there, _events, _promises in place.ask(STORED, told.aside)}
    doubled += sum(there > 1 for there in maybe.values())
    setup.say(f"  {len(told.aside)} got no answer and were set aside: {sum(maybe.values())} of them are stored; all are sent again")
    acknowledged = len(told.acknowledged)
    for submission in told.aside:
        clerk.insist(submission)
    after_lost, after_doubled = _counted(place, told)
    stored = place.number("select count(*) from intake_report")
    return {
        "acknowledged": acknowledged, "unanswered": told.unanswered, "sent_again": told.again, "stored": stored,
        "lost": lost + after_lost + max(0, reports - stored) + len(told.odd), "doubled": doubled + after_doubled + max(0, stored - reports),
        **({"odd_answers": told.odd[:5]} if told.odd else {}),
    }  # fmt: skip


def _counted(place: Installation, told: Told) -> tuple[int, int]:
    """Of all acknowledged: how many are not there as their answer said, whole, and how many are there more than once."""
    rows = {pk: rest for pk, *rest in place.ask(STORED, list(told.acknowledged))}
    usual = max((promises for _subject, _there, _events, promises in rows.values()), default=0)
    lost = doubled = 0
    for submission, location in told.acknowledged.items():
        subject, there, events, promises = rows.get(submission, (None, 0, 0, 0))
        lost += not there or not events or promises != usual or f"/{subject}/" not in location
        doubled += there > 1 or events > 1
    return lost, doubled
