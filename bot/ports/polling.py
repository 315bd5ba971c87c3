"""What polling needs from the store: leases on feeds, and one transaction for each poll."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeAlias

from bot.core.cadence import HOST_GAP_S
from bot.core.developments import Development
from bot.core.feed_memory import FeedMemory
from bot.core.models import (
    Analysis,
    Decision,
    Destination,
    Item,
    Story,
    Subscription,
    Validators,
)
from bot.core.stories import StoryProfile
from bot.core.vocabulary import FeedState, Threads


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLease:
    """The right to poll one feed until `lease_until`, and what the last poll left behind."""

    feed_id: int
    slug: str
    fence: int
    validators: Validators
    seeded: bool
    """False until the first poll that stored items: that poll is the baseline."""
    failures: int
    unchanged_polls: int
    gap_s: float | None
    """Usual time between the items of the last document."""
    claimed_at: datetime
    """By the database's clock."""
    host: str = ""
    """The lane that this feed shares with every other feed of its host."""
    memory: FeedMemory = field(default_factory=FeedMemory)
    pushed_until: datetime | None = None
    """Until when its hub tells of changes."""
    pinged_at: datetime | None = None
    """When it last did, unless news came without its word since."""
    last_poll_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PollOutcome:
    """What a poll tells the feed's row; written in the same transaction as the items."""

    status: int | None
    ms: float
    bytes_read: int = 0
    new_items: int = 0
    next_poll_s: float = 900.0
    validators: Validators | None = None
    """None keeps the old ones: a failed poll must not hide items behind a later 304."""
    gap_s: float | None = None
    seeded: bool | None = None
    error_kind: str | None = None
    error: str | None = None
    advice: str | None = None
    """For the operator: what to do about the error, or what of a long document was left out."""
    state: FeedState | None = None
    memory: FeedMemory | None = None
    """None keeps the old one."""
    host: str = ""
    """The lane it waits in from now on, if it moved or came back."""
    came_unannounced: bool = False
    """News that its hub did not tell of: the hub is not relied on until it tells again."""
    host_gap_s: float = HOST_GAP_S
    """How long the host is left alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHealth:
    """One feed for `feeds list`, `/civicwatch status` and the operator."""

    slug: str
    name: str
    url: str
    state: FeedState
    last_ok_at: datetime | None
    last_poll_at: datetime | None
    next_poll_at: datetime | None
    failures: int
    error_kind: str | None
    error: str | None
    advice: str | None
    items: int
    relevant: int
    gap_s: float | None = None
    """The expected rhythm: usual time between items."""
    last_item_at: datetime | None = None
    is_quiet: bool = False
    """It answers, but has brought nothing for much longer than usual."""
    moved_to: str | None = None
    """Where it is fetched, if not at `url`; like that one without what stands for `$ENV{NAME}`."""
    pushed_until: datetime | None = None
    """Until when its hub tells of what is new, if one does."""

    @property
    def relevant_share(self) -> float | None:
        """Which part of its items concerned us; None before the first item."""
        return self.relevant / self.items if self.items else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What a document holds that its feed never gave, and what it holds still.

    Seen means: the guid is known, or the entry is an earlier item of this feed, gone from the document under
    its own guid, that comes back under another (`core/dedupe.py`): publishers regenerate guids.
    """

    fresh: list[Item]
    """In the document's order, without doubles among themselves."""
    stale: list[int]
    """Ids of known items whose presence was not noted for long."""


KeptItem: TypeAlias = tuple[Item, Analysis | None, Decision]
"""An irrelevant or unjudged item: identity, title, decision and score of it are stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedPoll:
    """A poll that brought nothing for readers, ready to be written."""

    lease: FeedLease
    outcome: PollOutcome
    kept: Sequence[KeptItem] = ()
    stale: Sequence[int] = ()
    """Ids of items whose presence is to be noted."""


class PollTransaction(Protocol):
    """One feed's poll, committed whole or not at all. Story assignment is serialised across workers."""

    async def note_presence(self, item_ids: Sequence[int]) -> None:
        """Record that the feed still holds these items: they must not be forgotten."""
        ...

    async def candidates(self, keys: Collection[str], *, since: datetime) -> list[StoryProfile]:
        """Stories that share an index key and were last seen at or after `since`."""
        ...

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
        """Store a new story (profile.id is ignored) and return its id."""
        ...

    async def join_story(self, profile: StoryProfile, keys: Collection[str], *, at: datetime) -> None:
        """Store a story's grown profile under its id."""
        ...

    async def bump_story(self, story_id: int, *, title: str) -> int:
        """A reader would notice the change: raise the revision; sent deliveries become due for an edit."""
        ...

    async def add_item(
        self,
        item: Item,
        analysis: Analysis | None,
        decision: Decision,
        *,
        story_id: int | None = None,
        repost: bool = False,
    ) -> int:
        """Store an item; irrelevant ones keep identity, title, decision and score only. Returns its id."""
        ...

    async def keep_items(self, kept: Sequence[KeptItem]) -> None:
        """Store irrelevant or unjudged items together."""
        ...

    async def story(self, story_id: int) -> Story:
        """The story as it stands within this transaction."""
        ...

    async def subscriptions(self) -> Sequence[Subscription]:
        """Every subscription that is not paused."""
        ...

    async def recent_posts(self, *, within_s: float) -> Mapping[Destination, int]:
        """New messages queued or sent to each channel that had any within the time: for the hourly cap."""
        ...

    async def enqueue(self, story_id: int, destinations: Iterable[Destination], *, priority: int = 0) -> int:
        """One delivery per channel, unless it has the story already. Returns how many are new."""
        ...

    async def enqueue_digest(self, story_id: int, subscriptions: Iterable[Subscription]) -> int:
        """Put the story on the next digest of each subscription, once."""
        ...

    async def tell_threads(
        self, story_id: int, development: Development, wanted: Mapping[Destination, Threads]
    ) -> None:
        """Answer in the threads of the story's messages, as far as their channels want it; nothing twice."""
        ...

    async def finish(self, outcome: PollOutcome) -> None:
        """Write the feed's row and the fetch record; releases the lease if the fence still holds."""
        ...
