"""Which installation a database belongs to: its name is part of every key that platforms see."""

from dataclasses import dataclass

from sqlalchemy import select

from bot.store.database import Transaction
from bot.store.schema import installation


@dataclass(frozen=True, slots=True)
class Installation:
    """The one row that every database has."""

    name: str
    named_from: int
    """Deliveries up to this number have keys without the name."""

    def name_for(self, delivery_id: int) -> str:
        """What the delivery's key says of the installation."""
        return self.name if delivery_id > self.named_from else ""


async def this(tx: Transaction) -> Installation:
    """The installation of this database."""
    row = (await tx.run(select(installation))).one()
    return Installation(row.name, row.named_from)
