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
SOONER = 4
"""Without items it waits a part of that: answers that there is nothing new come close upon each other."""


@dataclass(slots=True, eq=False)
class _Poll:
    poll: FinishedPoll
    woken: asyncio.Future[None]
    """Done when it is written, or when writing is its turn."""
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
    _is_writing: bool = False

    async def finish(self, poll: FinishedPoll) -> None:
        """Return when the poll is durable. Raises StoreError if it can't be, or if the lease passed on."""
        mine = _Poll(poll, asyncio.get_running_loop().create_future())
        self._waiting.append(mine)
        if self._is_writing:
            await self._woken(mine)
        if not mine.is_written:
            self._is_writing = True
            # Given up from here on, this one must not get the turn that it passes on.
            if not mine.woken.done():
                mine.woken.set_result(None)
            try:
                if self.company_s:
                    await asyncio.sleep(self.company_s if poll.kept else self.company_s / SOONER)
                await self._write_waiting(mine)
            finally:
                self._pass_on()
        if mine.is_lost:
            raise StoreError(
                f"the lease on feed {poll.lease.slug} ran out and another worker took it: "
                "this poll is dropped"
            )

    async def tell(self, notices: Iterable[Notice]) -> None:
        """Tell the operator, before the poll is committed: told twice is one message, untold is silence."""
        for notice in notices:
            await self.tell_operator(title=notice.title, text=notice.text, once_key=notice.once_key)

    async def _woken(self, mine: _Poll) -> None:
        # Not a lock: that would wake those who are written one by one, each in a turn of the event loop.
        try:
            await mine.woken
        except asyncio.CancelledError:
            if not mine.woken.cancelled() and not mine.is_written:
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        """Give the turn to the first who still waits for it."""
        for each in self._waiting:
            if not each.woken.done():
                each.woken.set_result(None)
                return
        self._is_writing = False

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
            if not each.woken.done():
                each.woken.set_result(None)
