"""Two people press the same button at the same instant, on connections of their own."""

import threading
from typing import Any

from django.db import connection

from jejaring.cases.models import Case
from jejaring.guard.context import acting_as
from jejaring.kernel.verdict import Refused
from jejaring.triage.models import Triage
from tests import databases
from tests.cast import assemble
from tests.triage.told import decide, report


def test_two_people_at_the_same_instant_make_one_decision(own_database: databases.Clone) -> None:
    cast = assemble()
    told = report(cast)
    answers: list[Any] = []
    together = threading.Barrier(2)

    def press(who: str) -> None:
        try:
            together.wait()
            answers.append(decide(cast, told, by=cast.actors[who]))
        except Refused as refused:
            answers.append(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[who]) for who in ("duty", "supervisor")]
    for t in threads:
        t.start()
    for t in threads:
        t.join()

    assert sorted(type(a).__name__ for a in answers) == ["Decision", "Refused"]
    with acting_as(cast.supervisor, "test"):
        assert (Triage.objects.count(), Case.objects.count()) == (1, 1)
