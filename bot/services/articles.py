"""Let an article's own page speak where a feed gives a teaser only; where that fails, the teaser stands."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

import structlog

from bot.core.classify import WORTH_READING
from bot.core.errors import FeedError
from bot.core.models import Analysis, Feed, Item
from bot.core.urls import host_of
from bot.ports import ArticleReader, ItemJudge
from bot.services.judging import judge

log = structlog.get_logger(__name__)

POLL_LIMIT = 5
"""Articles of one poll; the others are told from what the feed says."""
POLL_LIMIT_S = 40.0
"""All of them together; the lease on the feed allows for it."""


async def with_articles(
    fresh: Sequence[Item],
    analyses: Sequence[Analysis],
    reader: ArticleReader,
    *,
    judges: ItemJudge,
    feed: Feed,
    host: str,
    turn: Callable[[], Awaitable[None]],
    limit_s: float = POLL_LIMIT_S,
) -> list[Analysis]:
    """Judge items that concern us, or may, anew by their pages; `turn` waits for the host's pause.

    Only pages on the feed's own host are read: the poll holds that host's lane, and no other.
    """
    result = list(analyses)
    wanted = [
        place
        for place, analysis in enumerate(analyses)
        if analysis.verdict.score >= WORTH_READING and host_of(fresh[place].url) == host
    ]
    try:
        async with asyncio.timeout(limit_s):
            for place in wanted[:POLL_LIMIT]:
                result[place] = await _read(
                    fresh[place], analyses[place], reader, judges=judges, feed=feed, turn=turn
                )
    except TimeoutError:
        log.warning("articles too slow for this poll", feed=feed.slug)
    return result


async def _read(
    item: Item,
    analysis: Analysis,
    reader: ArticleReader,
    *,
    judges: ItemJudge,
    feed: Feed,
    turn: Callable[[], Awaitable[None]],
) -> Analysis:
    try:
        text = await reader.read(item.url, feed=feed, turn=turn)
    except FeedError as exc:
        log.info("article not read", feed=feed.slug, kind=exc.kind, error=str(exc))
        return analysis
    # A page that says less than the teaser is a wall in front of it.
    if len(text) <= len(item.text):
        return analysis
    whole = await judge([replace(item, text=text)], feed, judges)
    return whole.analyses[0] if whole.analyses else analysis
