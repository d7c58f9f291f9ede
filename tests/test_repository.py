"""About the repository itself: sizes, layers that the import linter cannot see, what no committed file may hold. Needs no database."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
CODE = ROOT / "jejaring"
Function = ast.FunctionDef | ast.AsyncFunctionDef

FUNCTION, VIEW, CLASS, FILE, TEMPLATE = 40, 20, 200, 400, 150
PROSE = ("actions", "queries", "rules", "permissions")
INDEX_HOSTS = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com"]
INDEX_OPTIONS = ("--index-url", "--extra-index-url", "--find-links", "--trusted-host")
LOCKS = ("requirements.lock", "requirements-dev.lock", "tools-uv.lock")
WORKPLACE = "/wo" + "rk/"


@lru_cache
def _layers() -> dict[str, int]:
    """Each app's layer, 0 at the top, as the import contract says it."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = contracts[0]["layers"]
    return {name.strip(): depth for depth, layer in enumerate(layers) for name in layer.split("|")}


def _below(user: str, used: str) -> bool:
    """Whether app `user` may use app `used`: itself and everything below, no sibling."""
    layers = _layers()
    return user == used or layers[used] > layers[user]


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def _modules(*folders: str) -> Iterator[tuple[Path, ast.Module]]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT), _parsed(path)


def _lines(node: ast.AST) -> int:
    """Lines of a statement without its decorators and its docstring."""
    length = node.end_lineno - node.lineno + 1
    if isinstance(node, Function | ast.ClassDef) and ast.get_docstring(node) is not None:
        text = node.body[0]
        length -= text.end_lineno - text.lineno + 1
    return length


def _is_view(path: Path, function: Function) -> bool:
    inputs = function.args.posonlyargs + function.args.args
    return path.stem == "views" and bool(inputs) and inputs[0].arg == "request"


def test_functions_are_short() -> None:
    long = []
    for path, tree in _modules("jejaring", "tests"):
        for node in ast.walk(tree):
            if isinstance(node, Function) and _lines(node) > (limit := VIEW if _is_view(path, node) else FUNCTION):
                long.append(f"{path}:{node.lineno} {node.name}: {_lines(node)} lines, at most {limit}")
    assert not long, "\n".join(long)


def test_classes_are_small_apart_from_their_declarations() -> None:
    large = []
    for path, tree in _modules("jejaring", "tests"):
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and (lines := sum(_lines(x) for x in node.body if isinstance(x, Function))) > CLASS:
                large.append(f"{path}:{node.lineno} {node.name}: {lines} lines of methods")
    assert not large, "\n".join(large)


def test_files_are_short_apart_from_their_tables() -> None:
    long = []
    for path, tree in _modules("jejaring", "tests"):
        tables = sum(_lines(node) for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign))
        if (lines := len((ROOT / path).read_text().splitlines()) - tables) > FILE:
            long.append(f"{path}: {lines} lines")
    assert not long, "\n".join(long)


def test_templates_are_short() -> None:
    templates = {path: len(path.read_text().splitlines()) for path in CODE.rglob("templates/**/*.html")}
    assert not {str(path): lines for path, lines in templates.items() if lines > TEMPLATE}


def test_public_acts_queries_rules_and_permissions_say_what_they_do() -> None:
    silent = []
    for path, tree in _modules("jejaring"):
        for node in tree.body if path.stem in PROSE or path.parent.name in PROSE else []:
            if isinstance(node, Function) and not node.name.startswith("_") and not ast.get_docstring(node):
                silent.append(f"{path}:{node.lineno} {node.name}")
    assert not silent, "\n".join(silent)


def test_a_state_changes_only_in_an_action() -> None:
    elsewhere = []
    for path, tree in _modules("jejaring"):
        for node in ast.walk(tree):
            targets = node.targets if isinstance(node, ast.Assign) else []
            if path.stem != "actions" and path.parent.name != "actions":
                elsewhere += [f"{path}:{node.lineno}" for t in targets if isinstance(t, ast.Attribute) and t.attr == "state"]
    assert not elsewhere, "\n".join(elsewhere)


def test_every_package_has_a_layer() -> None:
    packages = {path.parent.name for path in CODE.glob("*/__init__.py")}
    assert packages == set(_layers())


def test_foreign_keys_point_downwards() -> None:
    upward = []
    for model in apps.get_models():
        app = model._meta.app_config.name.removeprefix("jejaring.")
        for field in model._meta.get_fields() if app in _layers() else []:
            target = field.related_model if field.concrete and field.is_relation else None
            other = target._meta.app_config.name.removeprefix("jejaring.") if target else app
            if other in _layers() and not _below(app, other):
                upward.append(f"{model._meta.label}.{field.name} -> {other}")
    assert not upward, "\n".join(upward)


TEMPLATES = {path.relative_to(app / "templates").as_posix(): app.name for app in CODE.iterdir() for path in app.glob("templates/**/*.html")}
LIBRARIES = {path.stem: app.name for app in CODE.iterdir() for path in app.glob("templatetags/*.py") if path.stem != "__init__"}


@pytest.mark.parametrize("path", sorted(CODE.glob("*/templates/**/*.html")), ids=lambda path: str(path.relative_to(CODE)))
def test_a_template_uses_templates_and_tags_of_lower_apps_only(path: Path) -> None:
    app, text = path.relative_to(CODE).parts[0], path.read_text()
    named = re.findall(r"""{%\s*(?:include|extends)\s+["']([^"'#]+)""", text)
    loaded = [word for words in re.findall(r"{%\s*load\s+([^%]+?)\s*%}", text) for word in words.split()]
    owners = {name: TEMPLATES.get(name) for name in named} | {name: LIBRARIES.get(name) for name in loaded}
    assert not {name: owner for name, owner in owners.items() if owner and not _below(app, owner)}
    assert not [name for name in named if name not in TEMPLATES and not name.startswith("django/")], "no such template"


@pytest.mark.parametrize("path", sorted(CODE.glob("*/templates/**/*.html")), ids=lambda path: str(path.relative_to(CODE)))
def test_a_template_holds_nothing_that_the_content_security_policy_blocks(path: Path) -> None:
    text = re.sub(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}", "", path.read_text(), flags=re.DOTALL)
    assert not re.findall(r"""\s(?:style|on[a-z]+)\s*=\s*["']""", text)
    assert not re.findall(r"<style|<script(?![^>]*(?:src=|type=[\"'](?:importmap|application/json)))", text)


def _committed() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split("\0")
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


def test_no_committed_file_names_a_package_index_or_a_workplace() -> None:
    found = []
    for path in _committed():
        text = path.read_bytes().decode(errors="replace")
        found += [f"{path.relative_to(ROOT)}: {word}" for word in (*INDEX_HOSTS, WORKPLACE) if word in text.lower()]
        if path.suffix == ".lock":
            found += [f"{path.relative_to(ROOT)}: {option}" for option in INDEX_OPTIONS if option in text]
    assert not found, "\n".join(found)


def test_locks_pin_every_package_with_a_hash() -> None:
    for lock in LOCKS:
        entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text().strip())
        assert not [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry], lock


def test_development_never_changes_a_version_of_the_product() -> None:
    product, development = (set(re.findall(r"^(\S+==\S+)", (ROOT / lock).read_text(), re.M)) for lock in LOCKS[:2])
    assert product <= development
