"""What a machine spent: CPU time of processes from /proc, and how fast this machine is at this moment."""

import os
import time
from pathlib import Path

from jejaring.config.postgres import Server

ROUNDS = 2_000_000


def by_itself() -> None:
    """From here on a server and a keyring of its own, whatever the environment names."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "JEJARING_KEYRING", "JEJARING_MAIL"):
        os.environ.pop(name, None)


def calibration_ms() -> float:
    """CPU milliseconds of a fixed piece of plain Python; figures of two machines are compared after dividing by it."""
    begun = time.process_time()
    sum(i * i % 7 for i in range(ROUNDS))
    return (time.process_time() - begun) * 1000


def ticks(pid: str | int) -> tuple[int, int, int]:
    """Parent, own CPU time and that of children which have ended, in ticks of the system."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(after_name[1]), int(after_name[11]) + int(after_name[12]), int(after_name[13]) + int(after_name[14])


def tree_cpu(root: int) -> float:
    """CPU seconds of a process and of all below it so far, those that have ended included."""
    known: dict[int, tuple[int, int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent, own, ended = ticks(entry.name)
            except OSError:
                continue  # it ended meanwhile
            known[int(entry.name)] = (parent, own + ended)
    total, below = 0, [root]
    while below:
        pid = below.pop()
        total += known.get(pid, (0, 0))[1]
        below += [child for child, (parent, _used) in known.items() if parent == pid]
    return total / os.sysconf("SC_CLK_TCK")


def server_cpu(server: Server) -> float:
    """CPU seconds of a whole embedded server so far: postmaster, living backends, and those that have ended."""
    return tree_cpu(int((server.data / "postmaster.pid").read_text().split("\n", 1)[0]))
