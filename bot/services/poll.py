"""Poll what is due: fetch, parse, judge, and commit everything that follows in one transaction."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from bot.core.cadence import back_off_s, next_poll_s, usual_gap_s
from bot.core.errors import FeedError, StoreError
from bot.core.models import Analysis, Feed, Item
from bot.core.vocabulary import FeedState
from bot.ports import (
    FeedFetcher,
    FeedLease,
    FeedParser,
    Fetched,
    ParsedFeed,
    PollOutcome,
    SentenceChooser,
    Store,
)
from bot.services.choosing import chosen
from bot.services.intake import Intake, IntakeRules, Tally, analysed, is_reissue, is_too_old

log = structlog.get_logger(__name__)

LEASE_S = 120.0
"""Longer than fetch, parse, choices and commit together: limits of 20 s, 5 s and 30 s, and a margin."""

TellOperator = Callable[..., Awaitable[None]]
"""`tell(title=…, text=…, once_key=…)`: a notice that is sent once for each key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PollReport:
    """One poll for the log line, the progress display and the counts of `run --once`."""

    feed: str
    tally: Tally = field(default_factory=Tally)
    unchanged: bool = False
    warnings: tuple[str, ...] = ()
    error: str | None = None
    error_kind: str | None = None


@dataclass(slots=True)
class Poller:
    """Polls one catalogue into one store. `feeds` is asked anew at each poll: the file may be reloaded."""

    store: Store
    fetcher: FeedFetcher
    parser: FeedParser
    feeds: Callable[[], Mapping[str, Feed]]
    rules: IntakeRules
    tell_operator: TellOperator
    chooser: SentenceChooser | None = None
    concurrency: int = 16
    spread: Callable[[], float] = random.random

    async def poll_due(self, *, progress: Callable[[PollReport], None] | None = None) -> list[PollReport]:
        """Poll every feed that is due, some at once; one broken feed stops no other."""
        reports: list[PollReport] = []
        while leases := await self.store.claim_feeds(limit=self.concurrency, lease_s=LEASE_S):
            reports += await self._poll_all(leases, progress)
        return reports

    async def poll_now(self, *, progress: Callable[[PollReport], None] | None = None) -> list[PollReport]:
        """Poll every active feed once, due or not."""
        leases = await self.store.claim_feeds(limit=len(self.feeds()), lease_s=LEASE_S, force=True)
        return await self._poll_all(leases, progress)

    async def _poll_all(
        self, leases: Sequence[FeedLease], progress: Callable[[PollReport], None] | None
    ) -> list[PollReport]:
        gate = asyncio.Semaphore(self.concurrency)

        async def polled(lease: FeedLease) -> PollReport:
            async with gate:
                report = await self._poll_safely(lease)
            if progress:
                progress(report)
            return report

        return await asyncio.gather(*(polled(lease) for lease in leases))

    async def _poll_safely(self, lease: FeedLease) -> PollReport:
        try:
            return await self._poll(lease)
        except StoreError as exc:
            # Nothing of this poll is stored, the old validators included: the next poll sees it all again.
            log.error("poll not stored", feed=lease.slug, error=str(exc))  # noqa: TRY400 - the line says it all
            return PollReport(feed=lease.slug, error=str(exc), error_kind="store")
        except Exception as exc:
            log.exception("poll crashed", feed=lease.slug)
            return await self._record_crash(lease, exc)

    async def _record_crash(self, lease: FeedLease, exc: Exception) -> PollReport:
        error = f"{type(exc).__name__}: {exc}"
        outcome = self._failed(
            lease, kind="internal", error=error, advice="This is our fault: please report it."
        )
        try:
            async with self.store.poll(lease) as tx:
                await tx.finish(outcome)
        except StoreError as unstored:
            log.error("poll not stored", feed=lease.slug, error=str(unstored))  # noqa: TRY400
        return PollReport(feed=lease.slug, error=error, error_kind="internal")

    async def _poll(self, lease: FeedLease) -> PollReport:
        feed = self.feeds().get(lease.slug)
        if feed is None:
            async with self.store.poll(lease) as tx:
                await tx.finish(PollOutcome(status=None, ms=0, state=FeedState.PAUSED))
            return PollReport(feed=lease.slug, error="no longer in the catalogue", error_kind="removed")
        started = time.monotonic()
        try:
            fetched = await self.fetcher.fetch(feed, lease.validators)
            parsed = await self._parsed(feed, fetched)
        except FeedError as exc:
            return await self._record_failure(lease, feed, exc, ms=_ms_since(started))
        if parsed is None:
            return await self._record_unchanged(lease, feed, fetched, ms=_ms_since(started))
        return await self._record_items(lease, feed, fetched, parsed, ms=_ms_since(started))

    async def _parsed(self, feed: Feed, fetched: Fetched) -> ParsedFeed | None:
        if fetched.body is None:
            return None
        return await self.parser.parse(
            fetched.body, feed=feed, content_type=fetched.content_type, url=fetched.url
        )

    async def _record_items(
        self, lease: FeedLease, feed: Feed, fetched: Fetched, parsed: ParsedFeed, *, ms: float
    ) -> PollReport:
        async with self.store.poll(lease) as tx:
            fresh = await tx.unseen(parsed.items)
        # The lease keeps other workers away from this feed, so what is unseen stays so while we judge, and
        # the database's one writer is not held meanwhile.
        fresh.sort(key=_published_first)
        analyses = []
        for item in fresh:
            analyses.append(analysed(item, feed))
            await asyncio.sleep(0)  # a slash command may be waiting
        now = await self.store.now()
        gap_s = usual_gap_s([item.published for item in parsed.items])
        reissue = lease.seeded and is_reissue(fresh, document_size=len(parsed.items))
        if lease.seeded and not reissue:
            analyses = await self._chosen(analyses, feed, now)
        async with self.store.poll(lease) as tx:
            intake = Intake(tx, rules=self.rules, now=now, baseline=not lease.seeded, reissue=reissue)
            for item, analysis in zip(fresh, analyses, strict=True):
                await intake.take(item, analysis)
            # One transaction: an ETag saved without its items would hide them behind the next 304.
            await tx.finish(
                PollOutcome(
                    status=fetched.status,
                    ms=ms,
                    bytes_read=len(fetched.body or b""),
                    new_items=len(fresh),
                    next_poll_s=self._next_poll_s(
                        feed,
                        lease,
                        gap_s=gap_s,
                        asked_s=max(fetched.min_wait_s, parsed.ttl_s or 0),
                        changed=bool(fresh),
                    ),
                    validators=fetched.validators,
                    gap_s=gap_s,
                    seeded=True,
                )
            )
        if reissue:
            await self.tell_operator(
                title=f"{feed.slug}: the feed was re-issued",
                text=f"{len(fresh)} undated entries were new at once; they are kept but not posted.",
                once_key=f"reissue:{feed.slug}:{now:%Y-%m-%d}",
            )
        tally = intake.tally
        log.info(
            "polled",
            feed=feed.slug,
            new=tally.new,
            relevant=tally.relevant,
            stories=tally.stories,
            joined=tally.joined,
            queued=tally.queued,
            ms=round(ms),
            warnings=len(parsed.warnings),
            baseline=not lease.seeded,
        )
        return PollReport(feed=feed.slug, tally=tally, warnings=parsed.warnings)

    async def _chosen(self, analyses: list[Analysis], feed: Feed, now: datetime) -> list[Analysis]:
        """With the model's choices, if there is one: for what may be posted, outside the transaction."""
        if self.chooser is None:
            return analyses
        return await chosen(
            analyses,
            self.chooser,
            wanted=lambda one: one.verdict.relevant and not is_too_old(one.item, now=now, rules=self.rules),
            feed=feed.slug,
            now=now,
        )

    async def _record_unchanged(
        self, lease: FeedLease, feed: Feed, fetched: Fetched, *, ms: float
    ) -> PollReport:
        async with self.store.poll(lease) as tx:
            await tx.finish(
                PollOutcome(
                    status=fetched.status,
                    ms=ms,
                    validators=fetched.validators,
                    gap_s=lease.gap_s,
                    next_poll_s=self._next_poll_s(
                        feed, lease, gap_s=lease.gap_s, asked_s=fetched.min_wait_s, changed=False
                    ),
                )
            )
        log.debug("unchanged", feed=feed.slug, ms=round(ms))
        return PollReport(feed=feed.slug, unchanged=True)

    async def _record_failure(self, lease: FeedLease, feed: Feed, exc: FeedError, *, ms: float) -> PollReport:
        outcome = self._failed(
            lease,
            kind=exc.kind,
            error=str(exc),
            advice=exc.advice,
            status=exc.status,
            ms=ms,
            retry_after_s=exc.retry_after_s,
        )
        async with self.store.poll(lease) as tx:
            await tx.finish(outcome)
        log.warning("poll failed", feed=feed.slug, kind=exc.kind, error=str(exc), failures=lease.failures + 1)
        if lease.failures + 1 == 3 or outcome.state is FeedState.GONE:
            await self.tell_operator(
                title=f"{feed.slug}: {'gone' if outcome.state is FeedState.GONE else 'failing'}",
                text=f"{exc} {exc.advice}".strip(),
                once_key=f"failing:{feed.slug}:{exc.kind}:{await self._day()}",
            )
        return PollReport(feed=feed.slug, error=str(exc), error_kind=exc.kind)

    def _failed(
        self,
        lease: FeedLease,
        *,
        kind: str,
        error: str,
        advice: str,
        status: int | None = None,
        ms: float = 0.0,
        retry_after_s: float | None = None,
    ) -> PollOutcome:
        return PollOutcome(
            status=status,
            ms=ms,
            error_kind=kind,
            error=error,
            advice=advice,
            next_poll_s=back_off_s(lease.failures + 1, retry_after_s=retry_after_s, spread=self.spread()),
            state=FeedState.GONE if status == 410 else None,
        )

    def _next_poll_s(
        self, feed: Feed, lease: FeedLease, *, gap_s: float | None, asked_s: float, changed: bool
    ) -> float:
        return next_poll_s(
            gap_s=gap_s,
            unchanged_polls=0 if changed else lease.unchanged_polls + 1,
            asked_s=asked_s,
            fixed_s=feed.interval_s,
            spread=self.spread(),
        )

    async def _day(self) -> str:
        return f"{await self.store.now():%Y-%m-%d}"


def _published_first(item: Item) -> tuple[bool, float]:
    """Oldest first, undated last: a story opens with its first report."""
    date: datetime | None = item.published
    return (date is None, date.timestamp() if date else 0.0)


def _ms_since(started: float) -> float:
    return (time.monotonic() - started) * 1000
