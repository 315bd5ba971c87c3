"""What delivery and the look-ups need from the store, and the store as a whole."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from bot.core.answers import Corpus
from bot.core.developments import Development
from bot.core.models import (
    Analysis,
    Dating,
    Decision,
    Destination,
    Feed,
    Filter,
    Item,
    Receipt,
    Story,
    Subscription,
)
from bot.core.redelivery import Redelivered, Redelivery
from bot.core.vocabulary import DeliveryState, Platform, Threads
from bot.ports.polling import FeedHealth, FeedLease, FinishedPoll, PollTransaction, Sighting
from bot.ports.websub import HubStore


class DeliveryKind(StrEnum):
    """What a delivery carries."""

    STORY = "story"
    DIGEST = "digest"
    NOTICE = "notice"
    REPLY = "reply"
    """An answer in the thread of a story's message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryLease:
    """The right to post one delivery, the head of its channel's lane."""

    delivery_id: int
    channel_id: int
    destination: Destination
    fence: int
    kind: DeliveryKind
    story_id: int | None
    """A reply's is that of the message it answers."""
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
    tried_since: datetime | None = None
    """When the first of the attempts that count was made."""
    timezone: str = "UTC"
    thread: str | None = None
    """The message that a reply answers; None if it does not stand."""
    news: Development | None = None
    """What a reply tells."""
    if_in_doubt: str | None = None
    """What this channel wants done where the platform can't tell: `resend` or `hold`; None: the setting."""
    installation: str = ""
    """Tells this database's keys from all others'; empty for what was queued before there were names."""
    leave_at: float = 0.0
    """The monotonic time from which on the request may leave: it may be claimed ahead of its turn."""

    @property
    def key(self) -> str:
        """The idempotency key: the same for every attempt at this delivery, at most 25 characters."""
        name = f"{self.installation}-" if self.installation else ""
        return f"cw{name}{self.delivery_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A delivery that the platform confirmed."""

    lease: DeliveryLease
    receipt: Receipt
    free_at: float
    """The monotonic time from which on the channel takes its next post."""


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
    paused: str | None = None
    """Why its channel takes no posts at present."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PausedChannel:
    """A channel that is posted to no more until it is resumed."""

    destination: Destination
    scope: str
    """`channel`, or `workspace` if the whole of it was found to take nothing."""
    reason: str
    waiting: int
    """Deliveries that would go out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A paused channel of which people are to be told."""

    channel_id: int
    destination: Destination
    whole_workspace: bool
    reason: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Losses:
    """Posts that ended without being seen, of which the operator is to be told."""

    numbers: Mapping[DeliveryState, int]
    since: datetime | None
    """When the operator was last told of such."""
    until: datetime
    """When they were counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemTrace:
    """What happened to one item, stage by stage."""

    item_id: int
    feed: str
    title: str
    url: str
    published: datetime | None
    dating: Dating
    seen_at: datetime
    decision: Decision
    analysis: Analysis | None
    story_id: int | None
    deliveries: tuple[DeliveryRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """The store in figures, for the end of `run --once`: counting every item takes its time."""

    feeds: int
    feeds_failing: int
    items: int
    relevant: int
    stories: int
    deliveries: Mapping[DeliveryState, int]
    subscriptions: int
    last_poll_at: datetime | None


class Store(HubStore, Protocol):
    """Everything durable. Implementations raise StoreError with one clear line."""

    async def open(self) -> None:
        """Connect and bring the schema up to date; safe when several workers start at once."""
        ...

    async def close(self) -> None:
        """Give up every connection."""
        ...

    async def now(self) -> datetime:
        """The database's clock: the only one that leases trust."""
        ...

    # feeds
    async def sync_feeds(self, feeds: Sequence[Feed], *, spread: bool = False) -> None:
        """Make the table follow the catalogue: unlisted or disabled slugs are paused, new ones are due.

        `spread`: new ones are due one after the other over some minutes instead of all at once.
        """
        ...

    async def hasten_feeds(self) -> None:
        """Make every active feed due now."""
        ...

    async def claim_feeds(
        self,
        *,
        limit: int,
        lease_s: float,
        force: bool = False,
        unpaced: Collection[str] = (),
        held: Collection[FeedLease] = (),
    ) -> list[FeedLease]:
        """Lease feeds that are due and held by nobody: one of a host, and none of a host in its pause.

        Hosts in `unpaced` have no such lane. `force` asks neither for due times nor for lanes. `held` are
        the caller's own leases whose polls go on: they are renewed before they end.
        """
        ...

    async def host_wait_s(self) -> float | None:
        """Seconds until a host is free for a feed that is due already; None if no feed waits so."""
        ...

    async def finish_polls(self, polls: Sequence[FinishedPoll]) -> set[int]:
        """Finish polls together, each with its items; returns the ids of feeds whose lease passed on."""
        ...

    async def sighted(self, lease: FeedLease, entries: Sequence[Item]) -> Sighting:
        """What of these items is new; that stays so for as long as the lease is ours."""
        ...

    def poll(self, lease: FeedLease) -> AbstractAsyncContextManager[PollTransaction]:
        """One feed's poll as a transaction; StoreError if the lease passed on."""
        ...

    async def feed_health(self) -> list[FeedHealth]:
        """Every feed, the failing ones first."""
        ...

    # stories and look-ups
    async def story(self, story_id: int) -> Story | None:
        """The story with all its sources; None if there is none of this number."""
        ...

    async def latest(self, *, wanted: Filter | None = None, limit: int = 5, offset: int = 0) -> list[Story]:
        """The newest stories that the filter wants."""
        ...

    async def search(
        self, words: str, *, wanted: Filter | None = None, limit: int = 5, offset: int = 0
    ) -> tuple[list[Story], int]:
        """Stories whose titles or texts hold all words, best first, and how many there are."""
        ...

    async def trace(self, query: str, *, limit: int = 5) -> list[ItemTrace]:
        """Items by url, story (`S-42`) or words of the title, newest first; all of them for no words."""
        ...

    async def corpus(self) -> Corpus:
        """How many stories there are to be looked up, and since when."""
        ...

    async def waiting(self) -> int:
        """How many deliveries are not settled yet."""
        ...

    async def counts(self) -> Counts:
        """The store in figures."""
        ...

    # subscriptions
    async def subscriptions(
        self, *, workspace: tuple[Platform, str] | None = None, destination: Destination | None = None
    ) -> list[Subscription]:
        """Subscriptions of one channel, one workspace, or all."""
        ...

    async def add_subscription(self, subscription: Subscription) -> Subscription:
        """Store it (id and since_story_id are set by the store)."""
        ...

    async def remove_subscription(self, subscription_id: int) -> bool:
        """Delete it; False if there is none of this number."""
        ...

    async def sync_subscriptions(self, wanted: Sequence[Subscription]) -> None:
        """Make the subscriptions with origin `file` be exactly these; unchanged ones keep their id."""
        ...

    # delivery
    async def claim_deliveries(
        self,
        *,
        platforms: Collection[Platform],
        limit: int,
        lease_s: float,
        ahead_s: float = 0.0,
        rates: Mapping[Platform, float] = MappingProxyType({}),
    ) -> list[DeliveryLease]:
        """Lease lanes that are due and take the head of each; the attempt is committed before any network.

        Raises MovedError if the installation lives in another database by now.

        `ahead_s`: lanes that become due within it too; each lease tells when it may be posted.
        `rates`: posts a second that all workers together may send to a platform.
        """
        ...

    async def acknowledge(self, lease: DeliveryLease, receipt: Receipt, *, gap_s: float) -> None:
        """The message stands; the lane's next turn comes after the gap."""
        ...

    async def acknowledge_all(self, posted: Sequence[Posted]) -> None:
        """The same for what finished together, in one transaction."""
        ...

    async def postpone(
        self,
        lease: DeliveryLease,
        *,
        retry_after_s: float,
        counts: bool,
        error: str,
        whole_platform: bool = False,
    ) -> None:
        """Nothing was posted; try again later. `whole_platform`: until then no worker posts there."""
        ...

    async def set_doubt(self, lease: DeliveryLease, *, retry_after_s: float, error: str) -> None:
        """The message may stand in the channel; settle that first."""
        ...

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

    async def check_working(self) -> None:
        """Raise MovedError if the installation lives in another database by now."""
        ...

    async def reopen(self, platform: Platform) -> None:
        """The platform answers and takes our credentials: whatever closed it as a whole is over."""
        ...

    async def paused_channels(self) -> list[PausedChannel]:
        """Every channel that takes no posts, with what keeps them away."""
        ...

    async def untold_pauses(self) -> list[Pause]:
        """The paused channels of which people are to be told, those that were paused first in front."""
        ...

    async def pauses_told(self, pauses: Sequence[Pause]) -> None:
        """People were told of these."""
        ...

    async def untold_losses(self) -> Losses | None:
        """What ended unseen since the operator was last told of such; None: nothing, or told within a day."""
        ...

    async def losses_told(self, losses: Losses) -> None:
        """The operator was told of these."""
        ...

    async def resume_channel(self, destination: Destination) -> bool:
        """Give a paused channel its turn again; False if it was not paused."""
        ...

    async def notify(self, destination: Destination, *, title: str, text: str, once_key: str) -> bool:
        """Queue a notice; the same `once_key` is queued once. False if it was queued before."""
        ...

    async def set_threads(self, destination: Destination, threads: Threads) -> int:
        """Change all of a channel's instant follows but the file's. Returns how many there are."""
        ...

    async def posted_as(self, lease: DeliveryLease, story_ids: Collection[int]) -> dict[int, str]:
        """The platform's names of these stories' messages in the lease's channel, as far as they stand."""
        ...

    async def set_in_doubt(self, destination: Destination, wanted: str | None) -> bool:
        """What becomes of this channel's posts whose fate can't be told; None leaves it to the setting.

        False if we know no such channel.
        """
        ...

    async def fold_digests(self, *, now: datetime) -> int:
        """Turn every digest that is due into one delivery; idempotent. Returns how many."""
        ...

    async def fold_backlog(self, *, hourly_cap: int) -> int:
        """Put what waits beyond a channel's cap, or came into its quiet hours, on its digest; how many."""
        ...

    async def deliveries(
        self, *, states: Collection[DeliveryState] = (), limit: int = 50
    ) -> list[DeliveryRow]:
        """The newest deliveries in these states; in any state if none is named."""
        ...

    async def redeliver(self, wanted: Redelivery, *, hourly_cap: int, dry_run: bool = False) -> Redelivered:
        """Put stopped deliveries back in their lanes; `dry_run` only says what would become of them.

        A channel gets `hourly_cap` at once, with what waits there. Beyond it stories of which surely nothing
        stands go on the channel's digest, and the rest is put back only if it was named.
        """
        ...

    async def stands(self, delivery_id: int, *, remote_id: str | None = None) -> bool:
        """A person saw a held, dead or expired delivery's message in its channel: it counts as sent.

        With `remote_id`, the platform's name of the message, it is edited and answered as any other.
        """
        ...

    async def doubt_what_waits(self) -> int:
        """After a backup was put back: look up what waits before it is posted. Returns how many posts."""
        ...

    async def take_back(self) -> bool:
        """Let a database that was moved to another one work again; False if it was not moved."""
        ...

    async def expire(self) -> int:
        """Mark deliveries past their time as expired and free the lanes of crashed workers as doubt.

        What a clock that ran ahead and was put right made wait, feeds and hosts too, waits no longer.
        Returns how many deliveries changed.
        """
        ...

    async def prune(self) -> int:
        """Delete what retention allows, in batches. Returns rows deleted."""
        ...

    # jobs for one worker
    async def take_lease(self, name: str, owner: str, *, lease_s: float) -> bool:
        """Take or renew a job that one worker at a time may hold; False while another one holds it."""
        ...

    async def give_up_lease(self, name: str, owner: str) -> None:
        """Let another worker take the job at once."""
        ...

    async def next_due_s(self, *, platforms: Collection[Platform]) -> float | None:
        """Seconds until the next lane is due; None if all are idle."""
        ...

    async def wait_for_queued(self, seen: int, *, timeout_s: float) -> int:
        """Wait until something was queued after `seen` (an earlier answer; 0 at first), or the time is over.

        It may return earlier, where the store can't know what other processes queue.
        """
        ...
