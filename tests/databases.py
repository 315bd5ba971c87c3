"""Making, emptying and dropping databases for tests."""

import asyncpg

from bot.store import open_store
from bot.store.schema import installation, metadata


async def migrated(url: str) -> None:
    """Bring an empty database to the newest schema."""
    opened = open_store(url)
    await opened.open()
    await opened.close()


async def emptied(url: str) -> None:
    """Forget all rows of a migrated PostgreSQL database, and start numbering anew."""
    tables = ", ".join(table.name for table in metadata.sorted_tables if table is not installation)
    await execute(url, f"SET lock_timeout = '5s'; TRUNCATE {tables} RESTART IDENTITY CASCADE")
    await execute(url, "UPDATE installation SET named_from = 0")


async def execute(url: str, statement: str) -> None:
    """Run one statement on a PostgreSQL server."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
