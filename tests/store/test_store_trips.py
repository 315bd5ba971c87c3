"""SQLite's thread: rows come whole or in streams, and what was cancelled leaves no transaction behind."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from bot.store import trips
from bot.store.database import database_at


async def rows_of(connection: trips.Connection, size: int) -> list[int]:
    """A thousand and some rows, in pieces."""
    cursor = connection.cursor()
    await cursor.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2500) SELECT i FROM n"
    )
    found = []
    while some := await cursor.fetchmany(size):
        found += [row[0] for row in some]
    await cursor.close()
    return found


@pytest.mark.parametrize("size", [1, 7, 999, 1_000, 1_001, 4_000])
async def test_a_long_result_comes_in_pieces_of_any_size(tmp_path: Path, size: int) -> None:
    connection = await trips.connect(str(tmp_path / "db"))
    assert await rows_of(connection, size) == list(range(1, 2501))
    await connection.close()


async def test_a_long_result_comes_whole(tmp_path: Path) -> None:
    connection = await trips.connect(str(tmp_path / "db"))
    cursor = connection.cursor()
    await cursor.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2500) SELECT i FROM n"
    )
    assert len(await cursor.fetchall()) == 2_500
    await cursor.close()
    await connection.close()


async def test_a_statement_that_fails_leaves_its_connection_usable(tmp_path: Path) -> None:
    connection = await trips.connect(str(tmp_path / "db"))
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        await connection.cursor().execute("SELECT * FROM nowhere")
    assert await rows_of(connection, 4_000)
    await connection.close()


async def test_a_begin_that_nobody_waits_for_is_taken_back(tmp_path: Path) -> None:
    """The caller was cancelled while another process held the file; the next writer must not wait for it."""
    database, file = database_at(f"sqlite:///{tmp_path / 'db'}"), tmp_path / "db"

    async def written() -> None:
        async with database.write() as tx:
            await tx.connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS t (n)")

    await written()
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    writing = asyncio.create_task(written())
    for _ in range(100):
        await asyncio.sleep(0)
    writing.cancel()
    for _ in range(100):
        await asyncio.sleep(0)
    other.execute("ROLLBACK")
    await asyncio.gather(writing, return_exceptions=True)
    async with asyncio.timeout(20):
        await written()
    other.execute("BEGIN IMMEDIATE")
    other.close()
    await database.close()


async def test_a_reader_sees_one_state_from_its_first_statement_to_its_end(tmp_path: Path) -> None:
    """Its BEGIN travels with the first statement, its end is not waited for."""
    database = database_at(f"sqlite:///{tmp_path / 'db'}")
    async with database.write() as tx:
        await tx.connection.exec_driver_sql("CREATE TABLE t (n)")

    async def rows() -> int:
        async with database.read() as tx:
            return int((await tx.connection.exec_driver_sql("SELECT count(*) FROM t")).scalar_one())

    async with database.read() as reading:
        first = (await reading.connection.exec_driver_sql("SELECT count(*) FROM t")).scalar_one()
        async with database.write() as tx:
            await tx.connection.exec_driver_sql("INSERT INTO t VALUES (1)")
        again = (await reading.connection.exec_driver_sql("SELECT count(*) FROM t")).scalar_one()
        assert (first, again) == (0, 0)
    for expected in range(1, 12):  # every connection of the pool, more than once
        assert await rows() == expected
        async with database.write() as tx:
            await tx.connection.exec_driver_sql("INSERT INTO t VALUES (1)")
    await database.close()


async def test_a_transaction_without_a_statement_begins_none(tmp_path: Path) -> None:
    database = database_at(f"sqlite:///{tmp_path / 'db'}")
    async with database.read():
        pass
    with pytest.raises(ZeroDivisionError):
        async with database.read():
            raise ZeroDivisionError
    async with database.read() as tx:
        assert (await tx.connection.exec_driver_sql("SELECT 1")).scalar_one() == 1
    await database.close()
