"""The short forms of `./run bench --chaos`: five kills each, and nothing is lost or done twice. And that the counting would say so."""

import json
import os
import subprocess
import sys
from collections import Counter
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from jejaring.config import bench
from jejaring.config.bench.chaos import steps, writes
from jejaring.config.bench.chaos.founding import Planned
from jejaring.config.place import BASE

OURS = ("DATABASE_", "JEJARING_", "DJANGO_")


@pytest.fixture(scope="module")
def suffered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the command says at its end, of one installation that suffers both halves; its exit code is 0 and its folder is gone."""
    folder = tmp_path_factory.mktemp("chaos")
    env = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    env |= {"TMPDIR": str(folder), "JEJARING_PLAIN_STATIC": "1"}
    command = [sys.executable, "-m", "jejaring.config.cli", "bench", "--chaos", "--quick"]
    done = subprocess.run(command, cwd=BASE, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:] + done.stdout[-1000:]
    assert not list(folder.glob("jejaring-chaos-*"))
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])["chaos"]
    assert sum(found["kills"].values()) == 10
    assert (found["lost"], found["doubled"], found["audit"], found["failed_starts"]) == (0, 0, "whole", 0)
    return found


def test_due_steps_are_taken_and_told_once_whatever_is_killed(suffered: dict[str, Any]) -> None:
    assert suffered["steps"] == suffered["steps_taken"] == 180
    assert suffered["storm"] == 0
    assert suffered["seals"] > 0


def test_acknowledged_reports_are_there_once_whatever_is_killed(suffered: dict[str, Any]) -> None:
    assert suffered["stored"] == 120
    assert suffered["unanswered"] > 0
    assert suffered["acknowledged"] > 60


ONE, OTHER, DESK, HEAD = uuid4(), uuid4(), uuid4(), uuid4()


def judged_steps(rows: list[Any], notices: list[Any], offline: dict[str, int] | None = None) -> tuple[int, int]:
    """What is counted as lost and doubled, of two promises at one desk that should have taken one step and two."""
    answers = {
        steps.TAKEN: rows, steps.NOTICES: notices, steps.SECRETARIAT: [(HEAD,)],
        steps.DESKS: [(ONE, DESK, False, 0), (OTHER, DESK, False, 0)],
        steps.EVENTS: list(Counter(commitment for commitment, _step, _at in rows).items()),
    }  # fmt: skip
    found = steps._judged(SimpleNamespace(ask=lambda query: answers[query]), Planned("", {ONE: 1, OTHER: 2}, offline or {}))  # type: ignore[arg-type]
    return found["lost"], found["doubled"]


TAKEN = [(ONE, "50 desk", 1), (OTHER, "50 desk", 1), (OTHER, "100 head", 1)]
NOTICES = [(DESK, "promise_due", DESK, 1, None), (DESK, "promise_late", DESK, 1, None)]


def test_a_step_or_notice_that_is_missing_or_there_twice_is_counted() -> None:
    assert judged_steps(TAKEN, NOTICES) == (0, 0)
    assert judged_steps(TAKEN[:2], NOTICES)[0] > 0
    assert judged_steps([*TAKEN, TAKEN[0]], NOTICES)[1] > 0
    assert judged_steps(TAKEN, NOTICES[:1]) == (1, 0)
    assert judged_steps(TAKEN, [*NOTICES, NOTICES[0]]) == (0, 1)


def test_of_a_desk_that_was_offline_more_than_one_digest_is_a_storm() -> None:
    many = [(DESK, "promise_due", DESK, 2, None), (HEAD, "desk_late", DESK, 2, None)]
    assert steps._storm(Planned("", offline={str(DESK): 2}), many) == 0
    assert steps._storm(Planned("", offline={str(DESK): 2}), [(DESK, "promise_due", DESK, 1, None)] * 2 + many[1:]) == 2


@pytest.mark.parametrize(
    ("stored", "counted"),
    [((1, 1, 4), (0, 0)), ((0, 0, 0), (1, 0)), ((2, 1, 4), (0, 1)), ((1, 2, 4), (0, 1)), ((1, 0, 4), (1, 0)), ((1, 1, 3), (1, 0))],
)
def test_a_report_that_is_not_there_whole_or_there_twice_is_counted(stored: tuple[int, ...], counted: tuple[int, int]) -> None:
    sound, other = uuid4(), uuid4()
    told = writes.Told({ONE: f"/reports/{sound}/", OTHER: f"/reports/{other}/"})
    place = SimpleNamespace(ask=lambda _query, _ids: [(ONE, sound, 1, 1, 4), (OTHER, other, *stored)])

    assert writes._counted(place, told) == counted  # type: ignore[arg-type]


def test_an_answer_that_named_another_report_is_counted() -> None:
    place = SimpleNamespace(ask=lambda _query, _ids: [(ONE, OTHER, 1, 1, 4)])

    assert writes._counted(place, writes.Told({ONE: f"/reports/{HEAD}/"})) == (1, 0)  # type: ignore[arg-type]


def test_words_that_it_does_not_know_are_answered_with_its_use(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--chaos", "--slow"], ["--chaos", "--seed=x"]):
        before = dict(os.environ)
        assert bench.bench(words) == 2
        assert dict(os.environ) == before
        assert "--chaos --quick" in capsys.readouterr().err
