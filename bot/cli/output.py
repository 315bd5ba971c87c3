"""How the command line prints: one line for an error, JSON for machines, rich for people."""

import asyncio
import json
import sys
from collections.abc import Coroutine
from dataclasses import asdict, is_dataclass
from datetime import datetime
from typing import Any, NoReturn, TypeVar

from rich.console import Console

from bot.core.errors import CivicwatchError, UsageError
from bot.logs import redacted

Result = TypeVar("Result")

PIPED_WIDTH = 160
"""Columns of a table that goes to a file or a pipe."""

out = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else PIPED_WIDTH)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def fail(exc: CivicwatchError) -> NoReturn:
    """Print the error's line and leave: 2 for what was typed wrong, else 1."""
    for line in redacted(str(exc)).splitlines():
        sys.stderr.write(f"civicwatch: {line}\n")
    raise SystemExit(2 if isinstance(exc, UsageError) else 1)


def finished(work: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine to its end; our errors become one line and an exit code."""
    try:
        return asyncio.run(work)
    except CivicwatchError as exc:
        fail(exc)


def print_json(value: object) -> None:
    """One JSON document, readable, with dates as ISO 8601."""
    sys.stdout.write(json.dumps(value, default=_plain, ensure_ascii=False, indent=2) + "\n")


def print_json_line(value: object) -> None:
    """One JSON document on one line."""
    line = json.dumps(value, default=_plain, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:  # half a character, from somebody's escapes
        line = json.dumps(value, default=_plain)
    sys.stdout.write(line + "\n")


def _plain(value: object) -> object:
    """Records, dates and sets as what JSON knows."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    raise TypeError(f"{type(value).__name__} has no JSON")
