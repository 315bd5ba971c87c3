"""Items that concern us are told by their pages where the operator asks for it; failures cost nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

import pytest
from clocks import NOON
from services.pipeline import InProcessParser, ScriptedFetcher, document, entry, feed, poller

from bot.core.errors import FetchError
from bot.core.models import Feed
from bot.services.articles import POLL_LIMIT, with_articles
from bot.services.judging import judge
from bot.store import SqlStore

TITLE = "Duluth City Council votes to ban police use of facial recognition"
TEASER = "The Duluth City Council voted on Monday to ban facial recognition by police."
ARTICLE = (
    "The Duluth City Council voted 7-2 on Monday to ban the Duluth Police Department from using facial "
    "recognition technology. The ordinance takes effect in January. Residents may sue the city."
)
OLD = entry("Library opens on Sundays", "The library will open on Sundays.", at=NOON)


@dataclass
class ScriptedReader:
    """Gives every page the same text, or raises."""

    text: str | Exception = ARTICLE
    asked: list[str] = field(default_factory=list)

    async def read(self, url: str, *, feed: Feed, turn: Callable[[], Awaitable[None]]) -> str:
        await turn()
        self.asked.append(url)
        if isinstance(self.text, Exception):
            raise self.text
        return self.text


async def votes_of(store: SqlStore, reader: ScriptedReader, *, article: bool = True) -> list[str | None]:
    feeds = {"duluth": feed("duluth", home="us/mn", article=article)}
    await store.sync_feeds(list(feeds.values()))
    fetcher = ScriptedFetcher({"duluth": document(OLD)})
    polls = replace(poller(store, fetcher, feeds), articles=reader)
    await polls.poll_now()
    news = entry(TITLE, TEASER, at=NOON, url="https://duluth.example/ban")
    soup = entry("Ten soups for winter", "Leek.", at=NOON, url="https://duluth.example/soup")
    fetcher.bodies["duluth"] = document(OLD, news, soup)
    await polls.poll_now()
    return [story.verdict.vote for story in await store.latest()]


async def test_the_page_of_what_concerns_us_is_read_and_no_other(sqlite_store: SqlStore) -> None:
    reader = ScriptedReader()
    assert await votes_of(sqlite_store, reader) == ["7-2"]
    assert reader.asked == ["https://duluth.example/ban"]


async def test_without_being_asked_for_no_page_is_read(sqlite_store: SqlStore) -> None:
    reader = ScriptedReader()
    assert await votes_of(sqlite_store, reader, article=False) == [None]
    assert reader.asked == []


@pytest.mark.parametrize("text", [FetchError("403", kind="http_403"), "Log in."])
async def test_where_the_page_fails_the_teaser_stands(sqlite_store: SqlStore, text: str | Exception) -> None:
    assert await votes_of(sqlite_store, ScriptedReader(text)) == [None]


async def judged(reader: ScriptedReader, *urls: str, turn: Callable[[], Awaitable[None]]) -> int:
    ours = feed("duluth", home="us/mn", article=True)
    parsed = document(*(entry(f"{TITLE} {n}", TEASER, at=NOON, url=url) for n, url in enumerate(urls)))
    parser = InProcessParser()
    items = (await parser.parse(parsed, feed=ours)).items
    before = (await judge(items, ours, parser)).analyses
    after = await with_articles(
        items, before, reader, judges=parser, feed=ours, host="duluth.example", turn=turn, limit_s=0.2
    )
    assert len(after) == len(before)
    return sum(one is not other for one, other in zip(before, after, strict=True))


async def at_once() -> None: ...


async def never() -> None:
    await asyncio.Event().wait()


async def test_only_pages_of_the_host_whose_lane_we_hold_are_read() -> None:
    reader = ScriptedReader()
    urls = ("https://duluth.example/a", "https://elsewhere.example/b", "https://www.duluth.example/c")
    assert await judged(reader, *urls, turn=at_once) == 2
    assert "https://elsewhere.example/b" not in reader.asked


async def test_a_poll_reads_few_pages() -> None:
    reader = ScriptedReader()
    await judged(reader, *(f"https://duluth.example/{n}" for n in range(9)), turn=at_once)
    assert len(reader.asked) == POLL_LIMIT


async def test_pages_that_take_too_long_are_given_up() -> None:
    assert await judged(ScriptedReader(), "https://duluth.example/a", turn=never) == 0
