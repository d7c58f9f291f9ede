"""Starts and stops the PostgreSQL that a wheel brings: `home/data` is the cluster, `home/log` its log.

An ordinary user runs the server as itself. For root it runs as the owner of an existing cluster, else as `nobody`; nothing that exists is
ever chowned. The server is entered by its working directory (`-D /proc/self/cwd`), so a parent folder of mode 0700 is no obstacle.
Several processes may use one server: each holds a shared lock on `home/.users`, and the last one to leave stops it.
"""

import contextlib
import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import psycopg

from jejaring.config import binaries, roles

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0777",  # the folder around it is 0700
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    "random_page_cost": "1.1",
    "wal_compression": "on",
    # a log may not quote rows: neither the failing statement nor the detail of a violated constraint
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}


class Server:
    """One embedded server. `fast` (tests only) gives durability away for speed; `settings` are added to our own."""

    def __init__(self, home: Path, fast: bool = False, settings: Mapping[str, str] | None = None) -> None:
        self.home = home.absolute()
        self.fast = fast
        self.settings = settings or {}
        self.data = self.home / "data"
        self.user = self._server_user()
        self.bin = binaries.folder()
        self.sock = binaries.socket_folder(self.home)
        self.child: subprocess.Popen[bytes] | None = None
        self.users: IO[str] | None = None

    def url(self, role: str, db: str) -> str:
        """The libpq address of a database for one of the three login roles."""
        return f"postgresql://{role}@/{db}?host={quote(str(self.sock), safe='/')}&requirepeer={quote(self.user.pw_name)}"

    def ensure(self) -> bool:
        """Start the server unless it runs already; true when this call started it. Ends the program with one sentence when it cannot."""
        with self._lock():
            if not self.users:
                self.users = open(self.home / ".users", "a")  # noqa: SIM115  # held until stop(), also when this method is interrupted
                fcntl.flock(self.users, fcntl.LOCK_SH)
            self._initialise()
            started = not self._running()
            if started:
                self._start()
            roles.create(self.url("postgres", "postgres"), fast=self.fast)
            return started

    def alive(self) -> bool:
        """Whether the server that `ensure` found or started still runs."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return False
        return binaries.works_in(pid, self.data)

    def stop(self) -> None:
        """Leave the server; the last of its users stops it, whoever started it."""
        if not self.users:
            return
        with self._lock():
            self.users.close()
            self.users = None
            with open(self.home / ".users", "a") as users:
                try:
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    if self.child:
                        self.child.returncode = 0  # the others' now: not ours to wait for
                    return
                if pid := self._running() or (self.child and self.child.pid):
                    self._shut_down(pid)
            shutil.rmtree(self.sock, ignore_errors=True)

    def _server_user(self) -> pwd.struct_passwd:
        try:
            if os.geteuid():
                return pwd.getpwuid(os.geteuid())
            return pwd.getpwuid(os.stat(self.data).st_uid) if self.data.exists() else pwd.getpwnam("nobody")
        except KeyError:
            sys.exit("The database needs an operating-system user with a name (an entry in /etc/passwd).")

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        """One process at a time makes, starts or stops the server."""
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            file = open(self.home / ".lock", "a")  # noqa: SIM115
        except PermissionError as error:
            sys.exit(f"{error.filename} cannot be written by this user: JEJARING_DATA names another data folder.")
        with file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _as_user(self, folder: Path) -> dict[str, Any]:
        """Arguments of subprocess: inside `folder` as the server's user. The folder is entered before the uid is dropped."""
        options: dict[str, Any] = {"cwd": folder, "env": {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PATH": "/usr/bin:/bin"}}
        if not os.geteuid():
            options |= {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
        return options

    def _initialise(self) -> None:
        """Make the cluster where none is; `data` appears only when whole. Refuses a cluster that this user or version cannot run."""
        if self.data.exists():
            if os.stat(self.data).st_uid != self.user.pw_uid or not self.user.pw_uid:
                owner = os.stat(self.data).st_uid
                sys.exit(f"{self.data} belongs to user {owner}, who cannot run it here: JEJARING_DATA names another data folder.")
            version, ours = self._version()
            if version != ours:
                sys.exit(f"{self.data} was made by PostgreSQL {version}, this is {ours}: dump it with the old one and restore it.")
            return
        part = self.home / "data.part"
        shutil.rmtree(part, ignore_errors=True)
        binaries.private_folder(part, self.user)
        command = [str(self.bin / "initdb"), "-D", "/proc/self/cwd", "-U", "postgres", "-A", "peer", "-E", "UTF8", "--locale=C.UTF-8"]
        command += ["--no-sync"] if self.fast else []
        options = self._as_user(part) | {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
        child: subprocess.Popen[bytes] = subprocess.Popen(command, start_new_session=True, **options)
        try:
            _, errors = child.communicate()
        except BaseException:
            os.killpg(child.pid, signal.SIGKILL)  # initdb has children of its own
            child.wait()
            raise
        if child.returncode:
            sys.exit("PostgreSQL's data folder could not be made: " + errors.decode(errors="replace").strip())
        part.rename(self.data)

    def _version(self) -> tuple[str, str]:
        ours = subprocess.run([self.bin / "postgres", "--version"], capture_output=True, text=True, check=True).stdout.split()[2]
        path = self.data / "PG_VERSION"
        return (path.read_text().strip() if path.exists() else "an unknown version"), ours.split(".", 1)[0]

    def _write(self, name: str, text: str) -> None:
        """Write a file of the cluster as its owner: root must not follow what that user might have put there."""
        subprocess.run(["/bin/sh", "-c", 'umask 077; cat > "$0"', name], input=text.encode(), check=True, **self._as_user(self.data))

    def _running(self) -> int | None:
        """The postmaster's id when it runs; then the socket is where it says. Clears what a kill -9 left behind."""
        try:
            lines = (self.data / "postmaster.pid").read_text().split("\n")
            pid = int(lines[0])
        except (FileNotFoundError, ValueError):
            return None
        if binaries.works_in(pid, self.data) and len(lines) > 4:
            self.sock = Path(lines[4]) if lines[4] else self.sock
            return pid
        # backends outlive their postmaster a moment; with its file gone nothing else would keep a new one away from them
        binaries.end_all_in(self.data)
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        return None

    def _start(self) -> None:
        self._reap()
        binaries.private_folder(self.sock, self.user)
        for left in self.sock.iterdir():
            left.unlink()
        people = {pwd.getpwuid(os.geteuid()).pw_name, self.user.pw_name} - {"nobody"}
        self._write("pg_hba.conf", "local all all peer map=jejaring\n")
        self._write("pg_ident.conf", "".join(f'jejaring "{person}" {role}\n' for person in sorted(people) for role in roles.LOGIN))
        settings = SETTINGS | {"unix_socket_directories": str(self.sock)} | (FAST if self.fast else {}) | {**self.settings}
        command = [str(self.bin / "postgres"), "-D", "/proc/self/cwd", *(f"--{name}={value}" for name, value in settings.items())]
        with open(self.home / "log", "ab") as log:
            options = self._as_user(self.data) | {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log, "start_new_session": True}
            self.child = subprocess.Popen(command, **options)
        self._wait(self.child)

    def _wait(self, child: "subprocess.Popen[bytes]") -> None:
        """Until it answers; recovery after a crash may take a while."""
        end = time.monotonic() + 120
        while True:
            try:
                psycopg.connect(self.url("postgres", "postgres")).close()
                return
            except psycopg.OperationalError as error:
                if child.poll() is not None or time.monotonic() > end:
                    sys.exit(f"PostgreSQL did not start ({str(error).strip()}); see {self.home / 'log'}")
                time.sleep(0.03)

    def _shut_down(self, pid: int) -> None:
        """Fast shutdown, then an immediate one; both keep what was committed."""
        for number, seconds in ((signal.SIGINT, 20), (signal.SIGQUIT, 10)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
            end = time.monotonic() + seconds
            while binaries.works_in(pid, self.data) and time.monotonic() < end:
                time.sleep(0.02)
            if not binaries.works_in(pid, self.data):
                break
        self._reap()

    def _reap(self) -> None:
        if self.child and self.child.poll() is not None:
            self.child = None
