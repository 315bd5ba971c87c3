"""Every way a database can fail is one line that names the database, the trouble and the mend; never the password."""

import asyncio
import re
import socket
import sqlite3

import pytest
from sqlalchemy import make_url, text
from store_values import GENERAL

from bot.core.errors import StoreError
from bot.store import open_store
from bot.store.bell import Bell, Listener
from bot.store.database import PostgresDatabase, database_at

SECRET = "hunter2"


async def failure_of(url):
    with pytest.raises(StoreError) as caught:
        await open_store(url).open()
    line = str(caught.value)
    assert "\n" not in line
    assert SECRET not in line
    return line


WRONG_URLS = [
    "",
    "civicwatch.sqlite3",
    "mysql://root:hunter2@db/x",
    "postgresql//db",
    "sqlite://",
    "sqlite:///:memory:",
    "postgresql://user:hunter2@host:port/x",
]


@pytest.mark.parametrize("url", WRONG_URLS)
async def test_a_wrong_url_shows_the_right_form(url):
    assert "sqlite:///" in await failure_of(url)


async def test_a_folder_that_does_not_exist_is_named(tmp_path):
    line = await failure_of(f"sqlite:///{tmp_path}/nowhere/x.sqlite3")
    assert f"{tmp_path}/nowhere" in line
    assert "does not exist" in line


async def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path):
    file = tmp_path / "letter.txt"
    file.write_text("Dear council, " * 100)
    assert "not a SQLite database" in await failure_of(f"sqlite:///{file}")


async def test_a_folder_in_place_of_the_file(tmp_path):
    assert "can't be opened" in await failure_of(f"sqlite:///{tmp_path}")


async def test_a_read_only_file_says_so(sqlite_url):
    database = database_at(sqlite_url)
    async with database.write() as tx:
        await tx.run(text("PRAGMA query_only = ON"))  # what SQLite answers then, root may test too
    with pytest.raises(StoreError, match="read-only: give this user write permission"):
        async with database.write() as tx:
            await tx.run(text("UPDATE leases SET owner = owner"))
    await database.close()


async def test_a_full_disk_loses_nothing_that_was_there_and_works_again_when_freed(sqlite_url):
    database = database_at(sqlite_url)

    async def write(size):
        async with database.write() as tx:
            await tx.run(text("CREATE TABLE IF NOT EXISTS ballast (x BLOB)"))
            await tx.run(text("INSERT INTO ballast VALUES (zeroblob(:size))"), {"size": size})

    await write(10)
    async with database.write() as tx:
        pages = await tx.connection.scalar(text("PRAGMA page_count"))
        await tx.run(text(f"PRAGMA max_page_count = {pages}"))  # SQLite's own way to have no room left
    with pytest.raises(StoreError, match="the disk is full"):
        await write(1_000_000)
    async with database.write() as tx:
        await tx.run(text("PRAGMA max_page_count = 1000000"))
    await write(1_000_000)
    async with database.read() as tx:
        assert await tx.connection.scalar(text("SELECT count(*) FROM ballast")) == 2
    await database.close()


async def test_a_file_locked_by_another_program_says_so(sqlite_url, monkeypatch):
    monkeypatch.setattr("bot.store.database.BUSY_TIMEOUT_S", 0)
    other = sqlite3.connect(make_url(sqlite_url).database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    store = open_store(sqlite_url)
    with pytest.raises(StoreError, match="locked by another program"):
        await store.notify(GENERAL, title="t", text="t", once_key="k")
    other.execute("ROLLBACK")
    other.close()
    assert await store.notify(GENERAL, title="t", text="t", once_key="k")
    await store.close()


async def test_a_server_that_does_not_answer_is_said_to_be_unreachable():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        line = await failure_of(f"postgresql://civic:{SECRET}@127.0.0.1:{port}/civicwatch")
    assert "can't be reached" in line
    assert f"postgresql://civic:***@127.0.0.1:{port}/civicwatch" in line


async def test_a_database_that_the_server_does_not_have(postgresql_server):
    url = make_url(postgresql_server).set(database="nowhere", password=SECRET)
    assert "no database of this name" in await failure_of(url.render_as_string(hide_password=False))


async def test_a_user_that_the_server_does_not_know(postgresql_server):
    url = make_url(postgresql_server).set(username="nobody_here", password=SECRET)
    line = await failure_of(url.render_as_string(hide_password=False))
    assert re.search("refuses this user|role", line)


async def test_a_connection_that_the_server_cut_costs_one_transaction(postgresql_url, postgresql_server):
    store = open_store(postgresql_url)
    await store.open()
    database = store._database
    with pytest.raises(StoreError):
        async with database.write() as tx:
            await tx.run(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    assert await store.notify(GENERAL, title="t", text="t", once_key="k")
    await store.close()


async def test_a_cancelled_transaction_leaves_nothing_and_blocks_nobody(store):
    begun = asyncio.Event()

    async def slow():
        async with store._database.write() as tx:
            await tx.run(text("UPDATE leases SET owner = owner"))
            begun.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(slow())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await store.notify(GENERAL, title="t", text="t", once_key="k")


class Firewall:
    """Passes connections on to a server; `forget` makes those that are open lead nowhere, without a word."""

    def __init__(self, url):
        self._server, self._forgotten, self._serving = make_url(url), [], set()

    async def __aenter__(self):
        self._listening = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = self._listening.sockets[0].getsockname()[1]
        self.url = self._server.set(host="127.0.0.1", port=port, query={})
        return self

    async def __aexit__(self, *_):
        self._listening.close()
        for serving in self._serving:
            serving.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)

    def forget(self):
        for forgotten in self._forgotten:
            forgotten.set()

    async def _serve(self, reader, writer):
        folder = self._server.query.get("host")
        there = (
            await asyncio.open_unix_connection(f"{folder}/.s.PGSQL.{self._server.port or 5432}")
            if folder
            else await asyncio.open_connection(self._server.host, self._server.port or 5432)
        )
        forgotten = asyncio.Event()
        self._forgotten.append(forgotten)
        self._serving.add(asyncio.current_task())
        try:
            await asyncio.gather(
                self._pass_on(reader, there[1], forgotten), self._pass_on(there[0], writer, forgotten)
            )
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            for each in (writer, there[1]):
                each.transport.abort()

    @staticmethod
    async def _pass_on(reader, writer, forgotten):
        while data := await reader.read(65_536):
            if not forgotten.is_set():
                writer.write(data)
        writer.close()


async def test_connections_that_died_in_silence_are_given_up_together(postgresql_url):
    """A firewall forgets idle connections; each one that hung for ever was a courier that said nothing."""
    async with Firewall(postgresql_url) as firewall:
        database = PostgresDatabase(firewall.url, clock=None, answer_within_s=0.5)

        async def look():
            async with database.read() as tx:
                return await tx.connection.scalar(text("SELECT pg_sleep(0.1)"))

        await asyncio.gather(*(look() for _ in range(4)))
        firewall.forget()
        async with asyncio.timeout(4 * 0.5):
            await look()
        await database.close()


async def test_a_server_that_stops_answering_in_a_transaction_is_one_line(postgresql_url):
    async with Firewall(postgresql_url) as firewall:
        database = PostgresDatabase(firewall.url, clock=None, answer_within_s=0.5)

        async def write_and_lose_the_server():
            async with database.write() as tx:
                await tx.now()
                firewall.forget()
                await tx.run(text("SELECT 1"))

        async with asyncio.timeout(10):
            with pytest.raises(StoreError, match="no answer in time"):
                await write_and_lose_the_server()
            async with database.write() as tx:
                await tx.now()
        await database.close()


async def test_a_migration_may_take_longer_than_any_answer(postgresql_url):
    database = PostgresDatabase(make_url(postgresql_url), clock=None, answer_within_s=0.2)
    async with database.write(patient=True) as tx:
        await tx.run(text("SELECT pg_sleep(0.5)"))
    await database.close()


async def test_who_listens_notices_a_server_that_has_gone(postgresql_url, monkeypatch):
    """Couriers look less often while somebody tells them what is queued."""
    monkeypatch.setattr("bot.store.bell.PULSE_S", 0.1)
    async with Firewall(postgresql_url) as firewall:
        bell = Bell()
        listener = Listener(
            firewall.url.set(drivername="postgresql").render_as_string(hide_password=False), bell
        )
        listener.start()
        async with asyncio.timeout(10):
            rung = await bell.wait(0, timeout_s=10)
            firewall.forget()
            await bell.wait(rung, timeout_s=10)  # it rings when it has connected anew
        assert listener.connected
        await listener.close()
