"""Poll what is due: some feeds at once, one of a host at a time, each as poll_feed.py lays down."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import structlog

from bot.core.cadence import HOST_GAP_S
from bot.core.errors import FeedError, StoreError
from bot.core.models import Feed
from bot.ports import ArticleReader, FeedFetcher, FeedLease, FeedParser, ItemJudge, SentenceChooser, Store
from bot.services.hubs import HubNotes
from bot.services.intake import IntakeRules
from bot.services.notices import TellOperator
from bot.services.poll_feed import FeedPoll, PollReport

__all__ = ["LEASE_S", "PollReport", "Poller"]

log = structlog.get_logger(__name__)

LEASE_S = 120.0
"""How soon another worker may take the feeds of one that died; a poll that goes on keeps its feed longer."""
LONGEST_POLL_S = 1800.0
"""A backstop: a slow server may take five minutes, and thousands of new items on a slow machine ten."""
SHORTEST_WAIT_S = 0.05
LOOK_AGAIN_S = 1.0
"""While a slow feed is waited for, others become due."""

Polls: TypeAlias = dict[asyncio.Task[PollReport], FeedLease]


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
    limit_s: float = LONGEST_POLL_S
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
        running: Polls = {}
        try:
            while True:
                for lease in await self._claimed(running.values()):
                    running[asyncio.create_task(self._poll_safely(lease))] = lease
                if not running and not await self._hosts_awaited():
                    return
                for task in await _first_done(running):
                    del running[task]
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

    async def _claimed(self, running: Collection[FeedLease]) -> list[FeedLease]:
        free = 0 if self._stopping else self.concurrency - len(running)
        if not free and not running:
            return []
        # Asked also when nothing more may begin: the leases of the polls that go on are renewed by it.
        return await self.store.claim_feeds(
            limit=free, lease_s=LEASE_S, unpaced=self.unpaced, held=tuple(running)
        )

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
            async with asyncio.timeout(self.limit_s) as limit:
                return await self._poll.poll(lease)
        except StoreError as exc:
            # Nothing of this poll is stored, the old validators included: the next poll sees it all again.
            log.error("poll not stored", feed=lease.slug, error=str(exc))  # noqa: TRY400 - the line says it all
            return PollReport(feed=lease.slug, error=str(exc), error_kind="store")
        except Exception as exc:
            if limit.expired():
                return await self._poll.record_end(lease, _too_slow(self.limit_s))
            log.exception("poll crashed", feed=lease.slug)
            return await self._poll.record_end(lease, _our_fault(exc))


def _too_slow(limit_s: float) -> FeedError:
    return FeedError(
        f"not polled within {limit_s / 60:g} minutes",
        kind="too_slow",
        advice="it gives more at once than this machine can judge: take a shorter feed, or raise "
        "CIVICWATCH_PARSE_WORKERS",
    )


def _our_fault(exc: Exception) -> FeedError:
    return FeedError(
        f"{type(exc).__name__}: {exc}", kind="internal", advice="This is our fault: please report it."
    )


async def _first_done(running: Polls) -> Collection[asyncio.Task[PollReport]]:
    if not running:
        return ()
    done, _ = await asyncio.wait(running, timeout=LOOK_AGAIN_S, return_when=asyncio.FIRST_COMPLETED)
    return done
