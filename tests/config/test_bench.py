"""The benchmarks count what they say they count."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from jejaring.config import bench
from jejaring.config.bench import country, measuring, pages
from jejaring.config.postgres import Server

BUSY = "import time\nend = time.process_time() + 0.2\nwhile time.process_time() < end: pass"


def test_a_machine_needs_some_time_for_the_fixed_piece_of_work() -> None:
    assert 10 < measuring.calibration_ms() < 60_000


def test_the_time_of_a_child_that_has_ended_counts_for_its_parent() -> None:
    parent, _own, before = measuring.ticks(os.getpid())
    assert parent == os.getppid()

    subprocess.run([sys.executable, "-c", BUSY], check=True)

    _parent, own, after = measuring.ticks(os.getpid())
    assert after - before >= 0.15 * os.sysconf("SC_CLK_TCK")
    assert own <= time.process_time() * os.sysconf("SC_CLK_TCK") + 5


def test_the_time_of_a_living_child_counts_as_well() -> None:
    before = measuring.tree_cpu(os.getpid())
    with subprocess.Popen([sys.executable, "-c", BUSY + "\ninput()"], stdin=subprocess.PIPE) as child:
        try:
            end = time.monotonic() + 60
            while measuring.tree_cpu(os.getpid()) - before < 0.2 and time.monotonic() < end:
                time.sleep(0.05)
            assert child.poll() is None
            assert measuring.tree_cpu(os.getpid()) - before >= 0.2
        finally:
            child.kill()


def test_a_percentile_is_one_of_the_values() -> None:
    assert pages.percentile([5.0, 1.0, 3.0, 2.0, 4.0], 0.5) == 3.0
    assert pages.percentile([1.0], 0.95) == 1.0


def test_a_disk_that_is_too_small_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="TMPDIR names another folder"):
        country.require_room(tmp_path, 10**12)
    assert not list(tmp_path.iterdir())


def test_words_that_the_command_does_not_know_are_answered_with_its_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.bench(["--slow"]) == 2
    assert "--quick" in capsys.readouterr().err


def test_each_world_is_measured_in_a_process_of_its_own() -> None:
    assert bench.apart(os.getpid) not in (os.getpid(), bench.apart(os.getpid))
    with pytest.raises(SystemExit, match="five"):
        bench.apart(sys.exit, "five")


def test_settings_of_a_benchmark_are_added_to_those_of_the_product(tmp_path: Path) -> None:
    assert Server(tmp_path).settings == {}
    assert Server(tmp_path, settings={"autovacuum": "off"}).settings == {"autovacuum": "off"}
