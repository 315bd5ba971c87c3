"""Small values and short cuts for tests that need a filled store."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from clocks import FixedClock

from bot.core.models import (
    Analysis,
    Decision,
    Destination,
    Feed,
    Filter,
    Item,
    Jurisdiction,
    Receipt,
    Subscription,
    Summary,
    Verdict,
)
from bot.core.redelivery import Redelivery
from bot.core.stories import index_keys, opened, profile_of
from bot.core.vocabulary import Action, Fate, Level, Mode, Platform, SourceKind, Stage, Topic
from bot.ports import FeedLease, FinishedPoll, PollOutcome, PollTransaction, Sighting
from bot.store import SqlStore

GENERAL = Destination(platform=Platform.DISCORD, workspace="77", channel="1")
SECOND = Destination(platform=Platform.DISCORD, workspace="77", channel="2")
NEWSROOM = Destination(platform=Platform.SLACK, workspace="T1", channel="C1")
EVERY_PLATFORM = (Platform.CONSOLE, Platform.DISCORD, Platform.SLACK)


def a_feed(slug: str = "gazette", **changes: object) -> Feed:
    values: dict[str, object] = {
        "slug": slug,
        "name": slug.title(),
        "url": f"https://{slug}.example/feed.xml",
        "kind": SourceKind.NEWS,
    }
    return Feed(**(values | changes))  # type: ignore[arg-type]


def an_item(number: int = 1, *, feed: str = "gazette", **changes: object) -> Item:
    values: dict[str, object] = {
        "feed": feed,
        "guid": f"{feed}-{number}",
        "url": f"https://{feed}.example/{number}",
        "title": f"Council number {number} bans facial recognition",
        "text": f"The council of town {number} voted 13-0 to ban facial recognition.",
    }
    return Item(**(values | changes))  # type: ignore[arg-type]


def an_analysis(
    item: Item,
    *,
    relevant: bool = True,
    score: float = 0.9,
    name: str = "Springfield",
    action: Action = Action.BAN,
) -> Analysis:
    verdict = Verdict(
        relevant=relevant,
        score=score,
        topics=(Topic.FACE_RECOGNITION,),
        action=action,
        stage=Stage.ENACTED,
        jurisdiction=Jurisdiction(level=Level.CITY, name=name, state="MN", country="US"),
        vote="13-0",
    )
    return Analysis(item=item, verdict=verdict, summary=Summary(sentences=(item.text,)))


def a_subscription(destination: Destination = GENERAL, **changes: object) -> Subscription:
    values: dict[str, object] = {"id": 0, "destination": destination, "filter": Filter()}
    return Subscription(**(values | changes))  # type: ignore[arg-type]


def a_digest_subscription(destination: Destination = GENERAL, **changes: object) -> Subscription:
    return a_subscription(destination, mode=Mode.DIGEST, **changes)


async def lease_of(store: SqlStore, feed: Feed | None = None) -> FeedLease:
    """Make the feed the whole catalogue and lease it."""
    await store.sync_feeds([feed or a_feed()])
    (lease,) = await store.claim_feeds(limit=1, lease_s=60, force=True)
    return lease


async def sight(store: SqlStore, *entries: Item, feed: Feed | None = None) -> Sighting:
    """What a poll of the feed finds new; it ends without storing any of it."""
    lease = await lease_of(store, feed)
    sighting = await store.sighted(lease, entries)
    await store.finish_polls([FinishedPoll(lease=lease, outcome=PollOutcome(status=200, ms=12.5))])
    return sighting


@asynccontextmanager
async def polling(
    store: SqlStore, feed: Feed | None = None, **outcome: object
) -> AsyncIterator[PollTransaction]:
    """One poll of the feed, finished."""
    lease = await lease_of(store, feed)
    values: dict[str, object] = {"status": 200, "ms": 12.5, "seeded": True}
    async with store.poll(lease) as tx:
        yield tx
        await tx.finish(PollOutcome(**(values | outcome)))  # type: ignore[arg-type]


async def put_story(
    store: SqlStore,
    number: int = 1,
    *,
    at: datetime,
    destinations: Sequence[Destination] = (),
    digests: Sequence[Subscription] = (),
    item: Item | None = None,
    feed: Feed | None = None,
    priority: int = 0,
    **facts: object,
) -> int:
    """One poll that brings one item and one story, queued for these channels; returns the story's number."""
    item = item or an_item(number)
    analysis = an_analysis(item, **facts)  # type: ignore[arg-type]
    profile = opened(profile_of(analysis, at=at))
    async with polling(store, feed) as tx:
        story_id = await tx.add_story(
            profile, index_keys(profile), title=item.title, at=at, follows=None, reasons=("first",)
        )
        await tx.add_item(item, analysis, Decision(fate=Fate.NEW_STORY), story_id=story_id)
        await tx.enqueue(story_id, destinations, priority=priority)
        await tx.enqueue_digest(story_id, digests)
    return story_id


async def put_back(store: SqlStore, *ids: int) -> bool:
    """Redeliver these, whatever waits in their channels; False if one of them can't be."""
    return not (await store.redeliver(Redelivery(ids=ids), hourly_cap=1_000)).unknown


async def post_all(store: SqlStore, clock: FixedClock) -> list[object]:
    """The stories that the channels get, by themselves or together, until nothing is due."""
    told: list[object] = []
    while leases := await store.claim_deliveries(platforms=EVERY_PLATFORM, limit=10, lease_s=30):
        for lease in leases:
            told.append(lease.digest_story_ids or lease.story_id)
            await store.acknowledge(lease, Receipt(remote_id=f"m{lease.delivery_id}", at=clock.now), gap_s=1)
        clock.advance(2)
    return told
