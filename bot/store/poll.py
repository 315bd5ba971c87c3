"""One feed's poll as one transaction: what was seen and what is to be posted become durable together."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from bot.core.developments import Development, together
from bot.core.errors import StoreError
from bot.core.models import Analysis, Decision, Destination, Item, Story, Subscription
from bot.core.stories import StoryProfile
from bot.core.vocabulary import Threads
from bot.ports import FeedLease, FinishedPoll, KeptItem, PollOutcome
from bot.store import deliveries, digests, feeds, items, lanes, stories, subscriptions, threads
from bot.store.database import Database, Transaction
from bot.store.queries import numbers
from bot.store.schema import channels

STORY_LOCK = 0x43_57_53_54_4F  # "CWSTO"


class SqlPollTransaction:
    """The poll of one leased feed. Lanes are touched last (`seal`): no lane waits for a poll."""

    def __init__(self, database: Database, tx: Transaction, lease: FeedLease) -> None:
        self._database = database
        self._tx = tx
        self._lease = lease
        self._alone = False
        self._woken: set[int] = set()
        self._urgent: set[int] = set()
        self._bumped: dict[int, int] = {}
        self._news: dict[int, threads.News] = {}

    async def note_presence(self, item_ids: Sequence[int]) -> None:
        """Record that the feed still holds these items."""
        await items.note_presence(self._tx, item_ids)

    async def candidates(self, keys: Collection[str], *, since: datetime) -> list[StoryProfile]:
        """Stories that share an index key and were last seen at or after `since`."""
        await self._serialise()
        return await stories.candidates(self._tx, keys, since=since)

    async def add_story(
        self,
        profile: StoryProfile,
        keys: Collection[str],
        *,
        title: str,
        at: datetime,
        follows: int | None,
        reasons: Sequence[str],
        held: bool = False,
    ) -> int:
        """Store a new story and return its id."""
        await self._serialise()
        return await stories.add(
            self._tx, profile, keys, title=title, at=at, follows=follows, reasons=reasons, held=held
        )

    async def join_story(self, profile: StoryProfile, keys: Collection[str], *, at: datetime) -> None:
        """Store a story's grown profile."""
        await self._serialise()
        await stories.join(self._tx, profile, keys, at=at)

    async def bump_story(self, story_id: int, *, title: str) -> int:
        """Raise the revision; posted messages become due for an edit."""
        await self._serialise()
        self._bumped[story_id] = revision = await stories.bump(self._tx, story_id, title=title)
        return revision

    async def add_item(
        self,
        item: Item,
        analysis: Analysis | None,
        decision: Decision,
        *,
        story_id: int | None = None,
        repost: bool = False,
    ) -> int:
        """Store an item and return its id."""
        return await items.add(
            self._tx, self._lease.feed_id, item, analysis, decision, story_id=story_id, repost=repost
        )

    async def keep_items(self, kept: Sequence[KeptItem]) -> None:
        """Store irrelevant or unjudged items together."""
        await items.keep(self._tx, [(self._lease.feed_id, kept)])

    async def story(self, story_id: int) -> Story:
        """The story as this transaction sees it. Raises StoreError if it has no source yet."""
        found = await stories.load(self._tx, [story_id])
        if not found:
            raise StoreError(f"story S-{story_id} has no source")
        return found[0]

    async def subscriptions(self) -> Sequence[Subscription]:
        """Every subscription that is not paused."""
        return await subscriptions.listed(self._tx, active_only=True)

    async def recent_posts(self, *, within_s: float) -> dict[Destination, int]:
        """New messages queued or sent to each channel that had any within the time."""
        return await deliveries.recent_posts(self._tx, within_s=within_s)

    async def enqueue(self, story_id: int, destinations: Iterable[Destination], *, priority: int = 0) -> int:
        """One delivery per channel, once. Returns how many are new."""
        await self._serialise()
        woken = await deliveries.enqueue_story(self._tx, story_id, destinations, priority=priority)
        self._woken.update(woken)
        if priority > 0:
            self._urgent.update(woken)
        return len(woken)

    async def enqueue_digest(self, story_id: int, wanted: Iterable[Subscription]) -> int:
        """Put the story on the next digest of each subscription, once."""
        await self._serialise()
        return await digests.enqueue(self._tx, story_id, wanted)

    async def tell_threads(
        self, story_id: int, development: Development, wanted: Mapping[Destination, Threads]
    ) -> None:
        """Answer in the threads of the story's messages, as far as their channels want it."""
        await self._serialise()
        so_far = self._news.get(story_id)
        told = together(so_far.development, development) if so_far else development
        self._news[story_id] = threads.News(told, {**(so_far.wanted if so_far else {}), **wanted})

    async def finish(self, outcome: PollOutcome) -> None:
        """Write the feed's row and the fetch record."""
        await feeds.record(self._tx, [FinishedPoll(lease=self._lease, outcome=outcome)])

    async def seal(self) -> None:
        """Queue edits and answers and wake the lanes, in the order of locks that lanes.py lays down."""
        lane_ids = set(self._woken)
        if changed := self._bumped.keys() | self._news.keys():
            lane_ids |= await deliveries.channels_of(self._tx, changed)
        if not lane_ids:
            return
        # All at once: two that lock some lanes and then further ones could block each other.
        await lanes.lock(self._tx, channels.c.id.in_(numbers(self._tx, lane_ids)))
        if self._bumped:
            self._woken.update(await deliveries.queue_edits(self._tx, self._bumped))
        if self._news:
            self._woken.update(await threads.queue(self._tx, self._news))
        if self._woken:
            await lanes.wake(self._tx, self._woken, urgent=self._urgent)

    async def _serialise(self) -> None:
        # Two workers that assign at the same time would each open a story for one development.
        if not self._alone:
            await self._database.exclusive(self._tx, STORY_LOCK)
            self._alone = True
