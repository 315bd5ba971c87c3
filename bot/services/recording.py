"""Write down polls that brought no items: unchanged, failed, crashed. What ends together is written together.

Most polls are of this kind, and a transaction costs more than its rows: with a hundred feeds in flight a
commit carries dozens of outcomes.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.core.errors import StoreError
from bot.core.feed_memory import Notice
from bot.ports import FeedLease, PollOutcome, Store
from bot.services.notices import TellOperator


@dataclass(slots=True, eq=False)
class _Poll:
    lease: FeedLease
    outcome: PollOutcome
    is_written: bool = False
    is_lost: bool = False


@dataclass(slots=True)
class Recorder:
    """Finishes polls; whoever comes while one commit runs is carried by the next."""

    store: Store
    tell_operator: TellOperator
    _waiting: list[_Poll] = field(default_factory=list)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def finish(self, lease: FeedLease, outcome: PollOutcome) -> None:
        """Return when the outcome is durable. Raises StoreError if it can't be, or if the lease passed on."""
        mine = _Poll(lease, outcome)
        self._waiting.append(mine)
        async with self._turn:
            if not mine.is_written:
                await self._write_waiting(mine)
        if mine.is_lost:
            raise StoreError(
                f"the lease on feed {lease.slug} ran out and another worker took it: this poll is dropped"
            )

    async def tell(self, notices: Iterable[Notice]) -> None:
        """Tell the operator, before the poll is committed: told twice is one message, untold is silence."""
        for notice in notices:
            await self.tell_operator(title=notice.title, text=notice.text, once_key=notice.once_key)

    async def _write_waiting(self, mine: _Poll) -> None:
        polls, self._waiting = self._waiting, []
        try:
            lost = await self.store.finish_polls([(poll.lease, poll.outcome) for poll in polls])
        except BaseException:
            # The others are not ours to fail: each tries again in its turn.
            self._waiting += [poll for poll in polls if poll is not mine]
            raise
        for poll in polls:
            poll.is_written, poll.is_lost = True, poll.lease.feed_id in lost
