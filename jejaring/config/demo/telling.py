"""Telling a tale: every step goes through the real action, by the actor whose work it is, with the clock standing at its moment."""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import groupby
from uuid import UUID, uuid5

from django.db import connection, transaction

from jejaring.access.actor import Actor
from jejaring.access.purposes import Purpose
from jejaring.config.demo.acts import ACTS, Told
from jejaring.config.demo.places import Town
from jejaring.config.demo.tales import Step, Tale
from jejaring.config.demo.width import WIDTH
from jejaring.directory.actions import once
from jejaring.guard.context import acting_as
from jejaring.kernel.clock import standing_at

REPORT = -1  # the number of the step that every tale begins with
NAMESPACE = UUID("6a656a61-7269-5e67-8000-64656d6f0000")
EVERY_ACT = {**ACTS, **WIDTH}
PARTNERS = frozenset({"admit", "accept", "decline", "unavailable", "serve", "report_back", "answer"})


class Teller:
    """Tells tales in one town. `memory` has the steps that an earlier telling took: what they led to, and when."""

    def __init__(self, town: Town, seed: str, memory: Mapping[UUID, tuple[UUID, datetime]] | None = None) -> None:
        self.town, self.seed, self.memory = town, seed, memory or {}
        self.remembered = {step: subject for step, (subject, _at) in self.memory.items()}

    def step_id(self, tale: Tale, number: int, step: Step) -> UUID:
        """The same step of the same tale has the same id in every telling. A repeated act is told apart by its number among its like."""
        return self._id(tale.key, number, step.act, step.office)

    def _id(self, key: str, number: int, act: str, office: str) -> UUID:
        return uuid5(NAMESPACE, f"{self.seed}/{key}/{number}/{act}/{office}")

    def began_at(self, key: str) -> datetime | None:
        """When an earlier telling began the tale of this key; None where it did not."""
        _subject, at = self.memory.get(self._id(key, REPORT, "report", ""), (None, None))
        return at

    def knows(self, tale: Tale) -> bool:
        """Whether an earlier telling has begun this tale."""
        return self._report_id(tale) in self.remembered

    def tell(self, tale: Tale, *, until: datetime, remember: bool) -> int:
        """Take every step up to a moment that was not taken before; how many. One transaction."""
        told, waiting = self._recall(tale), []
        for number, step in enumerate(tale.steps):
            if step.at <= until and self.step_id(tale, number, step) not in self.remembered:
                waiting.append((number, step))
        if not waiting and told.report:
            return 0
        if told.report is None:
            waiting.insert(0, (REPORT, Step(tale.reported_at, "report")))
        with _whole_or_nothing():
            for name, group in groupby(waiting, key=lambda pair: self._who(tale, pair[1])):
                self._as_one(self.town.actors[name], tale, told, list(group), remember=remember)
        return len(waiting)

    def _recall(self, tale: Tale) -> Told:
        told = Told(report=self.remembered.get(self._report_id(tale)))
        for number, step in enumerate(tale.steps):
            subject = self.remembered.get(self.step_id(tale, number, step))
            if subject and step.act == "triage":
                told.case = subject
            elif subject and step.act == "send":
                told.referrals[step.office] = subject
        return told

    def _who(self, tale: Tale, step: Step) -> str:
        """The account whose work a step is."""
        if step.act in PARTNERS or step.act in ("emergency", "judge"):
            return step.office
        if step.act == "report" and tale.sent_by:
            return tale.sent_by
        if step.act in ("report", "respond", "contact", "triage", "complete"):
            return tale.duty
        if step.act in ("note", "give") and tale.companion:
            return tale.companion
        return "supervisor" if step.act in ("confirm", "untold", "link", "seal") else tale.manager

    def _report_id(self, tale: Tale) -> UUID:
        return self.step_id(tale, REPORT, Step(tale.reported_at, "report"))

    def _as_one(self, by: Actor, tale: Tale, told: Told, steps: Sequence[tuple[int, Step]], *, remember: bool) -> None:
        """Consecutive steps of one actor in one context."""
        with standing_at(steps[0][1].at), acting_as(by, Purpose.DEMO):
            for number, step in steps:
                with standing_at(step.at):
                    subject = EVERY_ACT[step.act](self.town, by, tale, told, step)
                    if remember:
                        once(by=by, submission=self.step_id(tale, number, step), subject_id=subject)


@contextmanager
def hastily() -> Iterator[None]:
    """Commits do not wait for the disk, and what was loaded before is not looked through for garbage again and again."""
    with connection.cursor() as cursor:
        cursor.execute("set synchronous_commit to off")
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        connection.close()  # the setting ends with it


@contextmanager
def _whole_or_nothing() -> Iterator[None]:
    """One transaction. Inside it there are no savepoints: a refusal is a mistake of ours and ends it all."""
    connection.features.uses_savepoints = False
    try:
        with transaction.atomic():
            yield
    finally:
        del connection.features.uses_savepoints
