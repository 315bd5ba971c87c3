"""Polls are polite to hosts, wait for no slow feed, follow moves, and notice silence."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from clocks import FixedClock
from services.pipeline import ScriptedFetcher, Told, document, entry, feed, poller

from bot.core.errors import FetchError, StoreError
from bot.core.models import Decision, Feed, Item, Validators
from bot.core.vocabulary import Fate, FeedState
from bot.ports import FeedLease, Fetched, FinishedPoll, PollOutcome
from bot.services.poll import LEASE_S, PollReport
from bot.services.recording import Recorder
from bot.store import SqlStore

DAY_S = 86_400.0


@dataclass
class WatchedFetcher(ScriptedFetcher):
    """Notes which feed was asked for, where and when; may send it elsewhere or wait."""

    clock: FixedClock | None = None
    asked: list[tuple[str, object]] = field(default_factory=list)
    moved_to: str | None = None
    min_wait_s: float = 0.0
    slow: dict[str, asyncio.Event] = field(default_factory=dict)
    seen: list[Feed] = field(default_factory=list)

    async def fetch(self, feed: Feed, validators: Validators) -> Fetched:
        self.seen.append(feed)
        if self.clock:
            self.asked.append((feed.slug, self.clock.now))
        if feed.slug in self.slow:
            await self.slow[feed.slug].wait()
        fetched = await super().fetch(feed, validators)
        moved_to = self.moved_to if self.moved_to != feed.url else None
        return replace(fetched, moved_to=moved_to, min_wait_s=self.min_wait_s)


def news(clock: FixedClock, days: Sequence[int]) -> bytes:
    return document(*(entry(f"Library news {n}", at=clock.now - timedelta(days=n)) for n in days))


async def test_one_host_is_asked_every_two_seconds_at_most(sqlite_store: SqlStore, clock: FixedClock) -> None:
    feeds = {
        slug: replace(feed(slug), url=f"https://calendars.example/{slug}") for slug in ("a", "b", "c")
    } | {"d": feed("d")}
    await sqlite_store.sync_feeds(list(feeds.values()))
    fetcher = WatchedFetcher(dict.fromkeys(feeds, news(clock, [1])), clock=clock)
    polls = poller(sqlite_store, fetcher, feeds)
    polls = replace(polls, pause=lambda wait_s: _advance(clock, wait_s), pace=True)
    start = clock.now
    reports = await polls.poll_now()
    assert sorted(report.feed for report in reports) == ["a", "b", "c", "d"]
    times = [(at - start).total_seconds() for slug, at in fetcher.asked if slug != "d"]
    assert times == [0, 2, 4]


async def _advance(clock: FixedClock, wait_s: float) -> None:
    clock.advance(wait_s)


async def test_retry_after_is_kept_for_a_day_though_the_answer_is_good(
    sqlite_store: SqlStore, clock: FixedClock
) -> None:
    feeds = {"duluth": feed("duluth", interval_s=300)}
    await sqlite_store.sync_feeds(list(feeds.values()))
    fetcher = WatchedFetcher({"duluth": news(clock, [1])}, min_wait_s=DAY_S)
    for _ in range(2):  # the second time it is unchanged
        await poller(sqlite_store, fetcher, feeds).poll_now()
        (row,) = await sqlite_store.feed_health()
        assert row.next_poll_at == clock.now + timedelta(days=1)


async def test_a_slow_feed_delays_no_other(sqlite_store: SqlStore, clock: FixedClock) -> None:
    feeds = {slug: feed(slug) for slug in ("slow", "a", "b", "c", "d")}
    await sqlite_store.sync_feeds(list(feeds.values()))
    gate = asyncio.Event()
    fetcher = WatchedFetcher(dict.fromkeys(feeds, news(clock, [1])), slow={"slow": gate})
    polls = replace(poller(sqlite_store, fetcher, feeds), concurrency=2)
    done: list[str] = []

    def progress(report: object) -> None:
        done.append(report.feed)  # type: ignore[attr-defined]
        if len(done) == 4:
            gate.set()

    async with asyncio.timeout(10):
        await polls.poll_due(progress=progress)
    assert done[-1] == "slow"


async def test_a_poll_that_outlives_its_lease_keeps_its_feed(store: SqlStore, clock: FixedClock) -> None:
    """A server may take five minutes: asked anew every two it would be asked for ever, and told of nowhere."""
    feeds = {slug: feed(slug) for slug in ("slow", "a", "b")}
    await store.sync_feeds(list(feeds.values()))
    gate = asyncio.Event()
    fetcher = WatchedFetcher(dict.fromkeys(feeds, news(clock, [1])), slow={"slow": gate})
    polls = replace(poller(store, fetcher, feeds), concurrency=2)
    reports: list[PollReport] = []

    def progress(report: PollReport) -> None:
        reports.append(report)
        clock.advance(LEASE_S + 10)
        if len(reports) == 2:
            gate.set()

    async with asyncio.timeout(10):
        await polls.poll_due(progress=progress)
    assert sorted(each.slug for each in fetcher.seen) == ["a", "b", "slow"]
    assert (reports[-1].feed, reports[-1].error) == ("slow", None)
    assert len(await store.trace("", limit=9)) == 3


async def test_a_poll_without_an_end_is_a_failure_with_an_advice(sqlite_store: SqlStore) -> None:
    feeds = {"slow": feed("slow")}
    await sqlite_store.sync_feeds(list(feeds.values()))
    polls = poller(sqlite_store, WatchedFetcher(slow={"slow": asyncio.Event()}), feeds)
    async with asyncio.timeout(10):
        (report,) = await replace(polls, limit_s=0.0).poll_due()
    assert report.error_kind == "too_slow"
    (row,) = await sqlite_store.feed_health()
    assert (row.failures, row.error_kind) == (1, "too_slow")
    assert "CIVICWATCH_PARSE_WORKERS" in (row.advice or "")


async def test_a_poller_that_is_stopped_ends_what_runs_and_begins_nothing(
    sqlite_store: SqlStore, clock: FixedClock
) -> None:
    feeds = {slug: feed(slug) for slug in ("slow", "a", "b")}
    await sqlite_store.sync_feeds(list(feeds.values()))
    gate = asyncio.Event()
    fetcher = WatchedFetcher(dict.fromkeys(feeds, news(clock, [1])), slow={"slow": gate})
    polls = replace(poller(sqlite_store, fetcher, feeds), concurrency=1)
    work = asyncio.create_task(polls.poll_due())
    async with asyncio.timeout(10):
        while not fetcher.seen:  # noqa: ASYNC110 - until the fetch is on its way
            await asyncio.sleep(0)
        polls.stop()
        gate.set()
        reports = await work
    assert [report.feed for report in reports] == ["slow"]
    assert len(fetcher.seen) == 1


async def test_polls_that_are_given_up_leave_no_task_behind(
    sqlite_store: SqlStore, clock: FixedClock
) -> None:
    feeds = {"slow": feed("slow")}
    await sqlite_store.sync_feeds(list(feeds.values()))
    fetcher = WatchedFetcher({"slow": news(clock, [1])}, slow={"slow": asyncio.Event()})
    work = asyncio.create_task(poller(sqlite_store, fetcher, feeds).poll_due())
    async with asyncio.timeout(10):
        while not fetcher.seen:  # noqa: ASYNC110 - until the fetch is on its way
            await asyncio.sleep(0)
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert len(asyncio.all_tasks()) == 1


async def test_a_move_is_followed_told_once_and_costs_no_token(
    sqlite_store: SqlStore, clock: FixedClock
) -> None:
    feeds = {"duluth": feed("duluth", headers={"Authorization": "Bearer TOKEN"})}
    await sqlite_store.sync_feeds(list(feeds.values()))
    fetcher, told = WatchedFetcher({"duluth": news(clock, [1])}), Told()
    fetcher.moved_to = "https://new.example/rss"
    polls = poller(sqlite_store, fetcher, feeds, told)
    for _ in range(4):
        await polls.poll_now()
    assert [each.url for each in fetcher.seen] == ["https://duluth.example/rss"] * 2 + [fetcher.moved_to] * 2
    assert [bool(each.headers) for each in fetcher.seen] == [True, True, False, False]
    assert [title for title, _ in told.notices] == ["duluth: moved for good"]
    (row,) = await sqlite_store.feed_health()
    assert (row.url, row.moved_to) == ("https://duluth.example/rss", fetcher.moved_to)
    fetcher.bodies["duluth"] = FetchError("gone", kind="gone", status=410)
    await polls.poll_now()  # the new address is given up, the feed is not
    fetcher.bodies["duluth"] = news(clock, [1])
    fetcher.moved_to = None
    (report,) = await polls.poll_now()
    assert (report.error, fetcher.seen[-1].url) == (None, "https://duluth.example/rss")


async def test_a_feed_that_is_too_long_says_so(sqlite_store: SqlStore) -> None:
    feeds = {"duluth": feed("duluth")}
    await sqlite_store.sync_feeds(list(feeds.values()))
    long = document(*(entry(f"Bill {number}") for number in range(2_001)))
    await poller(sqlite_store, ScriptedFetcher({"duluth": long}), feeds).poll_now()
    (row,) = await sqlite_store.feed_health()
    assert (row.failures, row.advice) == (0, "2,001 entries, the first 2,000 read")


async def test_a_feed_that_moves_to_tls_keeps_its_token(sqlite_store: SqlStore, clock: FixedClock) -> None:
    one = feed("duluth", headers={"Authorization": "Bearer TOKEN"})
    feeds = {"duluth": replace(one, url="http://duluth.example/rss")}
    await sqlite_store.sync_feeds(list(feeds.values()))
    fetcher = WatchedFetcher({"duluth": news(clock, [1])}, moved_to="https://duluth.example/rss")
    for _ in range(3):
        await poller(sqlite_store, fetcher, feeds).poll_now()
    assert (fetcher.seen[-1].url, bool(fetcher.seen[-1].headers)) == (fetcher.moved_to, True)


async def test_a_token_in_the_address_it_moved_to_is_kept_nowhere_and_renewed(
    store: SqlStore, clock: FixedClock
) -> None:
    def private(token: str) -> dict[str, Feed]:
        url = f"https://me:{token}@duluth.example/rss?k={token}"
        return {"duluth": replace(feed("duluth"), url=url, secrets={"DULUTH_KEY": token})}

    feeds = private("0ld/token")
    await store.sync_feeds(list(feeds.values()))
    fetcher = WatchedFetcher({"duluth": news(clock, [1])}, moved_to="https://new.example/rss?k=0ld/token")
    for _ in range(2):
        await poller(store, fetcher, feeds).poll_now()
    (row,) = await store.feed_health()
    assert row.moved_to == "https://new.example/rss?k=$ENV{DULUTH_KEY}"

    feeds, fetcher.moved_to = private("new+token"), None
    await store.sync_feeds(list(feeds.values()))
    await poller(store, fetcher, feeds).poll_now()
    assert fetcher.seen[-1].url == "https://new.example/rss?k=new+token"
    await store.hasten_feeds()
    (lease,) = await store.claim_feeds(limit=1, lease_s=60)
    assert (lease.slug, lease.host) == ("duluth", "new.example")
    idle = PollOutcome(status=304, ms=1, host_gap_s=0.0)
    await store.finish_polls([FinishedPoll(lease=lease, outcome=idle)])

    fetcher.bodies["duluth"] = FetchError("gone", kind="gone", status=410)
    await poller(store, fetcher, feeds).poll_now()  # back to its own address, and so to its own lane
    clock.advance(DAY_S)
    (lease,) = await store.claim_feeds(limit=1, lease_s=60)
    assert (lease.memory.moved_to, lease.host) == (None, "duluth.example")


async def test_a_token_in_another_spelling_makes_a_move_that_is_not_remembered(
    sqlite_store: SqlStore, clock: FixedClock
) -> None:
    feeds = {"duluth": replace(feed("duluth"), secrets={"DULUTH_KEY": "0ld/token"})}
    await sqlite_store.sync_feeds(list(feeds.values()))
    fetcher = WatchedFetcher({"duluth": news(clock, [1])}, moved_to="https://new.example/rss?k=0ld%2Ftoken")
    for _ in range(3):
        await poller(sqlite_store, fetcher, feeds).poll_now()
    assert (await sqlite_store.feed_health())[0].moved_to is None
    assert fetcher.seen[-1].url == "https://duluth.example/rss"


async def test_an_address_that_was_kept_whole_loses_what_is_a_secret_now(
    sqlite_store: SqlStore, clock: FixedClock
) -> None:
    plain = feed("duluth")
    await sqlite_store.sync_feeds([plain])
    fetcher = WatchedFetcher({"duluth": news(clock, [1])}, moved_to="https://new.example/rss?k=t0ken")
    for _ in range(2):
        await poller(sqlite_store, fetcher, {"duluth": plain}).poll_now()
    await sqlite_store.sync_feeds([replace(plain, secrets={"KEY": "t0ken"})])
    (row,) = await sqlite_store.feed_health()
    assert row.moved_to == "https://new.example/rss?k=$ENV{KEY}"


async def test_a_feed_that_is_gone_is_told_and_polled_no_more(sqlite_store: SqlStore) -> None:
    feeds = {"duluth": feed("duluth")}
    await sqlite_store.sync_feeds(list(feeds.values()))
    told = Told()
    fetcher = ScriptedFetcher({"duluth": FetchError("taken down", kind="gone", status=410)})
    polls = poller(sqlite_store, fetcher, feeds, told)
    await polls.poll_now()
    assert await polls.poll_now() == []
    assert [title for title, _ in told.notices] == ["duluth: gone"]
    assert (await sqlite_store.feed_health())[0].state is FeedState.GONE


async def test_of_one_day_every_turn_of_a_feeds_fate_is_told(
    sqlite_store: SqlStore, clock: FixedClock
) -> None:
    """The last word on a feed that died must not be that it works, or that it merely fails."""
    feeds = {"duluth": feed("duluth")}
    await sqlite_store.sync_feeds(list(feeds.values()))
    failing, gone = FetchError("503", kind="http_503", status=503), FetchError("410", kind="gone", status=410)
    fetcher, told = ScriptedFetcher({}), Told()
    polls = poller(sqlite_store, fetcher, feeds, told)
    for answer in (*[failing] * 3, news(clock, [1]), *[failing] * 3, gone):
        fetcher.bodies["duluth"] = answer
        await polls.poll_now()
        clock.advance(3_600)
    turns = ["failing", "works again", "failing", "gone"]
    assert [title for title, _ in told.notices] == [f"duluth: {turn}" for turn in turns]


async def test_silence_is_told_once_though_the_feed_answers(
    sqlite_store: SqlStore, clock: FixedClock
) -> None:
    feeds = {"duluth": feed("duluth")}
    await sqlite_store.sync_feeds(list(feeds.values()))
    fetcher, told = ScriptedFetcher({"duluth": news(clock, [0, 1, 2, 3])}), Told()
    polls = poller(sqlite_store, fetcher, feeds, told)
    for _ in range(9):
        await polls.poll_now()
        clock.advance(DAY_S)
    assert [title for title, _ in told.notices] == ["duluth: gone quiet"]
    (row,) = await sqlite_store.feed_health()
    assert (row.is_quiet, row.failures) == (True, 0)


async def test_a_failing_feed_is_polled_for_ever_and_its_recovery_told(
    sqlite_store: SqlStore, clock: FixedClock
) -> None:
    feeds = {"duluth": feed("duluth")}
    await sqlite_store.sync_feeds(list(feeds.values()))
    broken = FetchError("duluth.example: 403", kind="http_403", advice="Ask them.", status=403)
    fetcher, told = WatchedFetcher({"duluth": broken}, clock=clock), Told()
    polls = poller(sqlite_store, fetcher, feeds, told)
    for _ in range(10 * 24):
        await polls.poll_due()
        clock.advance(3_600)
    assert len(fetcher.asked) >= 14  # the first ones soon, then one a day
    assert {title for title, _ in told.notices} == {"duluth: failing"}
    assert 9 <= len(told.notices) <= 11
    fetcher.bodies["duluth"] = news(clock, [1])
    await polls.poll_now()
    assert told.notices[-1][0] == "duluth: works again"
    assert told.notices[0][1] == "duluth.example: 403: Ask them."


@dataclass
class CountingStore:
    """Counts commits; the first may fail."""

    sizes: list[int] = field(default_factory=list)
    fails: int = 0
    entered: asyncio.Event = field(default_factory=asyncio.Event)
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    refused: int | None = None

    async def finish_polls(self, polls: Sequence[FinishedPoll]) -> set[int]:
        self.sizes.append(len(polls))
        self.entered.set()
        await self.gate.wait()
        if self.fails:
            self.fails -= 1
            raise StoreError("the disk is full")
        ids = {poll.lease.feed_id for poll in polls}
        if self.refused in ids:
            raise StoreError("no such value")
        return ids & {7}


def finishing(store: CountingStore, clock: FixedClock) -> list[asyncio.Task[None]]:
    """Ten outcomes, nine of them while the first is being written."""
    recorder = Recorder(store, Told(), company_s=0.0)  # type: ignore[arg-type]
    leases = [
        FeedLease(
            feed_id=number, slug=f"f{number}", fence=1, validators=Validators(), seeded=True, failures=0,
            unchanged_polls=0, gap_s=None, claimed_at=clock.now,
        )
        for number in range(10)
    ]  # fmt: skip
    outcome = PollOutcome(status=304, ms=1)
    polls = [FinishedPoll(lease=lease, outcome=outcome) for lease in leases]
    return [asyncio.create_task(recorder.finish(poll)) for poll in polls]


async def finished(store: CountingStore, clock: FixedClock) -> list[object]:
    tasks = finishing(store, clock)
    await store.entered.wait()
    store.gate.set()
    return await asyncio.gather(*tasks, return_exceptions=True)


async def test_what_ends_during_a_commit_is_carried_by_the_next(clock: FixedClock) -> None:
    store = CountingStore()
    results = await finished(store, clock)
    assert len(store.sizes) <= 2
    assert sum(store.sizes) == 10
    assert [number for number, result in enumerate(results) if isinstance(result, StoreError)] == [7]


async def test_a_commit_that_fails_is_one_polls_loss_and_the_others_try_again(clock: FixedClock) -> None:
    store = CountingStore(fails=1)
    results = await finished(store, clock)
    assert [str(result) for result in results if result].count("the disk is full") == 1
    assert sum(isinstance(result, StoreError) for result in results) == 2  # and the lost lease


async def test_what_the_database_refuses_of_one_poll_is_no_other_polls_loss(clock: FixedClock) -> None:
    store = CountingStore(refused=4)
    results = await finished(store, clock)
    assert {number for number, result in enumerate(results) if result} == {4, 7}  # 7's lease is lost
    assert str(results[4]) == "no such value"


@pytest.mark.parametrize("given_up", [0, 1, 9])
async def test_a_poll_that_is_given_up_takes_no_other_with_it(clock: FixedClock, given_up: int) -> None:
    """The first is being written, the others wait for it."""
    store = CountingStore()
    tasks = finishing(store, clock)
    await store.entered.wait()
    tasks[given_up].cancel()
    store.gate.set()
    async with asyncio.timeout(10):
        results = await asyncio.gather(*tasks, return_exceptions=True)
    assert {number for number, result in enumerate(results) if result} == {given_up, 7}
    assert isinstance(results[given_up], asyncio.CancelledError)


async def test_a_poll_that_is_given_up_just_as_its_turn_comes_passes_it_on(clock: FixedClock) -> None:
    tasks: list[asyncio.Task[None]] = []

    class Interrupting(CountingStore):
        async def finish_polls(self, polls: Sequence[FinishedPoll]) -> set[int]:
            try:
                return await super().finish_polls(polls)
            except StoreError:
                # After it is told that it is its turn, and before it does anything about it.
                asyncio.get_running_loop().call_soon(tasks[1].cancel)
                raise

    store = Interrupting(fails=1)
    tasks += finishing(store, clock)
    await store.entered.wait()
    store.gate.set()
    async with asyncio.timeout(10):
        results = await asyncio.gather(*tasks, return_exceptions=True)
    assert [str(result) for result in results[:2]] == ["the disk is full", ""]
    assert isinstance(results[1], asyncio.CancelledError)
    assert [number for number, result in enumerate(results) if result] == [0, 1, 7]


async def test_a_poll_that_is_given_up_while_it_waits_for_company_stops_no_other(clock: FixedClock) -> None:
    """All running polls are given up at once when the store fails; the next ones must be written again."""
    store = CountingStore()
    store.gate.set()
    recorder = Recorder(store, Told(), company_s=60.0)  # type: ignore[arg-type]
    lease = FeedLease(
        feed_id=1, slug="f1", fence=1, validators=Validators(), seeded=True, failures=0, unchanged_polls=0,
        gap_s=None, claimed_at=clock.now,
    )  # fmt: skip
    poll = FinishedPoll(lease=lease, outcome=PollOutcome(status=304, ms=1))
    tasks = [asyncio.create_task(recorder.finish(poll)) for _ in range(3)]
    await asyncio.sleep(0)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    recorder.company_s = 0.0
    async with asyncio.timeout(10):
        await recorder.finish(poll)
    assert store.sizes


async def test_a_poll_with_items_waits_for_company(clock: FixedClock) -> None:
    """Parse processes hand documents on one by one; each alone would be a transaction."""
    store = CountingStore()
    store.gate.set()
    recorder = Recorder(store, Told(), company_s=0.001)  # type: ignore[arg-type]
    lease = FeedLease(
        feed_id=1, slug="f1", fence=1, validators=Validators(), seeded=True, failures=0, unchanged_polls=0,
        gap_s=None, claimed_at=clock.now,
    )  # fmt: skip
    item = Item(feed="f1", guid="1", url="", title="Snow is coming", text="")
    kept = [(item, None, Decision(fate=Fate.IRRELEVANT))]
    polls = [
        FinishedPoll(lease=replace(lease, feed_id=n), outcome=PollOutcome(status=200, ms=1), kept=kept)
        for n in range(3)
    ]
    await asyncio.gather(*(recorder.finish(poll) for poll in polls))
    assert store.sizes == [3]
