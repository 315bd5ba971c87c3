"""The import rules that import-linter cannot see, and one home for each third-party package."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "bot").rglob("*.py"))

CLOCKS_AND_WORLD = {"open", "input", "print", "now", "today", "utcnow", "urlopen", "system", "getenv"}
HOMES = {
    "feedparser": {"bot/feeds"},
    "apscheduler": {"bot/scheduler.py"},
    "discord": {"bot/adapters/discord"},
    "slack_bolt": {"bot/adapters/slack"},
    "slack_sdk": {"bot/adapters/slack"},
    "sqlalchemy": {"bot/store"},
    "alembic": {"bot/store"},
    "typer": {"bot/cli"},
    "yaml": {"bot/feeds"},
    "pydantic_settings": {"bot/settings.py"},
}


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.partition(".")[0])
    return found


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    """A reader knows from the first line what a module decides or talks to."""
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), (
        f"{relative(path)} has no docstring"
    )


@pytest.mark.parametrize("path", [path for path in MODULES if "core" in path.parts], ids=relative)
def test_the_core_asks_no_clock_and_touches_no_world(path: Path) -> None:
    """Decisions get everything as arguments, the current time included."""
    calls = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    }
    assert not calls & CLOCKS_AND_WORLD, f"{relative(path)} calls {calls & CLOCKS_AND_WORLD}"


@pytest.mark.parametrize("package", sorted(HOMES))
def test_each_foreign_package_has_one_home(package: str) -> None:
    """Replacing a library touches one place."""
    users = {
        relative(path) for path in MODULES if package in imports(ast.parse(path.read_text(encoding="utf-8")))
    }
    strangers = {
        user
        for user in users
        if not any(user == home or user.startswith(f"{home}/") for home in HOMES[package])
    }
    assert users, f"{package} is used nowhere: drop it"
    assert not strangers


def test_only_settings_and_the_command_line_know_the_environment() -> None:
    """One place reads the environment, so that one page can document it."""
    readers = {
        relative(path)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "environ"
    }
    assert readers <= {"bot/settings.py", "bot/feeds/secrets.py"}
