"""kill -9 in the middle: the check goes on where it stood, a list that was being taken in is not there at all."""

import os
import signal
import subprocess
import sys
import time
from typing import Any

from jejaring.cases.models import Case
from jejaring.config.place import BASE
from jejaring.exchange import actions
from jejaring.exchange.models import ImportSlice
from jejaring.guard.context import acting_as
from jejaring.people.models import Person
from tests import databases
from tests.cast import Cast, assemble
from tests.exchange.lists import csv_of, state, understood

ACTS = """
import sys, django
django.setup()
from uuid import UUID
from jejaring.directory.queries import actor_for
from jejaring.exchange import actions
from jejaring.guard.context import acting_as
actor, batch_id = actor_for(UUID(sys.argv[2])), UUID(sys.argv[3])
print("ready", flush=True)
if sys.argv[1] == "check":
    done = False
    while not done:
        with acting_as(actor, "import"):
            done = actions.check_some(by=actor, batch_id=batch_id, seconds=0)
        print("kept", flush=True)
else:
    with acting_as(actor, "import"):
        actions.commit(by=actor, batch_id=batch_id)
        print("written", flush=True)
        import time; time.sleep(60)
"""


def killed_after(word: str, act: str, cast: Cast, batch_id: Any, clone: databases.Clone) -> None:
    """Do an act in a process of its own, and kill that as soon as it has said a word."""
    env = {name: value for name, value in os.environ.items() if name not in ("DATABASE_OWNER_URL", "JEJARING_TEST_OWNER_URL")}
    command = [sys.executable, "-c", ACTS, act, str(cast.supervisor.id), str(batch_id)]
    with subprocess.Popen(command, cwd=BASE, env=env | {"DATABASE_URL": clone.app_url}, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for line in process.stdout:
            if line.strip() == word:
                break
        process.send_signal(signal.SIGKILL)
        process.wait(20)


def rows(many: int) -> bytes:
    return csv_of([["", "", "3/3/2025", f"Korban {n} Contoh", "P", "30", "KDRT", *[""] * 6] for n in range(many)])


def test_a_check_goes_on_where_it_was_killed(own_database: databases.Clone) -> None:
    cast = assemble()
    batch_id = understood(cast, rows(1000))

    killed_after("kept", "check", cast, batch_id, own_database)

    with acting_as(cast.supervisor, "import"):
        kept = ImportSlice.objects.filter(batch_id=batch_id, checked=True).count()
    assert 1 <= kept < 11
    presses = 1
    while not _press(cast, batch_id):
        presses += 1
    assert presses == 11 - kept
    assert state(cast, batch_id) == "checked"


def _press(cast: Cast, batch_id: Any) -> bool:
    with acting_as(cast.supervisor, "import"):
        return actions.check_some(by=cast.supervisor, batch_id=batch_id, seconds=0)


def test_a_list_that_was_killed_while_being_taken_in_can_be_taken_in_again(own_database: databases.Clone) -> None:
    cast = assemble()
    batch_id = understood(cast, rows(30))
    while not _press(cast, batch_id):
        pass

    killed_after("written", "commit", cast, batch_id, own_database)

    for _n in range(100):  # until the server has noticed that the other side is gone
        with acting_as(cast.supervisor, "import"):
            if not Case.objects.exists():
                break
        time.sleep(0.05)
    with acting_as(cast.supervisor, "import"):
        assert (Case.objects.count(), Person.objects.count()) == (0, 0)
        assert actions.commit(by=cast.supervisor, batch_id=batch_id) == 30
