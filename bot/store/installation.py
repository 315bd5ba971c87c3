"""Which installation a database belongs to: its name is part of every key, and one database of it posts."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select, update

from bot.core.errors import MovedError
from bot.store import lanes
from bot.store.database import Transaction
from bot.store.schema import channels, installation

MOVED: Final = "moved"
"""In `channels.paused`: how earlier versions stopped an installation that had moved."""


@dataclass(frozen=True, slots=True)
class Installation:
    """The one row that every database has."""

    name: str
    named_from: int
    """Deliveries up to this number have keys without the name."""

    def name_for(self, delivery_id: int) -> str:
        """What the delivery's key says of the installation."""
        return self.name if delivery_id > self.named_from else ""


async def working(tx: Transaction) -> Installation:
    """The installation of this database. Raises MovedError if another database does its work by now."""
    row = (await tx.run(select(installation))).one()
    if row.moved_to is not None:
        raise MovedError(
            f"this installation was moved to {row.moved_to}: set CIVICWATCH_DATABASE_URL to it, "
            "or let this database go on with `civicwatch db take-back`"
        )
    return Installation(row.name, row.named_from)


async def moved(tx: Transaction, target: str) -> None:
    """From this transaction's end on, whoever works on this database stops."""
    await tx.run(update(installation).values(moved_to=target))


async def take_back(tx: Transaction) -> bool:
    """Let a database that was moved work again; False if it was not moved."""
    taken = await tx.run(
        update(installation).where(installation.c.moved_to.is_not(None)).values(moved_to=None)
    )
    ids = await lanes.lock(tx, channels.c.paused == MOVED)
    await lanes.unpause(tx, ids)
    return taken.rowcount > 0
