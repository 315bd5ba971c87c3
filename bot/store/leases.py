"""Jobs that one worker at a time may hold, such as a platform's gateway connection."""

from datetime import timedelta
from typing import Final

from sqlalchemy import delete, or_

from bot.store import installation
from bot.store.database import Transaction
from bot.store.schema import leases

LONGEST_LEASE: Final = timedelta(days=1)


async def take(tx: Transaction, name: str, owner: str, *, lease_s: float) -> bool:
    """Take or renew the job for `owner`; False while another one holds it."""
    await installation.working(tx)
    now = await tx.now()
    until = now + timedelta(seconds=lease_s)
    row = tx.insert(leases).values(name=name, owner=owner, until=until)
    taken = await tx.run(
        row.on_conflict_do_update(
            index_elements=[leases.c.name],
            set_={"owner": owner, "until": until, "fence": leases.c.fence + 1},
            where=or_(
                leases.c.owner == owner,
                leases.c.until <= now,
                # A clock that ran ahead was put right.
                leases.c.until > now + LONGEST_LEASE,
            ),
        ).returning(leases.c.owner)
    )
    return taken.scalar_one_or_none() == owner


async def give_up(tx: Transaction, name: str, owner: str) -> None:
    """Let another worker take the job at once, if it is ours."""
    await tx.run(delete(leases).where(leases.c.name == name, leases.c.owner == owner))
