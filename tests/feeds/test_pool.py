"""The parse workers: what comes back, what is killed, and that nothing stays behind."""

import asyncio
from dataclasses import replace
from typing import ClassVar

import psutil
import pytest

from bot.core.classify import analyse
from bot.core.errors import ParseError
from bot.core.models import Feed, Item
from bot.core.vocabulary import SourceKind
from bot.feeds.frames import ITEMS, Job, Reply, Task
from bot.feeds.parse import parse_document
from bot.feeds.pool import ParsePool
from bot.feeds.workers import Worker, WorkerDiedError
from bot.ports import Unjudged

FEED = Feed(
    slug="council", name="Council", url="https://council.example/feed", kind=SourceKind.NEWS, language="en"
)
DOCUMENT = b"<rss version='2.0'><channel><title>T</title><item><title>One</title><pubDate>Fri, 20 Nov 2026 22:15:00 GMT</pubDate></item></channel></rss>"


def children() -> set[int]:
    return {child.pid for child in psutil.Process().children(recursive=True)}


async def test_a_document_comes_back_as_if_parsed_here(clock):
    async with ParsePool(workers=1, now=clock) as pool:
        there = await pool.parse(DOCUMENT, feed=FEED, content_type="text/xml", url=FEED.url)

    here = parse_document(
        DOCUMENT,
        feed_slug="council",
        content_type="text/xml",
        url=FEED.url,
        language="en",
        outlet="Council",
        now=clock(),
    )
    assert there == here
    assert there.items[0].outlet == "Council"


VOTE = Item(
    feed="council",
    guid="vote",
    url="https://council.example/vote",
    title="Duluth City Council votes 7-2 to ban police use of facial recognition",
    text="The Duluth City Council voted 7-2 on Monday to ban police from using facial recognition.",
)
SNOW = replace(VOTE, guid="snow", title="Snow is coming", text="A foot of it by Sunday.")


async def test_items_are_judged_as_if_judged_here():
    items = [VOTE, SNOW] * 30
    async with ParsePool(workers=1) as pool:
        there = await pool.judge(items, feed=FEED)

    here = [analyse(item, home=FEED.home, kind=FEED.kind) for item in (VOTE, SNOW)]
    assert there == here * 30
    assert [analysis.verdict.relevant for analysis in here] == [True, False]


class Overwhelmed(Worker):
    """A worker whose judging never ends for items that say so."""

    asked: ClassVar[list[int]] = []

    async def ask(self, job: Job, body: bytes) -> Reply:
        if job.task is Task.ITEMS:
            items = ITEMS.validate_json(body)
            self.asked.append(len(items))
            if any("endless" in item.title for item in items):
                await self.stop()
                raise WorkerDiedError(timed_out=True)
        return await super().ask(job, body)


async def test_an_item_that_takes_too_long_costs_itself_only(monkeypatch):
    monkeypatch.setattr("bot.feeds.pool.Worker", Overwhelmed)
    monkeypatch.setattr(Overwhelmed, "asked", [])
    items = [SNOW, replace(SNOW, guid="bad", title="endless"), VOTE]
    async with ParsePool(workers=1) as pool:
        snow, bad, vote = await pool.judge(items, feed=FEED)

    assert (snow.verdict.relevant, vote.verdict.relevant) == (False, True)
    assert isinstance(bad, Unjudged)
    assert "5 s" in bad.error
    assert Overwhelmed.asked == [3, 1, 1, 1]


async def test_a_feed_full_of_such_items_ends_within_its_lease(monkeypatch):
    monkeypatch.setattr("bot.feeds.pool.Worker", Overwhelmed)
    monkeypatch.setattr(Overwhelmed, "asked", [])
    async with ParsePool(workers=1) as pool:
        judged = await pool.judge([replace(SNOW, title="endless")] * 40, feed=FEED)

    assert [each.is_postponed for each in judged] == [False] * 3 + [True] * 37
    assert Overwhelmed.asked == [40, 1, 1, 1]


async def test_a_refusal_comes_back_whole():
    async with ParsePool(workers=1) as pool:
        with pytest.raises(ParseError, match="Invalid feed") as caught:
            await pool.parse(b"Invalid feed", feed=FEED)

    assert caught.value.kind == "invalid_feed"
    assert "anew" in caught.value.advice


async def test_documents_are_parsed_at_once_by_as_many_workers_as_allowed():
    before = children()
    async with ParsePool(workers=2) as pool:
        found = await asyncio.gather(*(pool.parse(DOCUMENT, feed=FEED) for _ in range(8)))
        started = children() - before

    assert [feed.title for feed in found] == ["T"] * 8
    assert len(started) == 2
    assert not children() & started


def slow(elements: int) -> bytes:
    """A document that is harmless but takes its time: some tenths of a second for 39,000 elements."""
    return b"<rss version='2.0'><channel><title>slow</title>" + b"<a>" * elements + b"</channel></rss>"


async def warm_worker(pool: ParsePool, before: set[int]) -> psutil.Process:
    """The pool's one worker, started and idle."""
    await pool.parse(DOCUMENT, feed=FEED)
    (pid,) = children() - before
    return psutil.Process(pid)


async def working(worker: psutil.Process) -> None:
    """Wait until a worker that was idle is deep in a document."""
    idle = worker.cpu_times().user
    async with asyncio.timeout(20):  # a document that is refused at once would have us wait for ever
        while worker.cpu_times().user < idle + 0.05:  # noqa: ASYNC110 - another process raises no event
            await asyncio.sleep(0)


async def test_a_document_that_takes_too_long_is_ended_and_the_next_one_parsed():
    async with ParsePool(workers=1, timeout_s=0.2) as pool:
        with pytest.raises(ParseError, match=r"not read within 0\.2 s") as caught:
            await pool.parse(slow(39_000), feed=FEED)
        assert caught.value.kind == "parse_timeout"

        assert (await pool.parse(DOCUMENT, feed=FEED)).title == "T"


async def test_a_document_that_takes_too_much_memory_is_ended_and_the_next_one_parsed():
    async with ParsePool(workers=1, memory_mb=100) as pool:
        with pytest.raises(ParseError) as caught:
            await pool.parse(b"<rss><channel>" + b"<item>" + b"<title>x</title>" * 1_500_000, feed=FEED)
        assert caught.value.kind in {"too_much_memory", "parser_died"}
        assert caught.value.advice

        assert (await pool.parse(DOCUMENT, feed=FEED)).title == "T"


async def test_a_worker_that_cannot_start_is_not_the_documents_fault():
    async with ParsePool(workers=1, memory_mb=1) as pool:
        with pytest.raises(ParseError, match="does not start") as caught:
            await pool.parse(DOCUMENT, feed=FEED)

    assert caught.value.kind == "no_parser"
    assert "CIVICWATCH_PARSE_MEMORY_MB" in caught.value.advice


async def test_neighbours_of_a_bad_document_notice_nothing():
    async with ParsePool(workers=2, timeout_s=0.5) as pool:
        found = await asyncio.gather(
            pool.parse(slow(39_000), feed=FEED),
            *(pool.parse(DOCUMENT, feed=FEED) for _ in range(5)),
            return_exceptions=True,
        )

    assert isinstance(found[0], ParseError)
    assert [parsed.title for parsed in found[1:]] == ["T"] * 5


async def test_an_idle_worker_that_was_killed_is_replaced():
    before = children()
    async with ParsePool(workers=1) as pool:
        worker = await warm_worker(pool, before)
        worker.kill()

        assert (await pool.parse(DOCUMENT, feed=FEED)).title == "T"


async def test_a_document_whose_worker_was_killed_gets_a_second_chance():
    before = children()
    async with ParsePool(workers=1, timeout_s=30) as pool:
        worker = await warm_worker(pool, before)
        parsing = asyncio.create_task(pool.parse(slow(10_000), feed=FEED))
        await working(worker)
        worker.kill()

        assert (await parsing).title == "slow"


async def test_a_worker_that_stands_still_is_killed_from_outside():
    before = children()
    async with ParsePool(workers=1, timeout_s=0.2) as pool:
        worker = await warm_worker(pool, before)
        worker.suspend()  # its own alarm can't end it now

        with pytest.raises(ParseError) as caught:
            await pool.parse(DOCUMENT, feed=FEED)

        assert caught.value.kind == "parse_timeout"
        assert (await pool.parse(DOCUMENT, feed=FEED)).title == "T"


async def test_a_parse_that_is_cancelled_leaves_no_answer_behind():
    before = children()
    async with ParsePool(workers=1, timeout_s=30) as pool:
        worker = await warm_worker(pool, before)
        parsing = asyncio.create_task(pool.parse(slow(39_000), feed=FEED))
        await working(worker)
        parsing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await parsing

        assert worker not in children()
        assert (await pool.parse(DOCUMENT, feed=FEED)).title == "T"


async def test_closing_ends_what_is_still_at_work():
    before = children()
    pool = ParsePool(workers=1, timeout_s=30)
    worker = await warm_worker(pool, before)
    parsing = asyncio.create_task(pool.parse(slow(39_000), feed=FEED))
    await working(worker)
    await pool.close()

    with pytest.raises(ParseError, match="closed"):
        await parsing
    with pytest.raises(ParseError, match="closed"):
        await pool.parse(DOCUMENT, feed=FEED)
    assert not children() - before


async def test_nothing_is_left_open():
    process = psutil.Process()
    async with ParsePool(workers=1) as pool:
        await pool.parse(DOCUMENT, feed=FEED)
    files = process.num_fds()
    for _ in range(2):
        async with ParsePool(workers=1) as pool:
            await pool.parse(DOCUMENT, feed=FEED)

    assert process.num_fds() == files


async def test_workers_know_no_secret(monkeypatch):
    monkeypatch.setenv("CIVICWATCH_DISCORD_TOKEN", "s3cret")
    before = children()
    async with ParsePool(workers=1) as pool:
        worker = await warm_worker(pool, before)

        assert not any("s3cret" in value for value in worker.environ().values())
