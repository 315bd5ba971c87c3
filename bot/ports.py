"""What services need from the world, as protocols; the edge implements them, tests may fake them."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Protocol

from bot.core.models import (
    Analysis,
    Decision,
    Destination,
    Feed,
    Filter,
    Item,
    Post,
    Receipt,
    Source,
    Story,
    Subscription,
    Validators,
)
from bot.core.stories import StoryProfile
from bot.core.vocabulary import DeliveryState, FeedState, Mode, Platform

# --- feeds ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A usable answer. `body` is None where nothing changed since the validators were made."""

    status: int
    body: bytes | None
    content_type: str
    url: str
    """Where the answer came from, after redirects."""
    validators: Validators
    min_wait_s: float = 0.0
    """What Cache-Control or Retry-After ask for."""
    moved_to: str | None = None
    """New URL if every redirect on the way was permanent (301, 308)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """A feed document as items, in document order."""

    title: str
    url: str
    language: str
    items: tuple[Item, ...]
    ttl_s: float | None = None
    warnings: tuple[str, ...] = ()
    """One line for each thing that was wrong and was mended or left out."""


class FeedFetcher(Protocol):
    """Gets a feed document over HTTP."""

    async def fetch(self, feed: Feed, validators: Validators) -> Fetched:
        """Raise FetchError with a kind and an advice if there is no usable answer."""
        ...

    async def close(self) -> None: ...


class FeedParser(Protocol):
    """Turns bytes into items, within limits of time and memory."""

    async def parse(self, body: bytes, *, feed: Feed, content_type: str = "", url: str = "") -> ParsedFeed:
        """Raise ParseError if the body is no feed or exceeds the limits."""
        ...

    async def close(self) -> None: ...


# --- store: polling -------------------------------------------------------------------------------------


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
    """Smoothed time between new items."""


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
    state: FeedState | None = None


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


class PollTransaction(Protocol):
    """One feed's poll, committed whole or not at all. Story assignment is serialised across workers."""

    async def unseen(self, items: Sequence[Item]) -> list[Item]:
        """The items that this feed never gave, without doubles among themselves.

        Seen means: the guid is known, or canonical url and title are both known of one earlier item of this
        feed. Either alone is not enough: publishers regenerate guids, and a calendar feed gives all its
        entries one address.
        """
        ...

    async def candidates(self, keys: Collection[str], *, since: datetime) -> list[StoryProfile]:
        """Stories that share an index key and were last seen at or after `since`."""
        ...

    async def add_story(
        self, profile: StoryProfile, keys: Collection[str], *, title: str, at: datetime, follows: int | None,
        reasons: Sequence[str], held: bool = False
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
        self, item: Item, analysis: Analysis | None, decision: Decision, *, story_id: int | None = None, repost: bool = False
    ) -> int:
        """Store an item; irrelevant ones keep identity, title, decision and score only. Returns its id."""
        ...

    async def story(self, story_id: int) -> Story: ...

    async def subscriptions(self) -> Sequence[Subscription]:
        """Every subscription that is not paused."""
        ...

    async def recent_posts(self, destination: Destination, *, within_s: float) -> int:
        """New messages queued or sent to the channel within the time: for the hourly cap."""
        ...

    async def enqueue(self, story_id: int, destinations: Iterable[Destination], *, priority: int = 0) -> int:
        """One delivery per channel; a channel that has the story already is left as it is. Returns how many are new."""
        ...

    async def enqueue_digest(self, story_id: int, subscriptions: Iterable[Subscription]) -> int:
        """Put the story on the next digest of each subscription, once."""
        ...

    async def finish(self, outcome: PollOutcome) -> None:
        """Write the feed's row and the fetch record; releases the lease if the fence still holds."""
        ...


# --- store: delivery ------------------------------------------------------------------------------------


class DeliveryKind(StrEnum):
    """What a delivery carries."""

    STORY = "story"
    DIGEST = "digest"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryLease:
    """The right to post one delivery, the head of its channel's lane."""

    delivery_id: int
    channel_id: int
    destination: Destination
    fence: int
    kind: DeliveryKind
    story_id: int | None
    digest_story_ids: tuple[int, ...] = ()
    title: str = ""
    text: str = ""
    """Notice text, or the digest's title."""
    revision: int = 1
    """The story's revision when claimed; the acknowledgement records it as shown."""
    remote_id: str | None = None
    """Set: the message stands and is to be edited."""
    in_doubt: bool = False
    """An earlier attempt may have posted it."""
    plain: bool = False
    """The rich form was refused: send plain text."""
    attempts: int = 1
    first_sent_at: datetime | None = None
    timezone: str = "UTC"

    @property
    def key(self) -> str:
        """The idempotency key: the same for every attempt at this delivery, at most 25 characters."""
        return f"cw{self.delivery_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRow:
    """One delivery for `deliveries list` and `why`."""

    id: int
    destination: Destination
    kind: DeliveryKind
    story_id: int | None
    title: str
    state: DeliveryState
    attempts: int
    error: str | None
    remote_id: str | None
    revision: int
    sent_revision: int | None
    created_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemTrace:
    """What happened to one item, stage by stage."""

    item_id: int
    feed: str
    title: str
    url: str
    published: datetime | None
    seen_at: datetime
    decision: Decision
    analysis: Analysis | None
    story_id: int | None
    deliveries: tuple[DeliveryRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """The store in figures, for `status` and the end of `run --once`."""

    feeds: int
    feeds_failing: int
    items: int
    relevant: int
    stories: int
    deliveries: Mapping[DeliveryState, int]
    subscriptions: int
    last_poll_at: datetime | None


class Store(Protocol):
    """Everything durable. Implementations raise StoreError with one clear line."""

    async def open(self) -> None:
        """Connect and bring the schema up to date; safe when several workers start at once."""
        ...

    async def close(self) -> None: ...

    async def now(self) -> datetime:
        """The database's clock: the only one that leases trust."""
        ...

    # feeds
    async def sync_feeds(self, feeds: Sequence[Feed]) -> None:
        """Make the table follow the catalogue: new slugs are due, unlisted or disabled ones are paused."""
        ...

    async def claim_feeds(self, *, limit: int, lease_s: float, force: bool = False) -> list[FeedLease]:
        """Lease feeds that are due (all active ones if `force`) and held by nobody."""
        ...

    def poll(self, lease: FeedLease) -> AbstractAsyncContextManager[PollTransaction]: ...

    async def feed_health(self) -> list[FeedHealth]: ...

    # stories and look-ups
    async def story(self, story_id: int) -> Story | None: ...

    async def latest(self, *, wanted: Filter | None = None, limit: int = 5, offset: int = 0) -> list[Story]: ...

    async def search(self, words: str, *, wanted: Filter | None = None, limit: int = 5, offset: int = 0) -> tuple[list[Story], int]:
        """Stories whose titles or texts hold all words, best first, and how many there are."""
        ...

    async def trace(self, query: str, *, limit: int = 5) -> list[ItemTrace]:
        """Items by url, story reference (`S-42`) or words of the title, newest first; all of them for no words."""
        ...

    async def counts(self) -> Counts: ...

    # subscriptions
    async def subscriptions(self, *, workspace: tuple[Platform, str] | None = None, destination: Destination | None = None) -> list[Subscription]: ...

    async def add_subscription(self, subscription: Subscription) -> Subscription:
        """Store it (id and since_story_id are set by the store)."""
        ...

    async def remove_subscription(self, subscription_id: int) -> bool: ...

    async def sync_subscriptions(self, wanted: Sequence[Subscription]) -> None:
        """Make the subscriptions with origin `file` be exactly these; unchanged ones keep their id."""
        ...

    # delivery
    async def claim_deliveries(self, *, platforms: Collection[Platform], limit: int, lease_s: float) -> list[DeliveryLease]:
        """Lease lanes that are due and take the head of each; the attempt is committed before any network."""
        ...

    async def acknowledge(self, lease: DeliveryLease, receipt: Receipt, *, gap_s: float) -> None: ...

    async def postpone(self, lease: DeliveryLease, *, retry_after_s: float, counts: bool, error: str) -> None: ...

    async def set_doubt(self, lease: DeliveryLease, *, retry_after_s: float, error: str) -> None: ...

    async def hold(self, lease: DeliveryLease, *, error: str) -> None:
        """A doubtful delivery that a person must settle."""
        ...

    async def refuse(self, lease: DeliveryLease, *, error: str) -> DeliveryState:
        """Content refused: pending once more as plain text, then dead. Returns the new state."""
        ...

    async def settle(self, lease: DeliveryLease, *, error: str) -> None:
        """The message to edit is gone: leave the delivery sent and stop editing it."""
        ...

    async def pause_channel(self, lease: DeliveryLease, *, reason: str, whole_workspace: bool) -> None:
        """The channel takes nothing: its deliveries stay pending until `resume_channel`."""
        ...

    async def resume_channel(self, destination: Destination) -> bool: ...

    async def notify(self, destination: Destination, *, title: str, text: str, once_key: str) -> bool:
        """Queue a notice; the same `once_key` is queued once. False if it was queued before."""
        ...

    async def fold_digests(self, *, now: datetime) -> int:
        """Turn every digest that is due into one delivery; idempotent. Returns how many."""
        ...

    async def deliveries(self, *, states: Collection[DeliveryState] = (), limit: int = 50) -> list[DeliveryRow]: ...

    async def redeliver(self, delivery_id: int) -> bool:
        """Put a dead, held or expired delivery back in its lane."""
        ...

    async def expire(self) -> int:
        """Mark deliveries past their time as expired and free the lanes of crashed workers as doubt."""
        ...

    async def prune(self) -> int:
        """Delete what retention allows, in batches. Returns rows deleted."""
        ...

    async def next_due_s(self, *, platforms: Collection[Platform]) -> float | None:
        """Seconds until the next lane is due; None if all are idle."""
        ...


# --- channels -------------------------------------------------------------------------------------------


class Idempotency(StrEnum):
    """How a platform lets a doubtful post be repeated."""

    NONCE = "nonce"
    """A repeated key within `nonce_window_s` returns the first message."""
    LOOKUP = "lookup"
    """The channel's history can be searched for the key."""
    NONE = "none"


class ChannelAdapter(ABC):
    """Talks to one platform. Knows nothing of stories; maps every answer to a receipt or a DeliveryError."""

    platform: ClassVar[Platform]
    idempotency: ClassVar[Idempotency]
    nonce_window_s: ClassVar[float] = 0.0
    gap_s: ClassVar[float] = 0.0
    """The pause between two posts to one channel that the platform asks for."""

    @abstractmethod
    async def start(self) -> None:
        """Check the credentials. Raise ConfigError with the mend if they are wrong."""

    @abstractmethod
    async def close(self) -> None: ...

    @abstractmethod
    async def check(self, destination: Destination) -> None:
        """Raise ChannelGoneError naming what is missing if a post could not arrive."""

    @abstractmethod
    async def send(self, destination: Destination, post: Post, *, key: str, plain: bool = False) -> Receipt:
        """Post it. The same `key` is given for every attempt."""

    @abstractmethod
    async def edit(self, destination: Destination, remote_id: str, post: Post, *, plain: bool = False) -> Receipt: ...

    @abstractmethod
    async def reply(self, destination: Destination, remote_id: str, post: Post, *, key: str) -> Receipt:
        """Answer in the message's thread."""

    @abstractmethod
    async def find(self, destination: Destination, *, key: str, since: datetime) -> Receipt | None:
        """The message that an earlier attempt with this key left, or None if there surely is none.

        Raise TemporaryDeliveryError if that can't be told now, ContentRefusedError if it can never be told.
        """


__all__ = [
    "ChannelAdapter", "Counts", "DeliveryKind", "DeliveryLease", "DeliveryRow", "FeedFetcher", "FeedHealth",
    "FeedLease", "FeedParser", "Fetched", "Idempotency", "ItemTrace", "Mode", "ParsedFeed", "PollOutcome",
    "PollTransaction", "Source", "Store",
]
