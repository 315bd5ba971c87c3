"""Move a whole SQLite installation to an empty PostgreSQL database, whatever is pending included.

The source is locked meanwhile, and marked at the end: a bot that still runs on it stops, and posts nothing
that the new one posts as well. What was on its way at that moment becomes a doubt there, settled like
any other.
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Column, MetaData, Table, delete, insert, select, text
from sqlalchemy.types import TypeDecorator

from bot.core.errors import MovedError, StoreError
from bot.store import installation, migrate, schema
from bot.store.database import Database, PostgresDatabase, SqliteDatabase, Transaction, database_at
from bot.store.schema import metadata

ROWS_AT_ONCE: Final = 1_000


async def copy_to(source_url: str, target_url: str) -> dict[str, int]:
    """Copy every row and stop the source from posting. Returns the rows of each table."""
    source, target = database_at(source_url, must_exist=True), database_at(target_url)
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
    where = target.url.set(query={}).render_as_string(hide_password=True)
    stopped = False
    try:
        async with target.write() as new:
            async with source.write() as old:  # locks: nobody posts from the old one while this goes on
                try:
                    await installation.working(old)
                except MovedError as exc:
                    raise StoreError(str(exc)) from exc
                await _check_empty(new)
                # It goes on under the name that its posts are known by.
                await new.run(delete(schema.installation))
                copied = {table.name: await _copy(old, new, table) for table in _plain_tables()}
                await _count_on(old, new)
                await installation.moved(old, where)
            # The old one is stopped before the new one is there: a crash between the two leaves none that
            # posts, the other way round it would leave two.
            stopped = True
    except StoreError as exc:
        if stopped:
            raise StoreError(
                f"{exc}; the old installation is stopped already: see whether the copy is complete, "
                "or go on with the old one by `civicwatch db take-back`"
            ) from exc
        raise
    await target.refresh_statistics()
    return copied


async def _check_empty(tx: Transaction) -> None:
    for table in set(metadata.sorted_tables) - {schema.installation}:
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
