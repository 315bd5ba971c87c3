"""What the polling benchmarks build alike: papers, and a poller as the application makes it."""

from collections.abc import Mapping
from typing import Any

from bot.core.models import Feed
from bot.core.vocabulary import SourceKind
from bot.feeds.pool import ParsePool
from bot.ports import FeedFetcher
from bot.services.intake import IntakeRules
from bot.services.poll import Poller
from bot.store import SqlStore


def paper(number: int, url: str, **more: Any) -> Feed:  # noqa: ANN401 - as Feed takes it
    """The feed of a local paper."""
    return Feed(
        slug=f"paper{number}", name=f"Paper {number}", url=url, kind=SourceKind.NEWS, home="us/mn", **more
    )


def poller_of(
    store: SqlStore,
    fetcher: FeedFetcher,
    pool: ParsePool,
    feeds: Mapping[str, Feed],
    **more: Any,  # noqa: ANN401 - as Poller takes it
) -> Poller:
    """A poller that parses and judges in the pool and tells nobody."""
    return Poller(
        store=store,
        fetcher=fetcher,
        parser=pool,
        judges=pool,
        feeds=lambda: feeds,
        rules=IntakeRules(),
        tell_operator=_untold,
        **more,
    )


async def _untold(*, title: str, text: str, once_key: str) -> None:
    """Nobody is told of a benchmark."""
