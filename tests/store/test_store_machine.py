"""The delivery machine under every order of work, faults and clock jumps, against a model that fits on a page."""

import asyncio
import random
import shutil
import time
from dataclasses import dataclass, field

from clocks import FixedClock
from databases import emptied
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from store_values import EVERY_PLATFORM, GENERAL, NEWSROOM, SECOND, polling, put_back, put_story

from bot.core.developments import Development
from bot.core.models import Destination, Receipt
from bot.core.vocabulary import DeliveryState, Threads
from bot.ports import DeliveryKind, DeliveryLease
from bot.store import open_store
from bot.store.claims import GIVE_UP_AFTER, LEAST_ATTEMPTS
from bot.store.deliveries import KEPT_FOR

CHANNELS = [GENERAL, SECOND, NEWSROOM]
LEASE_S = 30.0
SEEDS = st.integers(0, 10_000)
S = DeliveryState
STOPPED = (S.DEAD, S.EXPIRED, S.HELD)
FATES = [
    "done", "done", "lost_answer", "lost_request", "crash_before_the_post", "crash_after_the_post",
    "sleep_after_the_post", "sleep_before_the_post", "postponed", "rate_limited", "refused", "held", "channel_gone",
]  # fmt: skip


@dataclass
class Post:
    """What the model knows of one delivery."""

    story: int
    channel: Destination
    place: tuple[int, int]
    """Rank and place in its lane."""
    expires: float
    state: DeliveryState = S.PENDING
    attempts: int = 0
    tried_since: float | None = None
    standing: bool = False
    """The store knows of a message."""
    shown: int = 0
    plain: bool = False
    may_stand: bool = False
    """An attempt may have posted it, and nothing has shown that it did not."""
    id: int = 0
    parent: "Post | None" = None
    """Of an answer: the message that it answers."""
    news: list[str] = field(default_factory=list)


@dataclass
class Lane:
    next_at: float = 0.0
    lease_until: float | None = None
    fence: int = 0
    paused: bool = False
    posts: list[Post] = field(default_factory=list)

    def waiting(self, now: float) -> list[Post]:
        alive = [p for p in self.posts if p.state in (S.PENDING, S.DOUBT) and (p.standing or p.expires > now)]
        return sorted(alive, key=lambda post: (post.state != S.DOUBT, post.place))


class DeliveryMachine(RuleBasedStateMachine):
    """Workers, people and time act on the store; the platform shows what its users would see."""

    url: str

    def __init__(self) -> None:
        super().__init__()
        self.clock = FixedClock()
        self.runner = asyncio.Runner()
        # Two workers on one database: each claim and each outcome goes through either.
        self.stores = [open_store(self.url, clock=self.clock) for _ in range(2)]
        for store in self.stores:
            self.runner.run(store.open())
        self.lanes = {channel: Lane() for channel in CHANNELS}
        self.revision: dict[int, int] = {}
        self.places = 0
        self.turn = 0
        self.held: list[tuple[DeliveryLease, Post]] = []
        """Leases that some worker believes it has, some of them long over."""
        self.platform: dict[int, list[str]] = {}
        """The messages that stand, by delivery."""
        self.told = 0

    def teardown(self) -> None:
        self.drain()
        for store in self.stores:
            self.runner.run(store.close())
        self.runner.close()

    # --- what the world does ----------------------------------------------------------------------------

    @initialize()
    def a_busy_day(self):
        for number in range(4):
            self.queue_for(CHANNELS, priority=number % 2)

    @rule(
        where=st.sets(st.sampled_from(CHANNELS), min_size=1),
        priority=st.sampled_from([0, 0, 0, 1]),
        seed=SEEDS,
    )
    def queue(self, where, priority, seed):
        self.queue_for(sorted(where, key=str), priority)
        self.work(3, seed)

    def queue_for(self, where, priority):
        number = len(self.revision) + 1
        story = self.do(
            put_story(self.store, number, at=self.clock.now, destinations=where, priority=priority)
        )
        assert story == number
        self.revision[story] = 1
        self.places += 1
        for channel in where:
            place = (-priority, self.places)
            lane = self.lanes[channel]
            lane.posts.append(Post(story, channel, place, self.seconds + KEPT_FOR.total_seconds()))
            self.wake(lane)

    @precondition(lambda self: self.revision)
    @rule(data=st.data(), seed=SEEDS)
    def change(self, data, seed):
        story = data.draw(st.sampled_from(sorted(self.revision)))

        async def bump():
            async with polling(self.store) as tx:
                return await tx.bump_story(story, title="changed")

        self.revision[story] = self.do(bump())
        self.places += 1
        for lane in self.lanes.values():
            for post in lane.posts:
                if post.story == story and post.state is S.SENT and post.parent is None:
                    self.want_edit(post)
                    self.wake(lane)
        self.work(2, seed)

    @precondition(lambda self: self.revision)
    @rule(data=st.data(), seed=SEEDS)
    def answer(self, data, seed):
        story = data.draw(st.sampled_from(sorted(self.revision)))
        self.told += 1
        said = f"news {self.told}"

        async def tell():
            async with polling(self.store) as tx:
                everywhere = dict.fromkeys(CHANNELS, Threads.ALL)
                await tx.tell_threads(story, Development(conflicts=(said,)), everywhere)

        self.do(tell())
        self.places += 1
        for channel, lane in self.lanes.items():
            for message in [post for post in lane.posts if post.story == story and post.parent is None]:
                if message.state in (S.SENDING, S.DOUBT, S.SENT) or (
                    message.state is S.PENDING and message.standing
                ):
                    self.say(channel, lane, message, said)
        known = {post.id for lane in self.lanes.values() for post in lane.posts}
        for row in self.rows():
            if row.kind is DeliveryKind.REPLY and row.id not in known:
                (new,) = [post for post in self.lanes[row.destination].posts if post.parent and not post.id]
                new.id = row.id
        self.work(2, seed)

    def say(self, channel, lane, message, said):
        waiting = [post for post in lane.posts if post.parent is message and post.state is S.PENDING]
        if waiting:
            waiting[0].news.append(said)
        else:
            expires = self.seconds + KEPT_FOR.total_seconds()
            lane.posts.append(
                Post(message.story, channel, (0, self.places), expires, parent=message, news=[said])
            )
        self.wake(lane)

    def claim(self, limit, ahead_s=0.0):
        claimed_at = time.monotonic()
        leases = self.do(
            self.store.claim_deliveries(
                platforms=EVERY_PLATFORM, limit=limit, lease_s=LEASE_S, ahead_s=ahead_s
            )
        )
        for lease in leases:
            lane = self.lanes[lease.destination]
            assert not lane.paused
            assert lane.next_at <= self.seconds + ahead_s
            assert lease.leave_at >= claimed_at + lane.next_at - self.seconds - 1e-6, (
                "too soon after the last"
            )
            assert lane.lease_until is None or lane.lease_until <= self.seconds, "two workers hold one lane"
            self.release(lane)
            head = lane.waiting(self.seconds)[0]
            assert head.story == lease.story_id, "out of order"
            assert (head.parent is not None) == (lease.kind is DeliveryKind.REPLY), "out of order"
            if head.parent:
                assert head.id == lease.delivery_id
                assert bool(lease.thread) == head.parent.standing
                assert lease.news.conflicts == tuple(head.news)
            head.id = lease.delivery_id
            assert lease.in_doubt == (head.state is S.DOUBT)
            assert bool(lease.remote_id) == head.standing
            assert lease.fence == lane.fence + 1
            assert lease.plain == head.plain
            head.state, head.attempts, head.may_stand = S.SENDING, head.attempts + 1, True
            head.tried_since = head.tried_since or self.seconds
            assert lease.attempts == head.attempts
            lane.fence, lane.lease_until = lease.fence, self.seconds + LEASE_S
            self.held.append((lease, head))
        if not leases:
            for lane in self.lanes.values():
                if self.is_due(lane):  # the claim looked at it and found nothing
                    self.release(lane)
                    assert not lane.waiting(self.seconds), "a due lane was left out"
                    lane.lease_until = None

    def is_due(self, lane):
        return (
            not lane.paused
            and lane.next_at <= self.seconds
            and (lane.lease_until is None or lane.lease_until <= self.seconds)
        )

    # --- what a worker does with a lease ----------------------------------------------------------------

    @rule(limit=st.integers(1, 3), seed=SEEDS)
    def work(self, limit, seed):
        # Several rounds in one step: what goes wrong takes a claim, a fault, some time and another claim.
        chance = random.Random(seed)
        for _ in range(8):
            before = len(self.held)
            self.claim(limit, ahead_s=chance.choice([0.0, 1.0, 5.0]))
            for lease, post in self.held[before:]:
                fate = "called_off" if self.is_idle_talk(lease) else chance.choice(FATES)
                getattr(self, f"_{fate}")(lease, post)
            self.never_twice()
            self.clock.advance(chance.choice([1, 5, 31, 31]))
            if self.held and chance.random() < 0.3:
                self.wake_up(*chance.choice(self.held))

    def _done(self, lease, post):
        self._show(lease, post)
        self.held.remove((lease, post))
        self.acknowledged(lease, post)

    def _called_off(self, lease, post):
        self.held.remove((lease, post))
        self.do(self.store.settle(lease, error="the message that it answers does not stand"))
        if self.move(lease, post, S.CANCELLED):
            post.may_stand = lease.in_doubt

    @staticmethod
    def is_idle_talk(lease):
        return lease.kind is DeliveryKind.REPLY and not lease.thread

    def _lost_answer(self, lease, post):
        self._show(lease, post)
        self.held.remove((lease, post))
        self.do(self.store.set_doubt(lease, retry_after_s=2, error="no answer"))
        self.failed(lease, post, S.PENDING if lease.remote_id else S.DOUBT, after_s=2)

    def _lost_request(self, lease, post):
        self.held.remove((lease, post))
        self.do(self.store.set_doubt(lease, retry_after_s=2, error="no answer"))
        self.failed(lease, post, S.PENDING if lease.remote_id else S.DOUBT, after_s=2)

    def _crash_before_the_post(self, lease, post):
        self.held.remove((lease, post))

    def _crash_after_the_post(self, lease, post):
        self._show(lease, post)
        self.held.remove((lease, post))

    def _sleep_after_the_post(self, lease, post):
        self._show(lease, post)

    def _sleep_before_the_post(self, lease, post):
        """It will find its lease over, post nothing, and report that too late."""

    def _postponed(self, lease, post):
        self._back(lease, post, counts=True)

    def _rate_limited(self, lease, post):
        self._back(lease, post, counts=False)

    def _back(self, lease, post, *, counts):
        self.held.remove((lease, post))
        self.do(self.store.postpone(lease, retry_after_s=5, counts=counts, error="later"))
        state = S.DOUBT if lease.in_doubt else S.PENDING
        if counts:
            moved = self.failed(lease, post, state, after_s=5)
        elif moved := self.move(lease, post, state, after_s=5):
            self.uncount(post)
        if moved:
            post.may_stand = lease.in_doubt

    def _refused(self, lease, post):
        self.held.remove((lease, post))
        assert self.do(self.store.refuse(lease, error="bad content")) is not S.SENDING
        if lease.plain:
            moved = self.move(lease, post, S.SENT if lease.remote_id else S.DEAD)
        elif moved := self.move(lease, post, S.DOUBT if lease.in_doubt else S.PENDING):
            post.plain = True
        if moved:
            post.may_stand = lease.in_doubt

    def _held(self, lease, post):
        if not lease.in_doubt:
            return self._postponed(lease, post)
        self.held.remove((lease, post))
        self.do(self.store.hold(lease, error="a person must look"))
        self.move(lease, post, S.HELD)
        return None

    def _channel_gone(self, lease, post):
        self.held.remove((lease, post))
        self.do(self.store.pause_channel(lease, reason="gone", whole_workspace=False))
        self.lanes[post.channel].paused = True
        if self.move(lease, post, S.DOUBT if lease.in_doubt else S.PENDING):
            self.uncount(post)
            post.may_stand = lease.in_doubt

    def uncount(self, post):
        post.attempts -= 1
        post.tried_since = post.tried_since if post.attempts else None

    def _show(self, lease, post):
        """Post as a worker does: edit, or look a doubtful message up, or send."""
        messages = self.platform.setdefault(lease.delivery_id, [])
        if not lease.remote_id and not (messages and lease.in_doubt):
            assert post.parent is None or self.platform[post.parent.id], "an answer to nothing"
            messages.append(lease.key)

    def wake_up(self, lease, post):
        """A worker that slept, perhaps beyond its lease, reports what it did before."""
        if self.stands(lease):
            self.held.remove((lease, post))
            self.acknowledged(lease, post)
        elif not self.is_mine(lease):
            self._back(lease, post, counts=True)
        elif self.is_current(lease):
            self._done(lease, post)

    # --- people and time --------------------------------------------------------------------------------

    @precondition(lambda self: any(lane.paused for lane in self.lanes.values()))
    @rule(channel=st.sampled_from(CHANNELS))
    def resume(self, channel):
        lane = self.lanes[channel]
        assert self.do(self.store.resume_channel(channel)) == lane.paused
        if lane.paused:
            lane.paused, lane.next_at = False, self.seconds

    @precondition(
        lambda self: any(post.state in STOPPED for lane in self.lanes.values() for post in lane.posts)
    )
    @rule(data=st.data())
    def redeliver(self, data):
        stopped = [row for row in self.rows() if row.state in STOPPED]
        row = data.draw(st.sampled_from(stopped))
        assert self.do(put_back(self.store, row.id))
        lane = self.lanes[row.destination]
        post = self.find(row)
        self.places += 1
        post.state = S.DOUBT if post.may_stand else S.PENDING
        post.attempts, post.plain, post.tried_since = 0, False, None
        post.place, post.expires = (post.place[0], self.places), self.seconds + KEPT_FOR.total_seconds()
        self.places += 1
        for answer in lane.posts:
            if answer.parent is post and answer.state in (S.PENDING, S.DOUBT):
                answer.place = (answer.place[0], self.places)
        self.wake(lane)

    @rule(seconds=st.sampled_from([1, 5, 10, 31, 31, 31, 31, 4 * 86_400]))
    def time_passes(self, seconds):
        self.clock.advance(seconds)

    @rule()
    def sweep(self):
        self.do(self.store.expire())
        for lane in self.lanes.values():
            if lane.lease_until is not None and lane.lease_until <= self.seconds:
                self.release(lane)
                lane.lease_until = None
            for post in lane.posts:
                if post.state in (S.PENDING, S.DOUBT) and post.expires <= self.seconds:
                    post.state = S.SENT if post.standing else S.EXPIRED

    # --- promises ---------------------------------------------------------------------------------------

    @invariant()
    def never_twice(self):
        assert all(len(messages) <= 1 for messages in self.platform.values())

    @invariant()
    def the_store_agrees_with_the_model(self):
        rows = self.rows()
        assert len(rows) == sum(len(lane.posts) for lane in self.lanes.values())
        for row in rows:
            post = self.find(row)
            lane = self.lanes[post.channel]
            if row.state is not S.SENDING and post.state is S.SENDING and lane.lease_until <= self.seconds:
                self.release(lane)  # a claim passed by the lane, found its worker gone and nothing to do
                lane.lease_until = None
            assert (row.state, row.attempts, bool(row.remote_id)) == (
                post.state,
                post.attempts,
                post.standing,
            ), row

    def drain(self):
        """Never lost: with time and a healthy platform, everything that was not given up arrives and is current."""
        self.held.clear()
        for channel in CHANNELS:
            self.resume(channel)
        for _ in range(200):
            self.clock.advance(31)
            self.claim(3)
            if not self.held:
                break
            for lease, post in list(self.held):
                if self.is_idle_talk(lease):
                    self._called_off(lease, post)
                else:
                    self._show(lease, post)
                    self.acknowledged(lease, post)
            self.held.clear()
        self.sweep()
        self.never_twice()
        self.the_store_agrees_with_the_model()
        for lane in self.lanes.values():
            for post in lane.posts:
                assert post.state in (S.SENT, S.DEAD, S.EXPIRED, S.HELD) or (
                    post.parent is not None and post.state is S.CANCELLED and not post.parent.standing
                )
                if post.state is S.SENT:
                    assert len(self.platform[post.id]) == 1

    # --- the model's own steps --------------------------------------------------------------------------

    @property
    def store(self):
        self.turn += 1
        return self.stores[self.turn % 2]

    @property
    def seconds(self):
        return self.clock.now.timestamp()

    def do(self, work):
        return self.runner.run(work)

    def rows(self):
        return self.do(self.store.deliveries(limit=10_000))

    def find(self, row):
        posts = self.lanes[row.destination].posts
        if row.kind is DeliveryKind.REPLY:
            return next(post for post in posts if post.id == row.id)
        return next(post for post in posts if post.story == row.story_id and post.parent is None)

    def stands(self, lease):
        return lease.key in self.platform.get(lease.delivery_id, [])

    def is_mine(self, lease):
        return self.lanes[lease.destination].fence == lease.fence

    def is_current(self, lease):
        lane = self.lanes[lease.destination]
        return self.is_mine(lease) and lane.lease_until is not None and self.seconds < lane.lease_until

    def wake(self, lane):
        # A lane without work rests until its next turn; one that slept is due at once.
        lane.next_at = min(lane.next_at, self.seconds) if lane.next_at <= self.seconds else lane.next_at

    def want_edit(self, post):
        post.state, post.attempts, post.place = S.PENDING, 0, (post.place[0], self.places)
        post.tried_since = None
        post.expires = self.seconds + KEPT_FOR.total_seconds()

    def tried_enough(self, post):
        long = self.seconds - (post.tried_since or self.seconds) >= GIVE_UP_AFTER.total_seconds()
        return post.attempts >= LEAST_ATTEMPTS and long

    def release(self, lane):
        if lane.lease_until is None:
            return
        for post in lane.posts:
            if post.state is S.SENDING:
                last = self.tried_enough(post)
                if post.standing:
                    post.state = S.SENT if last else S.PENDING
                else:
                    post.state = S.DEAD if last else S.DOUBT

    def move(self, lease, post, state, *, after_s=0.0):
        if not self.is_mine(lease):
            return False
        lane = self.lanes[lease.destination]
        lane.lease_until, lane.next_at = None, self.seconds + after_s
        if post.state is not S.SENDING:
            return False
        post.state = state
        return True

    def failed(self, lease, post, state, *, after_s):
        if self.tried_enough(post):
            state = S.SENT if lease.remote_id else S.DEAD
        return self.move(lease, post, state, after_s=after_s)

    def acknowledged(self, lease, post):
        self.do(self.store.acknowledge(lease, Receipt(remote_id=lease.key, at=self.clock.now), gap_s=1))
        post.standing, post.attempts, post.tried_since = True, 0, None
        post.shown = max(post.shown, lease.revision)
        lane = self.lanes[lease.destination]
        if post.parent is None and self.revision[post.story] > lease.revision:
            self.places += 1
            post.state, post.place = S.PENDING, (post.place[0], self.places)
        else:
            post.state = S.SENT
        if self.is_mine(lease):
            lane.lease_until, lane.next_at = None, self.seconds + 1
        else:
            self.wake(lane)


QUICK = settings(
    max_examples=6,
    stateful_step_count=10,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],  # a failing run is short enough to read; shrinking takes minutes
    suppress_health_check=list(HealthCheck),
)


def test_deliveries_are_never_lost_doubled_or_disordered_on_sqlite(tmp_path, _sqlite_template):  # noqa: PT019 - its value is used
    copies = iter(range(1_000_000))

    class OnSqlite(DeliveryMachine):
        def __init__(self) -> None:
            file = tmp_path / f"{next(copies)}.sqlite3"
            shutil.copy(_sqlite_template, file)
            self.url = f"sqlite:///{file}"
            super().__init__()

    run_state_machine_as_test(OnSqlite, settings=QUICK)


def test_deliveries_are_never_lost_doubled_or_disordered_on_postgresql(_postgresql_database):  # noqa: PT019 - its value is used
    class OnPostgresql(DeliveryMachine):
        def __init__(self) -> None:
            self.url = _postgresql_database
            asyncio.run(emptied(self.url))
            super().__init__()

    run_state_machine_as_test(OnPostgresql, settings=QUICK)
