"""The file by which `feeds reload` finds the running bot: locked while the bot lives, it says who it is."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from bot.core.errors import ConfigError


@contextmanager
def held(path: Path) -> Iterator[bool]:
    """Hold the file for as long as the bot runs; False if another bot of this folder holds it already.

    The lock dies with its process, so a file that kill -9 or a reboot left behind names nobody. Raise
    ConfigError where it can't be written.
    """
    with _opened(path) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield True
        path.unlink(missing_ok=True)


def _opened(path: Path) -> TextIO:
    try:
        return path.open("a+", encoding="ascii")
    except OSError as exc:
        raise ConfigError(f"CIVICWATCH_PID_FILE: can't write {path}: {exc.strerror}") from exc


def running(path: Path) -> int | None:
    """The process that holds the file; None if there is none."""
    try:
        with path.open(encoding="ascii") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                number = int(file.read(20))
                return number if number > 1 else None
    except (OSError, ValueError):
        return None
    return None
