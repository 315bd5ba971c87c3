"""Write the tables of README.md and docs/ that come from the code; `--check` only tells whether they are.

A table stands between `<!-- table: NAME -->` and `<!-- end -->`.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined
from typer.main import get_command

from bot.cli.root import app
from bot.core.answers import usage
from bot.core.commands import MANAGER, REGISTRY
from bot.feeds.templates import all_templates
from bot.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[1]
FILES = ("README.md", "docs/commands.md", "docs/settings.md", "docs/feeds.md")
_TABLE = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def _rows(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def chat_commands() -> str:
    """What can be typed in a channel."""
    rows = [
        (
            f"`/civicwatch {usage(spec)}`",
            "channel managers" if spec.who is MANAGER else "everyone",
            spec.summary,
        )
        for spec in REGISTRY.values()
    ]
    return _rows(("Command", "Who", "What it does"), rows)


def options() -> str:
    """Every option of every command, with its values."""
    parts = []
    for spec in REGISTRY.values():
        parts.append(f"### {spec.name}\n\n{spec.summary}. Example: `/civicwatch {spec.example}`\n")
        rows = [
            (f"`{option.name}`", option.summary, ", ".join(f"`{choice}`" for choice in option.choices))
            for option in spec.options
        ]
        if rows:
            parts.append(_rows(("Option", "Meaning", "Values"), rows))
    return "\n".join(parts)


def shell_commands() -> str:
    """What can be typed in a shell."""
    rows = [
        (f"`civicwatch {' '.join(words)}`", _first_paragraph(command.help))
        for words, command in _leaves(get_command(app))
    ]
    return _rows(("Command", "What it does"), rows)


def _leaves(group: Any, *before: str) -> Iterator[tuple[tuple[str, ...], Any]]:  # noqa: ANN401 - typer vendors click
    for name in group.list_commands(None):
        command = group.get_command(None, name)
        if hasattr(command, "list_commands"):
            yield from _leaves(command, *before, name)
        else:
            yield (*before, name), command


def _first_paragraph(text: str | None) -> str:
    return " ".join((text or "").split("\n\n")[0].split())


def settings() -> str:
    """Every setting with its default."""
    rows = [
        (f"`{PREFIX}{name.upper()}`", _default(field), field.description or "")
        for name, field in Settings.model_fields.items()
    ]
    return _rows(("Setting", "Default", "Meaning"), rows)


def _default(field: FieldInfo) -> str:
    default = field.default
    if isinstance(default, SecretStr):
        default = default.get_secret_value()
    if default in (None, PydanticUndefined, frozenset()):
        return ""
    return f"`{default}`"


def templates() -> str:
    """Every template of `feeds add` with its traps."""
    parts = []
    for template in all_templates().values():
        parts.append(f"### {template.name}\n\n{template.title}.\n\n    {template.usage}\n")
        parts.append("".join(f"- {trap}\n" for trap in template.traps))
    return "\n" + "\n".join(parts) + "\n"


TABLES = {
    "chat": chat_commands,
    "options": options,
    "shell": shell_commands,
    "settings": settings,
    "templates": templates,
}


def filled(text: str) -> str:
    """The document with every table as the code says it."""
    return _TABLE.sub(lambda mark: f"{mark[1]}{TABLES[mark[2]]()}{mark[3]}", text)


def main() -> int:
    """Write the tables, or with `--check` name the files that are out of date."""
    stale = [name for name in FILES if (ROOT / name).read_text() != filled((ROOT / name).read_text())]
    for name in stale:
        if "--check" in sys.argv:
            print(f"{name} is out of date: run tools/write_docs.py")
        else:
            (ROOT / name).write_text(filled((ROOT / name).read_text()))
    return bool(stale) if "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
