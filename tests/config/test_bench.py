"""The benchmarks count what they say they count."""

import os
import subprocess
import sys
import time

from jejaring.config import bench


def test_a_machine_needs_some_time_for_the_fixed_piece_of_work() -> None:
    assert 0 < bench.calibration() < 60


def test_the_time_of_a_child_that_has_ended_counts_for_its_parent() -> None:
    parent, _own, before = bench._ticks(os.getpid())
    assert parent == os.getppid()

    work = "import time\nend = time.process_time() + 0.2\nwhile time.process_time() < end: pass"
    subprocess.run([sys.executable, "-c", work], check=True)

    _parent, own, after = bench._ticks(os.getpid())
    assert after - before >= 0.15 * os.sysconf("SC_CLK_TCK")
    assert own <= time.process_time() * os.sysconf("SC_CLK_TCK") + 5
