"""Poll what is due: some feeds at once, one of a host at a time, each as poll_feed.py lays down."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import structlog

from bot.core.cadence import HOST_GAP_S
from bot.core.errors import StoreError
from bot.core.models import Feed
from bot.ports import ArticleReader, FeedFetcher, FeedLease, FeedParser, ItemJudge, SentenceChooser, Store
from bot.services.hubs import HubNotes
from bot.services.intake import IntakeRules
from bot.services.notices import TellOperator
from bot.services.poll_feed import FeedPoll, PollReport

__all__ = ["LEASE_S", "PollReport", "Poller"]

log = structlog.get_logger(__name__)

LEASE_S = 120.0
"""Longer than fetch, parse, choices and commit together: limits of 20 s, 5 s and 30 s, and a margin."""
SHORTEST_WAIT_S = 0.05
LOOK_AGAIN_S = 1.0
"""While a slow feed is waited for, others become due."""

Polls: TypeAlias = set[asyncio.Task[PollReport]]


@dataclass(slots=True)
class Poller:
    """Polls one catalogue into one store. `feeds` is asked anew at each poll: the file may be reloaded."""

    store: Store
    fetcher: FeedFetcher
    parser: FeedParser
    judges: ItemJudge
    feeds: Callable[[], Mapping[str, Feed]]
    rules: IntakeRules
    tell_operator: TellOperator
    chooser: SentenceChooser | None = None
    articles: ArticleReader | None = None
    hubs: HubNotes | None = None
    """Only where hubs can reach us."""
    concurrency: int = 16
    unpaced: Collection[str] = ()
    """The operator's own hosts, which need no politeness."""
    pace: bool = True
    """False in tests and simulations whose clock stands still."""
    spread: Callable[[], float] = random.random
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    _poll: FeedPoll = field(init=False)
    _stopping: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        self._poll = FeedPoll(
            store=self.store,
            fetcher=self.fetcher,
            parser=self.parser,
            judges=self.judges,
            feeds=self.feeds,
            rules=self.rules,
            tell_operator=self.tell_operator,
            chooser=self.chooser,
            articles=self.articles,
            hubs=self.hubs,
            pace=self.pace,
            pause=self.pause,
            spread=self.spread,
        )

    async def poll_due(self, *, progress: Callable[[PollReport], None] | None = None) -> list[PollReport]:
        """Poll every feed that is due, and say how each poll went."""
        reports: list[PollReport] = []

        def kept(report: PollReport) -> None:
            reports.append(report)
            if progress:
                progress(report)

        await self.keep_polling(kept)
        return reports

    async def keep_polling(self, progress: Callable[[PollReport], None] | None = None) -> None:
        """Poll until no feed is due, which among thousands may be never: nothing is remembered of a poll.

        Some are polled at once; a broken one stops no other, a slow one delays none.
        """
        running: Polls = set()
        try:
            while True:
                running |= {
                    asyncio.create_task(self._poll_safely(lease)) for lease in await self._claimed(running)
                }
                if not running and not await self._hosts_awaited():
                    return
                done, running = await _first_done(running)
                for task in done:
                    report = task.result()
                    if progress:
                        progress(report)
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def poll_now(self, *, progress: Callable[[PollReport], None] | None = None) -> list[PollReport]:
        """Poll every active feed once, due or not."""
        await self.store.hasten_feeds()
        return await self.poll_due(progress=progress)

    def stop(self) -> None:
        """Begin no further poll; those that are running end as they would."""
        self._stopping = True

    async def _claimed(self, running: Collection[object]) -> list[FeedLease]:
        free = self.concurrency - len(running)
        if not free or self._stopping:
            return []
        return await self.store.claim_feeds(limit=free, lease_s=LEASE_S, unpaced=self.unpaced)

    async def _hosts_awaited(self) -> bool:
        """Wait until a host is free for a feed that is due; False if none is so soon."""
        wait_s = await self.store.host_wait_s()
        if wait_s is None or wait_s > HOST_GAP_S or self._stopping:
            return False
        # Zero: another worker was claiming just then.
        await self.pause(max(wait_s, SHORTEST_WAIT_S))
        return True

    async def _poll_safely(self, lease: FeedLease) -> PollReport:
        try:
            return await self._poll.poll(lease)
        except StoreError as exc:
            # Nothing of this poll is stored, the old validators included: the next poll sees it all again.
            log.error("poll not stored", feed=lease.slug, error=str(exc))  # noqa: TRY400 - the line says it all
            return PollReport(feed=lease.slug, error=str(exc), error_kind="store")
        except Exception as exc:
            log.exception("poll crashed", feed=lease.slug)
            return await self._poll.record_crash(lease, exc)


async def _first_done(running: Polls) -> tuple[Polls, Polls]:
    if not running:
        return set(), set()
    return await asyncio.wait(running, timeout=LOOK_AGAIN_S, return_when=asyncio.FIRST_COMPLETED)
