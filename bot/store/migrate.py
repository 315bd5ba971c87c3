"""Bring a database's schema up to date, once, however many workers start at the same time."""

from functools import cache

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, inspect, text

from bot.core.errors import StoreError
from bot.store.database import Database

MIGRATION_LOCK = 0x43_57_4D_49_47  # "CWMIG"; any number that nothing else in the database uses


async def upgrade(database: Database) -> None:
    """Run the missing migrations in one transaction. Raises StoreError if the database is newer than us."""
    async with database.read() as tx:
        if await tx.connection.run_sync(_revision) == _newest():
            return
    async with database.write(patient=True) as tx:
        await database.exclusive(tx, MIGRATION_LOCK)
        await tx.connection.run_sync(_upgrade)


@cache
def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "bot.store:migrations")
    return config


@cache
def _newest() -> str | None:
    return ScriptDirectory.from_config(_config()).get_current_head()


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def _upgrade(connection: Connection) -> None:
    if _revision(connection) == _newest():  # another worker was first
        return
    config = Config()
    config.set_main_option("script_location", "bot.store:migrations")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as exc:
        raise StoreError(
            f"the database's schema is not one of ours or newer than this version: {exc}"
        ) from exc
