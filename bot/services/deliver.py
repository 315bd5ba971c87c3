"""Drain the outbox: post, edit, settle doubts, and tell people when a channel takes nothing."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import structlog

from bot.core.errors import (
    ChannelGoneError,
    CivicwatchError,
    ContentRefusedError,
    CredentialsRefusedError,
    DeliveryInDoubtError,
    MessageGoneError,
    StoreError,
    TemporaryDeliveryError,
)
from bot.core.models import Post, Receipt
from bot.core.vocabulary import Platform
from bot.ports import SEND_BEFORE, ChannelAdapter, DeliveryKind, DeliveryLease, Idempotency, Posted, Store
from bot.services.acknowledge import Reporter
from bot.services.notices import Notices, TellOperator
from bot.services.posts import Posts
from bot.services.replies import reply_for

log = structlog.get_logger(__name__)

LEASE_S = 30.0
LONGEST_BACK_OFF_S = 900.0

LONGEST_WAIT_S = 15.0
"""A courier that nothing wakes looks by itself now and then: a wake-up may be lost with a connection."""
LEAST_WAIT_S = 0.05
TOGETHER_S = 0.1
"""From one look to the next while posts land: one claim then serves many."""
BUSY_S = 0.5
"""How long after a claim that found something more is likely to wait."""
STORE_FAILED_S = 1.0
PACE_S = 2.0
"""Longer than a lane rests by the platforms' ordinary pace."""
LONGEST_RUN_S = 600.0
"""`run --once` ends some time, however much is waiting."""
UNKNOWN_REVISION = 0
"""Before every revision that a story can have."""


@dataclass(slots=True)
class Courier:
    """Carries pending deliveries to their channels; any number may run on one store."""

    store: Store
    adapters: Mapping[Platform, ChannelAdapter]
    tell_operator: TellOperator
    in_doubt: Literal["resend", "hold"] = "resend"
    batch: int = 50
    """Most claimed at once; a platform with so many under way gets no more."""
    spread: Callable[[], float] = random.random
    lease_s: float = LEASE_S
    """A third of it is for sending; the rest passes before anybody looks for what a dead worker left."""
    _flying: Counter[Platform] = field(default_factory=Counter)
    _claimed_at: float = 0.0
    _stopping: bool = False
    _posts: Posts = field(init=False)
    _reporter: Reporter = field(init=False)
    _notices: Notices = field(init=False)

    def __post_init__(self) -> None:
        self._notices = Notices(self.store, self.tell_operator)
        self._posts = Posts(self.store)
        self._reporter = Reporter(self.store)

    @property
    def ahead_s(self) -> float:
        """What becomes due within it is claimed already, together and ready to leave in time."""
        return self.lease_s / 120

    async def work(self, stop: asyncio.Event) -> None:
        """Carry whatever becomes due until `stop` is set, then let what is in flight end."""
        loop = asyncio.get_running_loop()
        flying: set[asyncio.Task[None]] = set()
        stopped = asyncio.create_task(stop.wait())
        seen, rung = 0, False
        try:
            while not stop.is_set():
                looked_at = loop.time()
                wait_s = await self._take_off(flying, rung=rung)
                queued = asyncio.create_task(self.store.wait_for_queued(seen, timeout_s=wait_s))
                await asyncio.wait({queued, stopped, *flying}, return_when=asyncio.FIRST_COMPLETED)
                # What lands within a moment is followed by one look; what is queued waits for nothing.
                rest_s = looked_at + TOGETHER_S - loop.time()
                if not queued.done() and rest_s > 0:
                    await asyncio.wait({queued, stopped}, timeout=rest_s, return_when=asyncio.FIRST_COMPLETED)
                before = seen
                if queued.done():
                    seen = queued.result()
                rung = seen != before
                queued.cancel()
                flying = {task for task in flying if not task.done()}
        finally:
            stopped.cancel()
            self._stopping = True
            await _landed(flying)

    async def _take_off(self, flying: set[asyncio.Task[None]], *, rung: bool) -> float:
        """Start what is due and fits; returns how long nothing more can start by itself."""
        if not (platforms := self._free_platforms()):
            return LONGEST_WAIT_S
        due_s = 0.0
        try:
            if not rung:
                next_s = await self.store.next_due_s(platforms=platforms)
                due_s = LONGEST_WAIT_S if next_s is None else next_s
                # Most lanes rest after their only post: looking ahead pays where more is waiting.
                ahead_s = self.ahead_s if time.monotonic() - self._claimed_at < BUSY_S else 0.0
                if due_s > ahead_s:
                    return min(due_s - ahead_s, LONGEST_WAIT_S)
            started = await self._started(platforms)
        except StoreError as exc:
            log.warning("nothing can be claimed", error=str(exc))
            return STORE_FAILED_S
        flying |= started
        if started:
            self._claimed_at = time.monotonic()
            return 0.0 if len(started) >= self.batch else TOGETHER_S
        return max(due_s, LEAST_WAIT_S)  # others hold it, or the platform's rate is used up

    def _free_platforms(self) -> list[Platform]:
        """One that answers nobody keeps no other waiting."""
        return [platform for platform in self.adapters if self._flying[platform] < self.batch]

    async def deliver_all(self) -> int:
        """Carry what is due, and what follows it in its lane's own pace; returns how many were tried.

        Ends when the next one would take a while: what backs off is for another run.
        """
        loop = asyncio.get_running_loop()
        until, tried = loop.time() + LONGEST_RUN_S, await self.deliver_due()
        while loop.time() < until:
            due_s = await self.store.next_due_s(platforms=list(self.adapters))
            if due_s is None or due_s > PACE_S:
                break
            await asyncio.sleep(max(due_s, LEAST_WAIT_S))
            tried += await self.deliver_due()
        return tried

    async def deliver_due(self) -> int:
        """Carry everything that is due now; returns how many deliveries were tried."""
        tried = 0
        flying: set[asyncio.Task[None]] = set()
        try:
            while True:
                platforms = self._free_platforms()
                started = await self._started(platforms) if platforms else set()
                tried += len(started)
                flying |= started
                if not flying:
                    return tried
                # A slow channel must not keep the others waiting.
                if not started:
                    _, flying = await asyncio.wait(flying, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            for task in flying:
                task.cancel()
            raise
        finally:
            await _landed(flying)

    async def _started(self, platforms: Collection[Platform]) -> set[asyncio.Task[None]]:
        """Claim so much of what is due and begin to carry it."""
        loop = asyncio.get_running_loop()
        # Counted from before the claim: a worker that slept through its lease must not post any more.
        deadline = loop.time() + self.lease_s / 3
        rates = {platform: rate for platform in platforms if (rate := self.adapters[platform].rate_per_s)}
        leases = await self.store.claim_deliveries(
            platforms=platforms,
            limit=self.batch,
            lease_s=self.lease_s,
            ahead_s=self.ahead_s,
            rates=rates,
        )
        return {self._start(lease, deadline) for lease in leases}

    def _start(self, lease: DeliveryLease, deadline: float) -> asyncio.Task[None]:
        platform = lease.destination.platform
        task = asyncio.create_task(self._carry_safely(lease, deadline))
        self._flying[platform] += 1
        task.add_done_callback(lambda _: self._flying.subtract([platform]))
        return task

    async def _carry_safely(self, lease: DeliveryLease, deadline: float) -> None:
        try:
            await self._carry(lease, deadline)
        except StoreError as exc:  # the lease runs out, and whoever takes it over settles the doubt
            log.warning("outcome not recorded", delivery=lease.delivery_id, error=str(exc))
        except Exception as exc:
            log.exception("delivery crashed", delivery=lease.delivery_id, destination=str(lease.destination))
            try:
                await self._doubt(lease, f"{type(exc).__name__}: {exc}")
            except StoreError as failed:
                log.warning("outcome not recorded", delivery=lease.delivery_id, error=str(failed))

    async def _carry(self, lease: DeliveryLease, deadline: float) -> None:
        adapter = self.adapters[lease.destination.platform]
        bound = log.bind(delivery=lease.delivery_id, destination=str(lease.destination), story=lease.story_id)
        SEND_BEFORE.set(deadline)  # for this task and what it starts
        try:
            async with asyncio.timeout_at(deadline):
                post = await self._post_for(lease)
                if post is None:
                    await self.store.settle(lease, error=_NOTHING_TO_POST[lease.kind is DeliveryKind.REPLY])
                    return
                if (wait_s := lease.leave_at - time.monotonic()) > 0:
                    await asyncio.sleep(wait_s)
                receipt = await self._receipt(adapter, lease, post)
        except TemporaryDeliveryError as exc:  # a doubt that could not be looked up now stays one
            wait_s = await self._postpone(lease, exc)
            bound.info("postponed", wait_s=round(wait_s, 1), error=str(exc))
        except (DeliveryInDoubtError, TimeoutError) as exc:
            await self._doubt(lease, str(exc) or "no answer in time")
            bound.warning("in doubt", error=str(exc) or "no answer in time")
        except MessageGoneError as exc:
            await self.store.settle(lease, error=str(exc))
            bound.info("message is gone", error=str(exc))
        except ContentRefusedError as exc:
            state = await self.store.refuse(lease, error=str(exc))
            bound.warning("content refused", error=str(exc), state=str(state))
        except ChannelGoneError as exc:
            await self._pause(lease, exc)
            bound.warning("channel takes nothing", error=str(exc), advice=exc.advice)
        else:
            if receipt is None:
                await self.store.hold(
                    lease, error="in doubt, and the platform can't tell; setting in_doubt=hold"
                )
                bound.warning("held in doubt")
                return
            free_at = time.monotonic() + adapter.rest_s(lease.destination)
            # What an earlier attempt left may show an earlier revision: that it stands is sure, no more. An
            # edit of its own follows, and whatever becomes of that, the message is known.
            shown = replace(lease, revision=UNKNOWN_REVISION) if lease.in_doubt else lease
            await self._report(Posted(lease=shown, receipt=receipt, free_at=free_at), deadline)
            await self._remark(lease, receipt)
            bound.info(
                "edited" if lease.remote_id else "sent", message=receipt.remote_id, attempts=lease.attempts
            )

    async def _report(self, posted: Posted, deadline: float) -> None:
        """Acknowledge until it is durable: while the lease lasts nobody else takes it for a doubt."""
        loop, pause_s = asyncio.get_running_loop(), self.lease_s / 30
        until = deadline + self.lease_s * 2 / 3
        while True:
            try:
                return await self._reporter.acknowledge(posted)
            except StoreError as exc:
                if self._stopping or loop.time() + pause_s > until:
                    raise
                log.warning("outcome not recorded yet", delivery=posted.lease.delivery_id, error=str(exc))
            await asyncio.sleep(pause_s)

    async def _remark(self, lease: DeliveryLease, receipt: Receipt) -> None:
        """The post itself is done, whatever becomes of what there is to say about it."""
        try:
            await self._notices.remark(lease.destination, receipt.remark)
        except StoreError as exc:
            log.warning("remark not told", remark=receipt.remark, error=str(exc))

    async def _postpone(self, lease: DeliveryLease, exc: TemporaryDeliveryError) -> float:
        """Nothing was posted; returns how long it waits."""
        wait_s = exc.retry_after_s if exc.retry_after_s is not None else self._back_off_s(lease)
        await self.store.postpone(
            lease,
            retry_after_s=wait_s,
            counts=exc.counts,
            error=str(exc),
            whole_platform=exc.whole_platform,
        )
        if isinstance(exc, CredentialsRefusedError):
            await self._notices.refused(lease.destination.platform, exc)
        return wait_s

    async def _doubt(self, lease: DeliveryLease, error: str) -> None:
        """What was just sent may take a while to show in the history: look for it only after that."""
        settle_s = self.adapters[lease.destination.platform].settle_s
        await self.store.set_doubt(lease, retry_after_s=max(settle_s, self._back_off_s(lease)), error=error)

    async def _receipt(self, adapter: ChannelAdapter, lease: DeliveryLease, post: Post) -> Receipt | None:
        """Post or edit; None if a doubt can't be settled and the operator wants to settle it."""
        if lease.remote_id:
            return await adapter.edit(
                lease.destination, lease.remote_id, post, key=lease.key, plain=lease.plain
            )
        if lease.in_doubt and not await self._may_repeat(adapter, lease):
            since = lease.first_sent_at or await self.store.now()
            try:
                found = await adapter.find(lease.destination, key=lease.key, since=since, thread=lease.thread)
            except ContentRefusedError:
                if (lease.if_in_doubt or self.in_doubt) == "hold":
                    return None
                found = None
            if found is not None:
                return found
        return await self._sent(adapter, lease, post)

    @staticmethod
    async def _sent(adapter: ChannelAdapter, lease: DeliveryLease, post: Post) -> Receipt:
        _check_time()
        if lease.thread is not None:
            return await adapter.reply(
                lease.destination, lease.thread, post, key=lease.key, plain=lease.plain
            )
        return await adapter.send(lease.destination, post, key=lease.key, plain=lease.plain)

    async def _may_repeat(self, adapter: ChannelAdapter, lease: DeliveryLease) -> bool:
        """Whether the platform itself still recognises the key and returns the first message."""
        if adapter.idempotency is not Idempotency.NONCE or lease.first_sent_at is None:
            return False
        age = await self.store.now() - lease.first_sent_at
        return age.total_seconds() < adapter.nonce_window_s

    async def _pause(self, lease: DeliveryLease, exc: ChannelGoneError) -> None:
        await self.store.pause_channel(
            lease, reason=f"{exc} {exc.advice}".strip(), whole_workspace=exc.whole_workspace
        )

    async def tell(self) -> None:
        """Tell people of channels that are paused and of posts that nobody saw."""
        await self._notices.tell(self.adapters)

    async def _post_for(self, lease: DeliveryLease) -> Post | None:
        """What the delivery shows now; None if there is nothing left to say."""
        try:
            if lease.kind is DeliveryKind.REPLY:
                return await reply_for(lease, self.store, self.adapters[lease.destination.platform])
            return await self._posts.post_for(lease)
        except CivicwatchError:
            raise
        except Exception as exc:
            # A story that our own code can't word was surely not posted: it must not keep its lane for hours.
            log.exception("wording crashed", delivery=lease.delivery_id, story=lease.story_id)
            raise ContentRefusedError(f"it can't be worded: {type(exc).__name__}: {exc}") from exc

    def _back_off_s(self, lease: DeliveryLease) -> float:
        """Full jitter: uniform up to the doubling limit, so that workers do not return together."""
        return max(1.0, self.spread() * min(LONGEST_BACK_OFF_S, 2.0 * 2.0 ** min(lease.attempts, 12)))


_NOTHING_TO_POST = ("its story no longer exists", "the message that it answers does not stand")


async def _landed(flying: set[asyncio.Task[None]]) -> None:
    if flying:
        await asyncio.wait(flying)


def _check_time() -> None:
    """A timeout fires only where somebody waits; adapters look once more before they write to the wire."""
    if asyncio.get_running_loop().time() >= SEND_BEFORE.get():
        raise TimeoutError("the lease was about to run out")
