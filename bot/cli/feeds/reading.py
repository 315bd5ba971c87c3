"""What the feed commands share: fetcher and parser, errors without secrets, a question before writing."""

import sys
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.output import out
from bot.core.errors import CivicwatchError, ConfigError, FeedError
from bot.feeds.fetch import HttpFetcher
from bot.feeds.pool import ParsePool
from bot.logs import redacted
from bot.settings import Settings

FeedsFile = Annotated[Path | None, typer.Option(help="Feed catalogue instead of CIVICWATCH_FEEDS_FILE.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Write without asking.")]


@asynccontextmanager
async def readers(settings: Settings, *, workers: int) -> AsyncIterator[tuple[HttpFetcher, ParsePool]]:
    """The bot's own fetcher and parser, with its guard and limits."""
    fetcher = HttpFetcher(
        user_agent=settings.user_agent,
        allow_hosts=settings.allow_hosts,
        concurrency=settings.poll_concurrency,
        proxy=settings.proxy_url,
    )
    async with ParsePool(
        workers=workers, timeout_s=settings.parse_timeout_s, memory_mb=settings.parse_memory_mb
    ) as pool:
        try:
            yield fetcher, pool
        finally:
            await fetcher.close()


@contextmanager
def told(secrets: Iterable[str]) -> Iterator[None]:
    """A feed's error as one line with its advice and without secrets."""
    try:
        yield
    except FeedError as exc:
        raise CivicwatchError(redacted(exc.advised, secrets)) from exc


def agreed(question: str, *, yes: bool) -> bool:
    """Whether the person wants it written. Raise ConfigError if nobody is there to be asked."""
    if yes:
        return True
    if not sys.stdin.isatty():
        raise ConfigError("nothing was written: add --yes to write it")
    if typer.confirm(question):
        return True
    out.print("nothing was written")
    return False
