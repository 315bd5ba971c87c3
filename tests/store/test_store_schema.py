"""The schema comes from migrations alone, on an empty database, however many workers start at once."""

import asyncio
from importlib.resources import files

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from clocks import NOON
from sqlalchemy import Connection, text
from store_values import an_analysis, an_item, polling, put_story

from bot.core.errors import StoreError
from bot.core.models import Dating, Decision
from bot.core.vocabulary import DateBasis, Fate
from bot.store import open_store
from bot.store.database import database_at
from bot.store.schema import metadata


def _ours(_object: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    """Full-text indexes are the engines' own; the look-up tests prove them."""
    return not (
        kind in {"table", "index"} and (name or "").startswith(("story_words", "ix_story_texts_words"))
    )


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "compare_server_default": True, "include_object": _ours}
    )
    return list(compare_metadata(context, metadata))


async def test_migrations_make_exactly_the_tables_that_the_statements_use(database_url):
    database = database_at(database_url)
    async with database.read() as tx:
        differences = await tx.connection.run_sync(_differences)
    await database.close()
    assert differences == []


async def test_several_workers_may_start_at_once_on_an_empty_sqlite_file(tmp_path):
    url = f"sqlite:///{tmp_path / 'new.sqlite3'}"
    await _open_at_once(url)


async def test_several_workers_may_start_at_once_on_an_empty_postgresql_database(
    postgresql_server, fresh_postgresql_url
):
    await _open_at_once(fresh_postgresql_url)


async def _open_at_once(url):
    workers = [open_store(url) for _ in range(8)]
    await asyncio.gather(*(worker.open() for worker in workers))
    assert [(await worker.counts()).items for worker in workers] == [0] * 8
    await asyncio.gather(*(worker.close() for worker in workers))


async def test_a_database_of_a_newer_version_is_left_alone(database_url):
    database = database_at(database_url)
    async with database.write() as tx:
        newest = await tx.connection.scalar(text("SELECT version_num FROM alembic_version"))
        await tx.run(text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        with pytest.raises(StoreError, match="newer than this version"):
            await open_store(database_url).open()
    finally:
        async with database.write() as tx:
            await tx.run(text("UPDATE alembic_version SET version_num = :newest"), {"newest": newest})
        await database.close()


async def test_items_from_before_their_dates_basis_was_kept_are_read(database_url):
    older = open_store(database_url)
    await older.open()
    await put_story(older, 1, at=NOON, item=an_item(1, published=NOON))
    async with polling(older) as tx:
        item = an_item(2)
        await tx.add_item(item, an_analysis(item, relevant=False), Decision(fate=Fate.IRRELEVANT))
    await older.close()
    database = database_at(database_url)
    async with database.write() as tx:
        for table in ("hub_subscriptions", "installation"):
            await tx.run(text(f"DROP TABLE {table}"))
        for index in ("ix_channels_urgent", "ix_channels_paused"):
            await tx.run(text(f"DROP INDEX {index}"))
        for table, column in (
            ("items", "dating"),
            ("feeds", "pushed_until"),
            ("feeds", "pinged_at"),
            ("deliveries", "if_in_doubt"),
            ("channels", "rank"),
            ("channels", "paused_at"),
            ("channels", "told"),
            ("channels", "told_at"),
            ("deliveries", "ended_at"),
        ):
            await tx.run(text(f"ALTER TABLE {table} DROP COLUMN {column}"))
        await tx.run(text("UPDATE alembic_version SET version_num = '0005'"))
    await database.close()
    newer = open_store(database_url)
    await newer.open()
    (dated,) = await newer.trace("https://gazette.example/1")
    (undated,) = await newer.trace("https://gazette.example/2")
    await newer.close()
    assert (dated.published, dated.dating) == (NOON, Dating(basis=DateBasis.PUBLISHED))
    assert (undated.published, undated.dating) == (None, Dating())


def test_migrations_travel_inside_the_package():
    names = {entry.name for entry in files("bot.store").joinpath("migrations/versions").iterdir()}
    assert "0001_first_schema.py" in names
    assert files("bot.store").joinpath("migrations/env.py").is_file()


async def test_addresses_as_providers_hand_them_out_are_read(postgresql_url):
    """libpq's words that asyncpg does not know must not end in a traceback."""
    mark = "&" if "?" in postgresql_url else "?"
    words = "sslmode=disable&channel_binding=prefer&application_name=civic&connect_timeout=10"
    opened = open_store(f"{postgresql_url}{mark}{words}")
    await opened.open()
    assert (await opened.counts()).items == 0
    await opened.close()


def test_an_unknown_parameter_is_named_without_the_password():
    with pytest.raises(StoreError, match="unknown parameter colour") as caught:
        open_store("postgresql://me:hunter2@db/civic?colour=red")
    assert "hunter2" not in str(caught.value)
