"""./run check: everything about the code that needs no database. Each check prints its output only when it fails."""

import os
import subprocess
import sys
import time
from pathlib import Path

from jejaring.config.place import BASE

COMMANDS = Path("jejaring/config/management/commands")
# made by ./run test and not part of the code
ENV = {"DJANGO_SETTINGS_MODULE": "jejaring.config.settings", "JEJARING_DATA": str(BASE / ".data" / "check"), "JEJARING_MODE": "demo"}


def _commands() -> dict[str, list[str]]:
    python, tools = sys.executable, Path(sys.executable).parent
    django = [python, "-m", "django"]
    checks = {
        "ruff": [str(tools / "ruff"), "check", "--quiet", "jejaring", "tests"],
        "import contracts": [str(tools / "lint-imports"), "--no-cache"],
        "repository (sizes, layers of keys and templates, no index host)": [python, "-m", "pytest", "-q", "tests/test_repository.py"],
        "migrations complete": [*django, "makemigrations", "--check", "--dry-run"],
        "Django's own checks": [*django, "check", "--fail-level", "WARNING"],
    }
    for name, what in (("messages", "translations complete"), ("diagrams", "state diagrams current")):
        if (BASE / COMMANDS / f"{name}.py").exists():
            checks[what] = [*django, name, "--check"]
    return checks | {"mypy": [python, "-m", "mypy"]}


def _passes(what: str, command: list[str]) -> bool:
    began = time.monotonic()
    env = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")} | ENV
    done = subprocess.run(command, cwd=BASE, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    print(f"{'ok   ' if not done.returncode else 'FAILS'} {what} ({time.monotonic() - began:.1f} s)", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return not done.returncode


def check(words: list[str]) -> int:
    """Run all of them, also after one failed; 1 when any failed."""
    passed = [_passes(what, command) for what, command in _commands().items()]
    return int(not all(passed))
