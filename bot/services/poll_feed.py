"""One feed's poll: fetch, parse, judge, and commit everything that follows in one transaction."""

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog

from bot.core import feed_memory
from bot.core.cadence import back_off_s, host_gap_s, next_poll_s, usual_gap_s
from bot.core.errors import FeedError, StoreError
from bot.core.feed_memory import FeedMemory, Notice
from bot.core.models import Analysis, Feed, Item, Validators
from bot.core.urls import host_of, same_server
from bot.core.vocabulary import FeedState
from bot.core.websub import PUSHED_POLL_S
from bot.ports import (
    ArticleReader,
    FeedFetcher,
    FeedLease,
    FeedParser,
    Fetched,
    FinishedPoll,
    ItemJudge,
    ParsedFeed,
    PollOutcome,
    SentenceChooser,
    Store,
)
from bot.services.articles import with_articles
from bot.services.choosing import chosen
from bot.services.hubs import HubNotes
from bot.services.intake import Intake, IntakeRules, Tally, is_reissue, is_too_old, kept_of
from bot.services.judging import judge, notice_of
from bot.services.notices import TellOperator
from bot.services.recording import COMPANY_S, Recorder

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class PollReport:
    """One poll for the log line, the progress display and the counts of `run --once`."""

    feed: str
    tally: Tally = field(default_factory=Tally)
    unchanged: bool = False
    warnings: tuple[str, ...] = ()
    error: str | None = None
    error_kind: str | None = None


@dataclass(slots=True, kw_only=True)
class FeedPoll:
    """Polls leased feeds, any number side by side."""

    store: Store
    fetcher: FeedFetcher
    parser: FeedParser
    judges: ItemJudge
    feeds: Callable[[], Mapping[str, Feed]]
    rules: IntakeRules
    tell_operator: TellOperator
    chooser: SentenceChooser | None
    articles: ArticleReader | None
    hubs: HubNotes | None
    pace: bool
    pause: Callable[[float], Awaitable[None]]
    spread: Callable[[], float]
    _recorder: Recorder = field(init=False)

    def __post_init__(self) -> None:
        company_s = COMPANY_S if self.pace else 0.0
        self._recorder = Recorder(self.store, self.tell_operator, company_s)

    async def poll(self, lease: FeedLease) -> PollReport:
        """Poll one feed. Raises StoreError if nothing of it could be stored."""
        feed = self.feeds().get(lease.slug)
        if feed is None:
            paused = PollOutcome(status=None, ms=0, state=FeedState.PAUSED)
            await self._recorder.finish(FinishedPoll(lease=lease, outcome=paused))
            return PollReport(feed=lease.slug, error="no longer in the catalogue", error_kind="removed")
        started = time.monotonic()
        feed = _moved(feed, lease.memory.moved_to)
        try:
            fetched = await self.fetcher.fetch(feed, lease.validators)
            parsed = await self._parsed(feed, fetched)
            ms = _ms_since(started)
            if parsed is None:
                return await self._record_unchanged(lease, feed, fetched, ms=ms)
            return await self._record_items(lease, feed, fetched, parsed, ms=ms)
        except FeedError as exc:
            return await self._record_failure(lease, exc, ms=_ms_since(started))

    async def _parsed(self, feed: Feed, fetched: Fetched) -> ParsedFeed | None:
        if fetched.body is None:
            return None
        return await self.parser.parse(
            fetched.body, feed=feed, content_type=fetched.content_type, url=fetched.url
        )

    async def _record_items(
        self, lease: FeedLease, feed: Feed, fetched: Fetched, parsed: ParsedFeed, *, ms: float
    ) -> PollReport:
        # The lease keeps other workers away from this feed, so what is new stays so while we judge, and the
        # database's one writer is not held meanwhile.
        sighting = await self.store.sighted(lease, parsed.items)
        fresh = sorted(sighting.fresh, key=_published_first)
        judged = await judge(fresh, feed, self.judges)
        analyses = judged.analyses
        now = lease.claimed_at
        gap_s = usual_gap_s(parsed.items)
        baseline = is_first_contact(lease, fresh, document_size=len(parsed.items))
        reissue = not baseline and is_reissue(fresh, document_size=len(parsed.items))
        if not baseline and not reissue:
            analyses = await self._with_articles(judged.items, analyses, feed, lease)
            analyses = await self._chosen(analyses, feed, now)
        memory = feed_memory.with_items(
            lease.memory, [item.published for item in parsed.items], is_new=bool(fresh), now=now
        )
        memory = await self._answered(lease, feed, memory, fetched)
        outcome = PollOutcome(
            status=fetched.status,
            ms=ms,
            bytes_read=len(fetched.body or b""),
            new_items=len(fresh),
            advice=parsed.left_out or None,
            next_poll_s=self._next_poll_s(
                feed, lease, fetched, gap_s=gap_s, ttl_s=parsed.ttl_s, changed=bool(fresh)
            ),
            # As long as some of a document waits to be judged, it must come again, and be told as it was.
            validators=lease.validators if judged.postponed else fetched.validators,
            gap_s=gap_s,
            seeded=lease.seeded or not judged.postponed,
            memory=memory,
            host=self._new_host(lease, memory),
            came_unannounced=bool(fresh) and lease.pinged_at is not None and not _is_announced(lease),
            host_gap_s=self._host_gap_s(fetched.status),
        )
        if self.hubs is not None:
            await self.hubs.note(lease, feed, fetched.links, parsed.links)
        if judged.failed:
            await self._recorder.tell([notice_of(judged.failed, slug=feed.slug, now=now)])
        pairs = list(zip(judged.items, analyses, strict=True))
        kept = kept_of(pairs, judged.failed, baseline=baseline)
        poll = FinishedPoll(lease=lease, outcome=outcome, kept=kept, stale=sighting.stale)
        relevant = [pair for pair in pairs if pair[1].verdict.relevant]
        tally = await self._stored(poll, relevant, baseline=baseline, reissue=reissue)
        if reissue:
            notice = Notice(
                title=f"{feed.slug}: the feed was re-issued",
                text=f"{len(fresh)} undated entries were new at once; they are kept but not posted.",
                once_key=f"reissue:{feed.slug}:{now:%Y-%m-%d}",
            )
            await self._recorder.tell([notice])
        _log_polled(lease, tally, parsed, ms=ms)
        return PollReport(feed=feed.slug, tally=tally, warnings=parsed.warnings)

    async def _stored(
        self,
        poll: FinishedPoll,
        relevant: Sequence[tuple[Item, Analysis]],
        *,
        baseline: bool,
        reissue: bool,
    ) -> Tally:
        """Write a poll down: with what concerns us in a transaction of its own, else beside other polls."""
        tally = Tally()
        # One transaction: an ETag saved without its items would hide them behind the next 304.
        if relevant:
            async with self.store.poll(poll.lease) as tx:
                now = poll.lease.claimed_at
                intake = Intake(tx, rules=self.rules, now=now, baseline=baseline, reissue=reissue)
                await intake.take_all(relevant)
                await tx.keep_items(poll.kept)
                await tx.note_presence(poll.stale)
                await tx.finish(poll.outcome)
            tally = intake.tally
        else:
            await self._recorder.finish(poll)
        for _, _, decision in poll.kept:
            tally.count(decision.fate)
        return tally

    async def _with_articles(
        self, fresh: list[Item], analyses: list[Analysis], feed: Feed, lease: FeedLease
    ) -> list[Analysis]:
        if self.articles is None or not feed.article:
            return analyses

        async def turn() -> None:
            await self.pause(self._host_gap_s(None))

        return await with_articles(
            fresh, analyses, self.articles, judges=self.judges, feed=feed, host=lease.host, turn=turn
        )

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
        memory = await self._answered(lease, feed, lease.memory, fetched)
        outcome = PollOutcome(
            status=fetched.status,
            ms=ms,
            validators=fetched.validators,
            gap_s=lease.gap_s,
            next_poll_s=self._next_poll_s(feed, lease, fetched, gap_s=lease.gap_s, changed=False),
            memory=memory,
            host=self._new_host(lease, memory),
            host_gap_s=self._host_gap_s(fetched.status),
        )
        await self._recorder.finish(FinishedPoll(lease=lease, outcome=outcome))
        log.debug("unchanged", feed=lease.slug, ms=round(ms))
        return PollReport(feed=lease.slug, unchanged=True)

    async def _answered(
        self, lease: FeedLease, feed: Feed, memory: FeedMemory, fetched: Fetched
    ) -> FeedMemory:
        now = lease.claimed_at
        moved_to = feed.kept(fetched.moved_to) if fetched.moved_to else None
        memory, notices = feed_memory.answered(
            memory, slug=lease.slug, failures=lease.failures, moved_to=moved_to, now=now
        )
        await self._recorder.tell(notices)
        return memory

    async def _record_failure(self, lease: FeedLease, exc: FeedError, *, ms: float) -> PollReport:
        failures = lease.failures + 1
        is_gone = exc.status == 410
        memory, notices = feed_memory.failed(
            lease.memory,
            slug=lease.slug,
            failures=failures,
            text=exc.advised,
            is_gone=is_gone,
            last_poll_at=lease.last_poll_at,
            now=lease.claimed_at,
        )
        await self._recorder.tell(notices)
        outcome = PollOutcome(
            status=exc.status,
            ms=ms,
            error_kind=exc.kind,
            error=str(exc),
            advice=exc.advice,
            next_poll_s=back_off_s(failures, retry_after_s=exc.retry_after_s, spread=self.spread()),
            state=FeedState.GONE if is_gone and lease.memory.moved_to is None else None,
            memory=memory,
            host=self._new_host(lease, memory),
            host_gap_s=self._host_gap_s(exc.status, exc.retry_after_s),
        )
        await self._recorder.finish(FinishedPoll(lease=lease, outcome=outcome))
        log.warning("poll failed", feed=lease.slug, kind=exc.kind, error=str(exc), failures=failures)
        return PollReport(feed=lease.slug, error=str(exc), error_kind=exc.kind)

    def _new_host(self, lease: FeedLease, memory: FeedMemory) -> str:
        """The lane of where it moved, or its own again; the store can't tell it from a masked address."""
        feed = self.feeds().get(lease.slug)
        if feed is None or memory.moved_to == lease.memory.moved_to:
            return ""
        return host_of(_moved(feed, memory.moved_to).url)

    def _host_gap_s(self, status: int | None, retry_after_s: float | None = None) -> float:
        return host_gap_s(status, retry_after_s) if self.pace else 0.0

    def _next_poll_s(
        self,
        feed: Feed,
        lease: FeedLease,
        fetched: Fetched,
        *,
        gap_s: float | None,
        ttl_s: float | None = None,
        changed: bool,
    ) -> float:
        usual = next_poll_s(
            gap_s=gap_s,
            unchanged_polls=0 if changed else lease.unchanged_polls + 1,
            asked_s=ttl_s or 0.0,
            fixed_s=feed.interval_s,
            pushed_s=PUSHED_POLL_S if self._is_told(lease, changed=changed) else 0.0,
            spread=self.spread(),
        )
        # The headers' own limits hold: Retry-After is believed for longer than what a cache is told.
        return max(usual, fetched.min_wait_s)

    def _is_told(self, lease: FeedLease, *, changed: bool) -> bool:
        """Whether a hub may be left to tell of changes: we listen, and it told of just what came."""
        return self.hubs is not None and _is_pushed(lease) and changed == _is_announced(lease)

    async def record_end(self, lease: FeedLease, error: FeedError) -> PollReport:
        """Count a poll that was ended, or ended itself by our own fault, as a failed one."""
        try:
            return await self._record_failure(lease, error, ms=0.0)
        except StoreError as unstored:
            log.error("poll not stored", feed=lease.slug, error=str(unstored))  # noqa: TRY400
            return PollReport(feed=lease.slug, error=str(error), error_kind=error.kind)


def _is_pushed(lease: FeedLease) -> bool:
    """Whether the feed's hub can be relied on to tell of changes: it said so, and did."""
    until, now = lease.pushed_until, lease.claimed_at
    return until is not None and until > now and lease.pinged_at is not None


def _is_announced(lease: FeedLease) -> bool:
    """Whether the hub has told of a change since the last poll.

    One that tells nothing of what came, or of what did not come, is not relied on for the next poll: the
    publisher's cache may still give the old document.
    """
    pinged, polled = lease.pinged_at, lease.last_poll_at
    return pinged is not None and (polled is None or pinged > polled)


def is_first_contact(lease: FeedLease, fresh: Sequence[Item], *, document_size: int) -> bool:
    """Whether the document is one that we never read: what stands in it is recorded, not posted.

    A feed that keeps its slug but gets another address has lost its validators. If the document there holds
    mostly what we know, the publisher moved it; else it is another document.
    """
    at_new_address = lease.validators == Validators()
    return not lease.seeded or (at_new_address and 2 * len(fresh) > document_size)


def _log_polled(lease: FeedLease, tally: Tally, parsed: ParsedFeed, *, ms: float) -> None:
    log.info(
        "polled",
        feed=lease.slug,
        new=tally.new,
        relevant=tally.relevant,
        stories=tally.stories,
        joined=tally.joined,
        queued=tally.queued,
        ms=round(ms),
        warnings=len(parsed.warnings),
        baseline=not lease.seeded,
    )


def _moved(feed: Feed, url: str | None) -> Feed:
    """The feed at the address to which it moved; its headers, which may hold tokens, stay at home."""
    if url is None:
        return feed
    url = feed.filled(url)
    return replace(feed, url=url, headers=feed.headers if same_server(feed.url, url) else {})


def _published_first(item: Item) -> tuple[bool, float]:
    """Oldest first, undated last: a story opens with its first report."""
    date: datetime | None = item.published
    return (date is None, date.timestamp() if date else 0.0)


def _ms_since(started: float) -> float:
    return (time.monotonic() - started) * 1000
