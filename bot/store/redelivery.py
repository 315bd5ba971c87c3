"""What stopped on its way is put back by a person, in portions that its channels get by themselves, too."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, delete, func, or_, select, update

from bot.core.models import Subscription
from bot.core.redelivery import STOPPED, Redelivered, Redelivery, Stopped, within_measure
from bot.core.routing import heir_of
from bot.core.vocabulary import UNSETTLED, DeliveryState
from bot.ports import DeliveryKind
from bot.store import backlog, digests, lanes, stories, subscriptions
from bot.store.database import Transaction
from bot.store.deliveries import IN_LANE, KEPT_FOR, NEXT_SEQ
from bot.store.queries import batches, numbers
from bot.store.schema import channels, deliveries, digest_entries

STORIES_AT_ONCE = 50

_STOPPED: ColumnElement[bool] = deliveries.c.state.in_(STOPPED)
_ABSENT: ColumnElement[bool] = and_(
    deliveries.c.kind == DeliveryKind.STORY,
    deliveries.c.remote_id.is_(None),
    deliveries.c.first_sent_at.is_(None),
)
"""Surely nothing stands of it, and a digest can tell it."""

_digest = deliveries.alias("digest")
_TOLD: ColumnElement[bool] = (
    select(digest_entries.c.story_id)
    .join(_digest, _digest.c.id == digest_entries.c.delivery_id)
    .where(
        digest_entries.c.story_id == deliveries.c.story_id,
        _digest.c.channel_id == deliveries.c.channel_id,
        _digest.c.created_at > deliveries.c.created_at,
        _digest.c.state.in_((DeliveryState.SENT, *UNSETTLED)),
    )
    .correlate(deliveries)
    .exists()
)
"""A digest has told the channel since, or is about to."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of which."""

    back: Sequence[Stopped]
    heirs: Sequence[tuple[Stopped, Subscription]]
    """Those that a follow's digest tells."""
    left: Sequence[Stopped]

    @property
    def outcome(self) -> Redelivered:
        """In numbers."""
        return Redelivered(
            back=len(self.back),
            looked_up=sum(each.may_stand for each in self.back),
            paused=sum(each.paused for each in self.back),
            digest=len(self.heirs),
            left=len(self.left),
        )


async def chosen(tx: Transaction, wanted: Redelivery) -> tuple[list[int], Redelivered]:
    """The deliveries that are meant, in the order in which they are put back, and what is left out."""
    if wanted.ids:
        named = deliveries.c.id.in_(numbers(tx, set(wanted.ids)))
        ids = await _in_order(tx, and_(_STOPPED, named))
        return ids, Redelivered(unknown=tuple(sorted(set(wanted.ids).difference(ids))))
    which: ColumnElement[bool] = deliveries.c.state.in_(set(wanted.states).intersection(STOPPED))
    if wanted.channels:
        places = [
            and_(
                channels.c.platform == each.platform,
                channels.c.workspace == each.workspace,
                channels.c.address == each.channel,
            )
            for each in wanted.channels
        ]
        which = and_(which, deliveries.c.channel_id.in_(select(channels.c.id).where(or_(*places))))
    recent = deliveries.c.created_at > await tx.now() - wanted.within
    ids = await _in_order(tx, and_(which, recent, ~_TOLD))
    return ids, Redelivered(
        older=await _count(tx, and_(which, ~recent)), told=await _count(tx, and_(which, recent, _TOLD))
    )


async def _count(tx: Transaction, which: ColumnElement[bool]) -> int:
    return await tx.connection.scalar(select(func.count()).select_from(deliveries).where(which)) or 0


async def _in_order(tx: Transaction, which: ColumnElement[bool]) -> list[int]:
    """What is urgent and then what is oldest in front: so a lane has them, too."""
    query = select(deliveries.c.id).where(which).order_by(deliveries.c.rank, deliveries.c.id)
    return list((await tx.run(query)).scalars())


async def plan(tx: Transaction, ids: Collection[int], *, named: bool, hourly_cap: int) -> Plan:
    """Say what would become of these deliveries now.

    A channel gets `hourly_cap`, with what waits there already. Beyond it, and in the channel's quiet hours, a
    digest tells the stories of which surely nothing stands; the rest stays as it is, unless it was named.
    """
    rows = await tx.run(
        select(
            *(deliveries.c[name] for name in ("id", "channel_id", "story_id", "first_sent_at")),
            _ABSENT.label("absent"),
            channels.c.paused,
        )
        .join(channels, channels.c.id == deliveries.c.channel_id)
        .where(_STOPPED, deliveries.c.id.in_(numbers(tx, ids)))
        .order_by(deliveries.c.rank, deliveries.c.id)
    )
    stopped = [
        Stopped(
            id=row.id,
            channel_id=row.channel_id,
            story_id=row.story_id if row.absent else None,
            may_stand=row.first_sent_at is not None,
            paused=row.paused is not None,
        )
        for row in rows
    ]
    waiting = await _waiting(tx, {each.channel_id for each in stopped})
    asleep = await _asleep(tx, stopped)
    awake = [each for each in stopped if each.id not in asleep]
    back, beyond = within_measure(awake, waiting=waiting, cap=hourly_cap)
    late = [*beyond, *(each for each in stopped if each.id in asleep)]
    heirs = await _heirs(tx, late)
    told = {each.id for each, _ in heirs}
    left = [each for each in late if each.id not in told]
    return Plan([*back, *left], heirs, []) if named else Plan(back, heirs, left)


async def _waiting(tx: Transaction, channel_ids: Collection[int]) -> dict[int, int]:
    """How many new messages are under way to each channel."""
    rows = await tx.run(
        select(deliveries.c.channel_id, func.count().label("posts"))
        .where(
            deliveries.c.channel_id.in_(numbers(tx, channel_ids)),
            deliveries.c.state.in_(UNSETTLED),
            deliveries.c.remote_id.is_(None),
        )
        .group_by(deliveries.c.channel_id)
    )
    return {row.channel_id: row.posts for row in rows}


async def _asleep(tx: Transaction, stopped: Sequence[Stopped]) -> set[int]:
    """Those that would break their channel's quiet hours."""
    quiet = set(await backlog.quiet_channels(tx))
    theirs: defaultdict[int, list[int]] = defaultdict(list)
    for each in stopped:
        if each.story_id is not None and each.channel_id in quiet:
            theirs[each.channel_id].append(each.story_id)
    breaking = await backlog.breaking_quiet(tx, theirs)
    return {each.id for each in stopped if each.story_id in breaking[each.channel_id]}


async def _heirs(tx: Transaction, late: Sequence[Stopped]) -> list[tuple[Stopped, Subscription]]:
    """The follows whose digests tell these; what none of its channel wants by now has none."""
    theirs: defaultdict[int, dict[int, Stopped]] = defaultdict(dict)
    for each in late:
        if each.story_id is not None:
            theirs[each.channel_id][each.story_id] = each
    found = []
    for channel_id, by_story in theirs.items():
        mine = await subscriptions.listed(tx, channel_id=channel_id, active_only=True)
        for some in batches(list(by_story), STORIES_AT_ONCE):
            found += [
                (by_story[story.id], heir)
                for story in await stories.load(tx, some)
                if (heir := heir_of(story, mine))
            ]
    return found


async def put_back(tx: Transaction, ids: Collection[int], *, named: bool, hourly_cap: int) -> Redelivered:
    """Give these deliveries all their attempts again, or their stories to a digest.

    One that may stand in its channel is looked up first. Where the platform can't tell, it is posted: this is
    what was asked for. The caller holds the lock of digests.
    """
    planned = await plan(tx, ids, named=named, hourly_cap=hourly_cap)
    # Entries first, lanes last and all at once, as everywhere.
    for each, heir in planned.heirs:
        if each.story_id is not None:
            await digests.enqueue_again(tx, each.story_id, heir)
    folded = [each for each, _ in planned.heirs]
    concerned = {each.channel_id for each in (*planned.back, *folded)}
    await lanes.lock(tx, channels.c.id.in_(numbers(tx, concerned)))
    # Gone, not called off: the story may have news for which it is posted by itself again.
    await tx.run(
        delete(deliveries).where(
            deliveries.c.id.in_(numbers(tx, [each.id for each in folded])), _STOPPED, _ABSENT
        )
    )
    await _restart(tx, planned.back)
    return planned.outcome


async def _restart(tx: Transaction, back: Sequence[Stopped]) -> None:
    """All their attempts are before them again, at the end of their lanes, which we hold."""
    now = await tx.now()
    moved = await tx.run(
        update(deliveries)
        .where(deliveries.c.id.in_(numbers(tx, [each.id for each in back])), _STOPPED)
        .values(
            state=case(
                (deliveries.c.first_sent_at.is_(None), DeliveryState.PENDING), else_=DeliveryState.DOUBT
            ),
            if_in_doubt="resend",
            # One place for all: among them their numbers decide, and an answer's is above its message's.
            seq=NEXT_SEQ,
            attempts=0,
            tried_since=None,
            plain=False,
            error=None,
            expires_at=now + KEPT_FOR,
        )
        .returning(deliveries.c.id, deliveries.c.channel_id)
    )
    lanes_of = {row.id: row.channel_id for row in moved}
    # What answers them waits behind them.
    answers = and_(deliveries.c.parent_id.in_(numbers(tx, lanes_of)), deliveries.c.state.in_(IN_LANE))
    await tx.run(update(deliveries).where(answers).values(seq=NEXT_SEQ))
    await digests.close_again(tx, lanes_of)
    await lanes.wake(tx, set(lanes_of.values()))
