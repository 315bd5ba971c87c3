"""Move a whole SQLite installation to an empty PostgreSQL database, whatever is pending included.

The source is locked meanwhile, and its channels are paused at the end: a bot that still runs on it posts
nothing that the new one posts as well. What was on its way at that moment becomes a doubt there, settled like
any other.
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Column, MetaData, Table, delete, func, insert, select, text, update
from sqlalchemy.types import TypeDecorator

from bot.core.errors import StoreError
from bot.store import migrate
from bot.store.database import Database, PostgresDatabase, SqliteDatabase, Transaction, database_at
from bot.store.schema import channels, installation, metadata

ROWS_AT_ONCE: Final = 1_000
MOVED: Final = "moved"
"""In `channels.paused`: the installation has gone to another database."""


async def copy_to(source_url: str, target_url: str) -> dict[str, int]:
    """Copy every row and stop the source from posting. Returns the rows of each table."""
    source, target = database_at(source_url), database_at(target_url)
    try:
        if not isinstance(source, SqliteDatabase) or not isinstance(target, PostgresDatabase):
            raise StoreError(
                "copy-to moves a SQLite file to PostgreSQL: write postgresql://USER:PASSWORD@HOST/NAME"
            )
        await migrate.upgrade(source)
        await migrate.upgrade(target)
        return await _moved(source, target)
    finally:
        await source.close()
        await target.close()


async def _moved(source: Database, target: Database) -> dict[str, int]:
    async with source.write() as old:  # locks: nobody posts from the old one while this goes on
        if await old.connection.scalar(select(func.count()).where(channels.c.paused == MOVED)):
            raise StoreError(
                "this installation was moved before; `civicwatch deliveries resume` gives its channels back"
            )
        async with target.write() as new:
            await _check_empty(new)
            # It goes on under the name that its posts are known by.
            await new.run(delete(installation))
            copied = {table.name: await _copy(old, new, table) for table in _plain_tables()}
            await _count_on(old, new)
        # The copy is durable; from now on it is the one that posts.
        await old.connection.execute(
            update(channels).values(paused=MOVED, reason="this installation moved to another database")
        )
    await target.refresh_statistics()
    return copied


async def _check_empty(tx: Transaction) -> None:
    for table in set(metadata.sorted_tables) - {installation}:
        if await tx.connection.scalar(select(text("1")).select_from(table).limit(1)):
            raise StoreError(
                f"the target is not empty (there are rows in {table.name}): copy to a new database"
            )


def _plain_tables() -> Sequence[Table]:
    """Our tables, parents first, with values as the engine stores them: nothing is read and written anew."""
    plain = MetaData()
    for table in metadata.sorted_tables:
        Table(table.name, plain, *(Column(column.name, _stored(column)) for column in table.columns))
    return [plain.tables[table.name] for table in metadata.sorted_tables]


def _stored(column: Column[Any]) -> Any:  # noqa: ANN401 - any of SQLAlchemy's types
    return column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type


async def _copy(old: Transaction, new: Transaction, table: Table) -> int:
    """All rows in order of their keys, so that a row comes after the one that it names."""
    copied = 0
    keys = [table.c[key.name] for key in metadata.tables[table.name].primary_key.columns]
    rows = await old.connection.stream(select(table).order_by(*keys))
    async for some in rows.mappings().partitions(ROWS_AT_ONCE):
        await new.connection.execute(insert(table), [dict(row) for row in some])
        copied += len(some)
    return copied


async def _count_on(old: Transaction, new: Transaction) -> None:
    """Go on numbering where the old database was: a number is never given twice, deleted rows' neither."""
    rows = await old.run(text("SELECT name, seq FROM sqlite_sequence"))
    given = {row.name: int(row.seq) for row in rows}
    for name in (table.name for table in metadata.sorted_tables if "id" in table.c):
        highest = await new.connection.scalar(text(f'SELECT max(id) FROM "{name}"'))  # noqa: S608 - our own names
        if last := max(given.get(name, 0), highest or 0):
            await new.run(
                text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)"),
                {"name": name, "last": last},
            )
