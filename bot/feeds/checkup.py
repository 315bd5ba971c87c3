"""Fetch and read every feed once, and say of each whether it is well and what to do if it is not."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from bot.core.errors import FeedError
from bot.core.models import Feed, Validators
from bot.core.tokens import shown_url
from bot.ports import FeedFetcher, FeedParser, ParsedFeed

QUIET_AFTER = timedelta(days=180)


class Health(StrEnum):
    """What one look at a feed tells."""

    OK = "ok"
    MOVED = "moved"
    EMPTY = "empty"
    QUIET = "quiet"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """The verdict on one feed, with an advice wherever a person may do something."""

    slug: str
    url: str
    """Without its secrets."""
    health: Health
    entries: int = 0
    newest: datetime | None = None
    error_kind: str = ""
    error: str = ""
    advice: str = ""
    warnings: tuple[str, ...] = ()


class Doctor:
    """Looks at feeds with the bot's own fetcher and parser, one at a time for each host."""

    def __init__(self, fetcher: FeedFetcher, parser: FeedParser, *, now: datetime) -> None:
        self._fetcher = fetcher
        self._parser = parser
        self._now = now
        # Ten searches of one site at once would get us blocked, and then the check would be what broke them.
        self._hosts = defaultdict[str, asyncio.Lock](asyncio.Lock)

    async def examine(
        self, feeds: Sequence[Feed], *, seen: Callable[[Checkup], None] = lambda _: None
    ) -> list[Checkup]:
        """Look at every feed; `seen` is told each verdict as it is reached. The order of `feeds` is kept."""

        async def one(feed: Feed) -> Checkup:
            async with self._hosts[urlsplit(feed.url).hostname or ""]:
                checkup = await self._examined(feed)
            seen(checkup)
            return checkup

        return list(await asyncio.gather(*map(one, feeds)))

    async def _examined(self, feed: Feed) -> Checkup:
        try:
            answer = await self._fetcher.fetch(feed, Validators())
            parsed = await self._parser.parse(
                answer.body or b"", feed=feed, content_type=answer.content_type, url=answer.url
            )
        except FeedError as exc:
            return Checkup(
                slug=feed.slug,
                url=shown_url(feed.url),
                health=Health.FAILED,
                error_kind=exc.kind,
                error=str(exc),
                advice=exc.advice,
            )
        return self._judged(feed, parsed, answer.moved_to)

    def _judged(self, feed: Feed, parsed: ParsedFeed, moved_to: str | None) -> Checkup:
        newest = max((item.published for item in parsed.items if item.published), default=None)
        health, advice = Health.OK, ""
        if moved_to:
            health, advice = Health.MOVED, f"moved for good: put {shown_url(moved_to)} into feeds.yaml"
        elif not parsed.items:
            health, advice = Health.EMPTY, "nothing to do if it may be empty; else look for another address"
        elif newest and self._now - newest > QUIET_AFTER:
            health, advice = (
                Health.QUIET,
                "nothing new for half a year: look whether the site has another feed",
            )
        return Checkup(
            slug=feed.slug,
            url=shown_url(feed.url),
            health=health,
            entries=len(parsed.items),
            newest=newest,
            advice=advice,
            warnings=parsed.warnings,
        )
