"""Say in one line what a database driver's error means and what to do; never shows the password."""

import asyncpg
from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

# What SQLite's messages mean to a person; SQLite gives no finer code through Python 3.11's driver.
_SQLITE = (
    ("database or disk is full", "the disk is full: free some space; nothing was half written"),
    (
        "readonly database",
        "the database file is read-only: give this user write permission to it and its folder",
    ),
    ("database is locked", "the database is locked by another program: stop it, or wait and try again"),
    (
        "unable to open database file",
        "the database file can't be opened: check that its folder exists and may be written",
    ),
    ("file is not a database", "the file is not a SQLite database: check the path"),
    ("malformed", "the database file is damaged: restore the latest backup"),
    ("disk i/o error", "the disk refused to read or write: check it and its free space"),
)

_POSTGRES = (
    (asyncpg.InvalidPasswordError, "the server refuses this user or password"),
    (asyncpg.InvalidAuthorizationSpecificationError, "the server refuses this user or password"),
    (asyncpg.InvalidCatalogNameError, "the server has no database of this name: create it first"),
    (
        asyncpg.TooManyConnectionsError,
        "the server has no connection left: raise max_connections or run fewer workers",
    ),
    (asyncpg.CannotConnectNowError, "the server is starting or stopping: try again shortly"),
    (asyncpg.AdminShutdownError, "the server was shut down"),
    (asyncpg.DiskFullError, "the server's disk is full"),
    (asyncpg.InsufficientPrivilegeError, "the user lacks a permission in this database"),
    (asyncpg.ReadOnlySQLTransactionError, "the server is read-only (a replica?): use the primary"),
)


def clear_line(exc: BaseException, url: URL) -> str:
    """`database sqlite:///x.sqlite3: the disk is full …`."""
    return f"database {_shown(url)}: {_meaning(exc)}"


def _shown(url: URL) -> str:
    return url.set(query={}).render_as_string(hide_password=True)


def _meaning(exc: BaseException) -> str:
    if isinstance(exc, PoolTimeoutError):
        return "no connection became free within a minute"
    for cause in _causes(exc):
        for kind, meaning in _POSTGRES:
            if isinstance(cause, kind):
                return meaning
        if isinstance(cause, (OSError, TimeoutError)):
            said = _first_line(cause) or "no answer in time"
            return f"can't be reached ({said}): check host, port and that the server runs"
    said = _first_line(exc.orig if isinstance(exc, DBAPIError) and exc.orig else exc)
    for words, meaning in _SQLITE:
        if words in said.lower():
            return meaning
    return said


def _causes(exc: BaseException) -> list[BaseException]:
    """The error and what led to it, as far as drivers keep it."""
    chain: list[BaseException] = []
    current: BaseException | None = exc
    while current is not None and current not in chain:
        chain.append(current)
        current = getattr(current, "orig", None) or current.__cause__
    return chain


def _first_line(exc: BaseException) -> str:
    return (str(exc).splitlines() or [""])[0].strip()
