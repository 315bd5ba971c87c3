"""The Store port over SQLite or PostgreSQL: each method is one transaction."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from types import MappingProxyType

from bot.core.answers import Corpus
from bot.core.models import Destination, Feed, Filter, Item, Receipt, Story, Subscription
from bot.core.redelivery import Redelivered, Redelivery
from bot.core.vocabulary import DeliveryState, Platform, Threads
from bot.core.websub import Publication
from bot.ports import (
    Counts,
    DeliveryKind,
    DeliveryLease,
    DeliveryRow,
    FeedHealth,
    FeedLease,
    FinishedPoll,
    ItemTrace,
    Losses,
    Pause,
    PausedChannel,
    PollTransaction,
    Posted,
    Sighting,
)
from bot.ports.websub import HubSubscription
from bot.store import (
    backlog,
    claims,
    deliveries,
    digests,
    feeds,
    gates,
    installation,
    items,
    lanes,
    leases,
    lookups,
    migrate,
    outcomes,
    recovery,
    redelivery,
    retention,
    stories,
    subscriptions,
    threads,
    tidings,
    turns,
    websub,
)
from bot.store.database import Clock, Database, Transaction, database_at
from bot.store.poll import STORY_LOCK, SqlPollTransaction
from bot.store.queries import batches
from bot.store.schema import channels

DIGEST_LOCK = 0x43_57_44_49_47  # "CWDIG"
PUT_BACK_AT_ONCE = 500
"""Deliveries in one transaction: others write between two of them."""


def open_store(url: str, *, clock: Clock | None = None, must_exist: bool = False) -> "SqlStore":
    """The store that a URL names (`sqlite:///PATH`, `postgresql://…`); call its `open` before use.

    `clock` replaces the database's clock, for tests and simulations only: workers on one database must agree
    on the time, and only the database's own clock is the same for all. `must_exist`: make no new SQLite file.
    """
    return SqlStore(database_at(url, clock=clock, must_exist=must_exist))


class SqlStore:
    """Everything durable. Raises StoreError with one clear line where the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(self) -> None:
        """Connect and bring the schema up to date; safe when several workers start at once."""
        try:
            await migrate.upgrade(self._database)
        except BaseException:
            await self._database.close()
            raise

    async def close(self) -> None:
        """Give up every connection."""
        await self._database.close()

    async def now(self) -> datetime:
        """The database's clock."""
        async with self._database.read() as tx:
            return await tx.now()

    # --- feeds ------------------------------------------------------------------------------------------

    async def sync_feeds(self, catalogue: Sequence[Feed], *, spread: bool = False) -> None:
        """Make the table follow the catalogue."""
        async with self._database.write() as tx:
            await feeds.sync(tx, catalogue, spread=spread)

    async def hasten_feeds(self) -> None:
        """Make every active feed due now."""
        async with self._database.write() as tx:
            await feeds.hasten(tx)

    async def claim_feeds(
        self,
        *,
        limit: int,
        lease_s: float,
        force: bool = False,
        unpaced: Collection[str] = (),
        held: Collection[FeedLease] = (),
    ) -> list[FeedLease]:
        """Lease feeds that are due and held by nobody, one of each host that is free; `held` are renewed."""
        async with self._database.write() as tx:
            return await turns.claim(
                tx, limit=limit, lease_s=lease_s, force=force, unpaced=unpaced, held=held
            )

    async def host_wait_s(self) -> float | None:
        """Seconds until a host is free for a feed that is due already; None if no feed waits so."""
        async with self._database.read() as tx:
            return await turns.host_wait_s(tx)

    async def finish_polls(self, polls: Sequence[FinishedPoll]) -> set[int]:
        """Finish polls together, each with its items; returns whose lease passed on."""
        async with self._database.write() as tx:
            return await feeds.finish(tx, polls)

    async def sighted(self, lease: FeedLease, entries: Sequence[Item]) -> Sighting:
        """Which items this feed never gave."""
        if not lease.seeded:
            return items.first_sighted(entries)
        async with self._database.read() as tx:
            return await items.sighted(tx, lease.feed_id, entries)

    @asynccontextmanager
    async def poll(self, lease: FeedLease) -> AsyncIterator[PollTransaction]:
        """One feed's poll, committed whole or not at all."""
        async with self._database.write() as tx:
            await turns.hold_lease(tx, lease)
            poll = SqlPollTransaction(self._database, tx, lease)
            yield poll
            await poll.seal()

    async def feed_health(self) -> list[FeedHealth]:
        """Every feed, the failing ones first."""
        async with self._database.read() as tx:
            return await feeds.health(tx)

    # --- look-ups ---------------------------------------------------------------------------------------

    async def story(self, story_id: int) -> Story | None:
        """The story with all its sources; None if there is none of this number."""
        async with self._database.read() as tx:
            return next(iter(await stories.load(tx, [story_id])), None)

    async def latest(self, *, wanted: Filter | None = None, limit: int = 5, offset: int = 0) -> list[Story]:
        """The newest stories that the filter wants."""
        async with self._database.read() as tx:
            return await lookups.latest(tx, wanted=wanted, limit=limit, offset=offset)

    async def search(
        self, words: str, *, wanted: Filter | None = None, limit: int = 5, offset: int = 0
    ) -> tuple[list[Story], int]:
        """Stories whose titles or texts hold all words, best first, and how many there are."""
        async with self._database.read() as tx:
            return await lookups.find(tx, words, wanted=wanted, limit=limit, offset=offset)

    async def trace(self, query: str, *, limit: int = 5) -> list[ItemTrace]:
        """Items by url, story reference (`S-42`) or words of the title, newest first."""
        async with self._database.read() as tx:
            return await items.trace(tx, query, limit=limit)

    async def corpus(self) -> Corpus:
        """How many stories there are to be looked up, and since when."""
        async with self._database.read() as tx:
            return await lookups.corpus(tx)

    async def waiting(self) -> int:
        """How many deliveries are not settled yet."""
        async with self._database.read() as tx:
            return await lookups.waiting(tx)

    async def counts(self) -> Counts:
        """The store in figures."""
        async with self._database.read() as tx:
            return await lookups.counts(tx)

    # --- subscriptions ----------------------------------------------------------------------------------

    async def subscriptions(
        self, *, workspace: tuple[Platform, str] | None = None, destination: Destination | None = None
    ) -> list[Subscription]:
        """Subscriptions of one channel, one workspace, or all, oldest first."""
        async with self._database.read() as tx:
            return await subscriptions.listed(tx, workspace=workspace, destination=destination)

    async def add_subscription(self, subscription: Subscription) -> Subscription:
        """Store it (id and since_story_id are set by the store)."""
        async with self._database.write() as tx:
            return await subscriptions.add(tx, subscription)

    async def remove_subscription(self, subscription_id: int) -> bool:
        """Delete it; with a channel's last one, what still waits for that channel is called off."""
        async with self._database.write() as tx:
            await self._hold_stories_and_digests(tx)
            return await subscriptions.remove(tx, subscription_id)

    async def sync_subscriptions(self, wanted: Sequence[Subscription]) -> None:
        """Make the subscriptions from the file be exactly these; unchanged ones keep their id."""
        async with self._database.write() as tx:
            await self._hold_stories_and_digests(tx)
            await subscriptions.sync(tx, wanted)

    async def _hold_stories_and_digests(self, tx: Transaction) -> None:
        """No poll queues for a follow that goes, no digest is made of what is being handed over."""
        await self._database.exclusive(tx, STORY_LOCK)
        await self._database.exclusive(tx, DIGEST_LOCK)

    # --- delivery ---------------------------------------------------------------------------------------

    async def claim_deliveries(
        self,
        *,
        platforms: Collection[Platform],
        limit: int,
        lease_s: float,
        ahead_s: float = 0.0,
        rates: Mapping[Platform, float] = MappingProxyType({}),
    ) -> list[DeliveryLease]:
        """Lease lanes that are due, or will be within `ahead_s`, and take the head of each."""
        async with self._database.write() as tx:
            return await claims.claim(
                tx, platforms=platforms, limit=limit, lease_s=lease_s, ahead_s=ahead_s, rates=rates
            )

    async def acknowledge(self, lease: DeliveryLease, receipt: Receipt, *, gap_s: float) -> None:
        """The message stands; the lane's next turn is after the gap."""
        async with self._database.write() as tx:
            await tx.now()
            await outcomes.acknowledge(
                tx, [Posted(lease=lease, receipt=receipt, free_at=tx.asked_at + gap_s)]
            )

    async def acknowledge_all(self, posted: Sequence[Posted]) -> None:
        """The same for what finished together, in one transaction."""
        async with self._database.write() as tx:
            await outcomes.acknowledge(tx, posted)

    async def postpone(
        self,
        lease: DeliveryLease,
        *,
        retry_after_s: float,
        counts: bool,
        error: str,
        whole_platform: bool = False,
    ) -> None:
        """Nothing was posted; try again later."""
        async with self._database.write() as tx:
            await outcomes.postpone(
                tx,
                lease,
                retry_after_s=retry_after_s,
                counts=counts,
                error=error,
                whole_platform=whole_platform,
            )

    async def set_doubt(self, lease: DeliveryLease, *, retry_after_s: float, error: str) -> None:
        """The message may stand in the channel."""
        async with self._database.write() as tx:
            await outcomes.set_doubt(tx, lease, retry_after_s=retry_after_s, error=error)

    async def hold(self, lease: DeliveryLease, *, error: str) -> None:
        """A doubtful delivery that a person must settle."""
        async with self._database.write() as tx:
            await outcomes.hold(tx, lease, error=error)

    async def refuse(self, lease: DeliveryLease, *, error: str) -> DeliveryState:
        """Content refused: pending once more as plain text, then dead."""
        async with self._database.write() as tx:
            return await outcomes.refuse(tx, lease, error=error)

    async def settle(self, lease: DeliveryLease, *, error: str) -> None:
        """The message to edit is gone: leave the delivery sent and stop editing it."""
        async with self._database.write() as tx:
            await outcomes.settle(tx, lease, error=error)

    async def pause_channel(self, lease: DeliveryLease, *, reason: str, whole_workspace: bool) -> None:
        """The channel takes nothing: its deliveries stay pending until `resume_channel`."""
        async with self._database.write() as tx:
            await outcomes.pause_channel(tx, lease, reason=reason, whole_workspace=whole_workspace)

    async def check_working(self) -> None:
        """Raise MovedError if the installation lives in another database by now."""
        async with self._database.read() as tx:
            await installation.working(tx)

    async def reopen(self, platform: Platform) -> None:
        """The platform answers and takes our credentials: whatever closed it as a whole is over."""
        async with self._database.write() as tx:
            await gates.reopen(tx, platform)

    async def paused_channels(self) -> list[PausedChannel]:
        """Every channel that takes no posts, with what keeps them away."""
        async with self._database.read() as tx:
            return await lanes.paused_channels(tx)

    async def untold_pauses(self) -> list[Pause]:
        """The paused channels of which people are to be told, those that were paused first in front."""
        async with self._database.read() as tx:
            return await tidings.untold_pauses(tx)

    async def pauses_told(self, pauses: Sequence[Pause]) -> None:
        """People were told of these."""
        async with self._database.write() as tx:
            await tidings.pauses_told(tx, pauses)

    async def untold_losses(self) -> Losses | None:
        """What ended unseen since the operator was last told of such, once a day."""
        async with self._database.read() as tx:
            return await tidings.untold_losses(tx)

    async def losses_told(self, losses: Losses) -> None:
        """The operator was told of these."""
        async with self._database.write() as tx:
            await tidings.losses_told(tx, losses)

    async def resume_channel(self, destination: Destination) -> bool:
        """Give the channel its turn again, and its whole workspace if that was paused with it."""
        async with self._database.write() as tx:
            return await lanes.resume(tx, destination)

    async def notify(self, destination: Destination, *, title: str, text: str, once_key: str) -> bool:
        """Queue a notice; the same `once_key` is queued once for each channel."""
        async with self._database.write() as tx:
            channel_id = (await lanes.channel_ids(tx, [destination]))[destination]
            added = await deliveries.enqueue_once(
                tx, channel_id, DeliveryKind.NOTICE, once_key=once_key, title=title, text=text
            )
            if added is None:
                return False
            await lanes.lock(tx, channels.c.id == channel_id)
            await lanes.wake(tx, [channel_id])
            return True

    async def set_threads(self, destination: Destination, threads: Threads) -> int:
        """Change all of a channel's instant follows but the file's. Returns how many there are."""
        async with self._database.write() as tx:
            return await subscriptions.set_threads(tx, destination, threads)

    async def posted_as(self, lease: DeliveryLease, story_ids: Collection[int]) -> dict[int, str]:
        """The platform's names of these stories' messages in the lease's channel."""
        async with self._database.read() as tx:
            return await threads.posted_as(tx, lease.channel_id, story_ids)

    async def set_in_doubt(self, destination: Destination, wanted: str | None) -> bool:
        """What becomes of this channel's posts whose fate can't be told; None leaves it to the setting."""
        async with self._database.write() as tx:
            return await lanes.set_in_doubt(tx, destination, wanted)

    async def fold_digests(self, *, now: datetime) -> int:
        """Turn every digest that is due into one delivery; idempotent."""
        async with self._database.write() as tx:
            await self._database.exclusive(tx, DIGEST_LOCK)
            return await digests.fold(tx, now=now)

    async def fold_backlog(self, *, hourly_cap: int) -> int:
        """Put what waits beyond a channel's cap, or came into its quiet hours, on its digest."""
        async with self._database.write() as tx:
            await self._database.exclusive(tx, DIGEST_LOCK)
            return await backlog.fold(tx, hourly_cap=hourly_cap)

    async def deliveries(
        self, *, states: Collection[DeliveryState] = (), limit: int = 50
    ) -> list[DeliveryRow]:
        """The newest deliveries in these states (all if none are named)."""
        async with self._database.read() as tx:
            return await deliveries.newest(tx, states, limit=limit)

    async def redeliver(self, wanted: Redelivery, *, hourly_cap: int, dry_run: bool = False) -> Redelivered:
        """Put stopped deliveries back in their lanes, each batch in a transaction of its own."""
        named = bool(wanted.ids)
        async with self._database.read() as tx:
            ids, outcome = await redelivery.chosen(tx, wanted)
            if dry_run:
                return outcome + (await redelivery.plan(tx, ids, named=named, hourly_cap=hourly_cap)).outcome
        for some in batches(ids, PUT_BACK_AT_ONCE):
            async with self._database.write() as tx:
                # No digest is made meanwhile of the stories that these may have.
                await self._database.exclusive(tx, DIGEST_LOCK)
                outcome += await redelivery.put_back(tx, some, named=named, hourly_cap=hourly_cap)
        return outcome

    async def stands(self, delivery_id: int, *, remote_id: str | None = None) -> bool:
        """A person saw the message in its channel: it counts as sent."""
        async with self._database.write() as tx:
            await self._database.exclusive(tx, DIGEST_LOCK)
            if stands := await deliveries.stands(tx, delivery_id, remote_id):
                await digests.close_again(tx, [delivery_id])
            return stands

    async def doubt_what_waits(self) -> int:
        """After a backup was put back: look up what waits before it is posted. Returns how many posts."""
        async with self._database.write() as tx:
            return await recovery.doubt_what_waits(tx)

    async def take_back(self) -> bool:
        """Let a database that was moved work again; False if it was not moved."""
        async with self._database.write() as tx:
            return await installation.take_back(tx)

    async def expire(self) -> int:
        """Expire late deliveries, free crashed workers' lanes as doubt, mend what a wrong clock wrote."""
        async with self._database.write() as tx:
            await turns.mend_times(tx)
        async with self._database.write() as tx:
            return await claims.expire(tx)

    async def prune(self) -> int:
        """Delete what retention allows, in batches."""
        return await retention.prune(self._database)

    async def next_due_s(self, *, platforms: Collection[Platform]) -> float | None:
        """Seconds until the next lane is due; None if all are idle."""
        async with self._database.read() as tx:
            return await lanes.next_due_s(tx, platforms)

    async def wait_for_queued(self, seen: int, *, timeout_s: float) -> int:
        """Wait until something was queued after `seen`, or the time has passed."""
        return await self._database.wait_for_ring(seen, timeout_s=timeout_s)

    # --- hubs -------------------------------------------------------------------------------------------

    async def note_hub(self, feed_id: int, found: Publication | None, *, token: str, secret: str) -> None:
        """Remember where a feed is published."""
        async with self._database.write() as tx:
            await websub.note(tx, feed_id, found, token=token, secret=secret)

    async def due_hubs(self, *, limit: int, site: str) -> list[HubSubscription]:
        """Subscriptions that are to be asked for, or renewed, now."""
        async with self._database.read() as tx:
            return await websub.due(tx, limit=limit, site=site)

    async def record_asked(self, feed_id: int, *, retry_s: float, site: str, failed: bool) -> None:
        """The hub was asked, or could not be."""
        async with self._database.write() as tx:
            await websub.asked(tx, feed_id, retry_s=retry_s, site=site, failed=failed)

    async def hub_subscription(self, token: str) -> HubSubscription | None:
        """The subscription of this callback."""
        async with self._database.read() as tx:
            return await websub.of_token(tx, token)

    async def record_verified(self, token: str, *, lease_s: float) -> bool:
        """The hub verified what we had asked for; False if we had not."""
        async with self._database.write() as tx:
            return await websub.verified(tx, token, lease_s=lease_s)

    async def record_denied(self, token: str, *, retry_s: float) -> None:
        """The hub will not tell of this feed, or no more."""
        async with self._database.write() as tx:
            await websub.denied(tx, token, retry_s=retry_s)

    async def record_ping(self, token: str) -> None:
        """The feed changed, says its hub."""
        async with self._database.write() as tx:
            await websub.pinged(tx, token)

    async def hasten_pinged(self) -> None:
        """Make due what pings said that changed."""
        async with self._database.write() as tx:
            await websub.hasten(tx)

    # --- jobs for one worker ----------------------------------------------------------------------------

    async def take_lease(self, name: str, owner: str, *, lease_s: float) -> bool:
        """Take or renew a job that one worker at a time may hold; False while another one holds it."""
        async with self._database.write() as tx:
            return await leases.take(tx, name, owner, lease_s=lease_s)

    async def give_up_lease(self, name: str, owner: str) -> None:
        """Let another worker take the job at once."""
        async with self._database.write() as tx:
            await leases.give_up(tx, name, owner)
