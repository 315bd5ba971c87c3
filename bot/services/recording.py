"""Write down polls that brought nothing for readers: unchanged, failed, or with irrelevant items only.

Most polls are of this kind, and a transaction costs more than its rows: what ends together is written
together.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.core.errors import StoreError
from bot.core.feed_memory import Notice
from bot.ports import FinishedPoll, Store
from bot.services.notices import TellOperator

COMPANY_S = 0.02
"""How long a poll with items waits for others to share its commit: parsing gives them one by one."""


@dataclass(slots=True, eq=False)
class _Poll:
    poll: FinishedPoll
    is_alone: bool = False
    is_written: bool = False
    is_lost: bool = False


@dataclass(slots=True)
class Recorder:
    """Finishes polls; whoever comes while one commit runs is carried by the next."""

    store: Store
    tell_operator: TellOperator
    company_s: float = COMPANY_S
    _waiting: list[_Poll] = field(default_factory=list)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def finish(self, poll: FinishedPoll) -> None:
        """Return when the poll is durable. Raises StoreError if it can't be, or if the lease passed on."""
        mine = _Poll(poll)
        self._waiting.append(mine)
        async with self._turn:
            if not mine.is_written:
                if poll.kept and self.company_s:
                    await asyncio.sleep(self.company_s)
                await self._write_waiting(mine)
        if mine.is_lost:
            raise StoreError(
                f"the lease on feed {poll.lease.slug} ran out and another worker took it: "
                "this poll is dropped"
            )

    async def tell(self, notices: Iterable[Notice]) -> None:
        """Tell the operator, before the poll is committed: told twice is one message, untold is silence."""
        for notice in notices:
            await self.tell_operator(title=notice.title, text=notice.text, once_key=notice.once_key)

    async def _write_waiting(self, mine: _Poll) -> None:
        polls, self._waiting = self._waiting, []
        if mine.is_alone:
            polls, self._waiting = [mine], [each for each in polls if each is not mine]
        try:
            await self._write(polls)
        except StoreError:
            if not polls[1:]:
                raise
            # It may be one poll's items that the database refuses: from now on each is tried alone.
            for each in polls:
                each.is_alone = True
            self._waiting += [each for each in polls if each is not mine]
            await self._write([mine])
        except BaseException:
            # The others are not ours to fail: each tries again in its turn.
            self._waiting += [each for each in polls if each is not mine]
            raise

    async def _write(self, polls: Sequence[_Poll]) -> None:
        lost = await self.store.finish_polls([each.poll for each in polls])
        for each in polls:
            each.is_written, each.is_lost = True, each.poll.lease.feed_id in lost
