"""Answers in the threads of posted stories: queued behind their message, one for what waits together."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, bindparam, func, select, update

from bot.core.developments import Development, together, wished_for
from bot.core.models import Destination
from bot.core.vocabulary import DeliveryState, Threads
from bot.ports import DeliveryKind
from bot.store import lanes
from bot.store.database import Transaction
from bot.store.deliveries import KEPT_FOR, NEXT_SEQ
from bot.store.queries import batches, numbers
from bot.store.schema import channels, deliveries, stories

MOST_AN_HOUR: Final = 6
"""Answers about further outlets in one thread; beyond that the edited message alone shows them."""

ROWS_AT_ONCE: Final = 200

_ON_ITS_WAY: Final = (DeliveryState.SENDING, DeliveryState.DOUBT, DeliveryState.SENT)


@dataclass(frozen=True, slots=True)
class News:
    """What happened to a story, and which channels want to read it in its thread."""

    development: Development
    wanted: Mapping[Destination, Threads]


async def queue(tx: Transaction, news: Mapping[int, News]) -> list[int]:
    """Queue the answers to these stories' messages, whose lanes we hold. Returns the lanes that have one now.

    Where an answer waits already, it tells this as well. A message that was never posted needs no answer
    about its own story: it will be posted as the story is by then.
    """
    due: list[int] = []
    for story_id, each in sorted(news.items()):
        answers: list[tuple[Row[Any], Development]] = []
        for message in await _messages(tx, story_id):
            channel = lanes.destination_of(message.platform, message.workspace, message.address)
            told = wished_for(each.wanted.get(channel, Threads.OFF), each.development)
            if not (message.state in _ON_ITS_WAY or message.remote_id):
                told = Development(following=told.following)
            if told:
                answers.append((message, told))
        due += await _queue(tx, answers)
    return due


async def _messages(tx: Transaction, story_id: int) -> Sequence[Row[Any]]:
    """The story's deliveries that stand, or may still come to stand, in their channels."""
    rows = await tx.run(
        select(
            *(deliveries.c[name] for name in ("id", "channel_id", "state", "remote_id")),
            *(channels.c[name] for name in ("platform", "workspace", "address")),
            stories.c.title,
        )
        .join(channels, channels.c.id == deliveries.c.channel_id)
        .join(stories, stories.c.id == deliveries.c.story_id)
        .where(
            deliveries.c.story_id == story_id,
            deliveries.c.state.in_((*_ON_ITS_WAY, DeliveryState.PENDING)),
            deliveries.c.frozen.is_(False),
        )
        .order_by(deliveries.c.id)
    )
    return rows.all()


async def _queue(tx: Transaction, answers: Sequence[tuple[Row[Any], Development]]) -> list[int]:
    now = await tx.now()
    place = int(await tx.connection.scalar(select(NEXT_SEQ)) or 1)
    parents = [message.id for message, _ in answers]
    waiting = await _waiting(tx, parents)
    recent = await _recent(tx, parents, since=now - timedelta(hours=1))
    longer, new, due = [], [], []
    for message, told in answers:
        if earlier := waiting.get(message.id):
            # Behind the message of the next stage, which it links to.
            seq = place if told.following else earlier.seq
            longer.append({"key": earlier.id, "news": together(earlier.news, told), "seq": seq})
        elif told.is_urgent or recent.get(message.id, 0) < MOST_AN_HOUR:
            new.append(
                {
                    "channel_id": message.channel_id,
                    "kind": DeliveryKind.REPLY,
                    "parent_id": message.id,
                    "title": message.title,
                    "news": told,
                    "seq": place,
                    "created_at": now,
                    "expires_at": now + KEPT_FOR,
                }
            )
        else:
            continue
        due.append(message.channel_id)
    for some in batches(new, ROWS_AT_ONCE):
        await tx.run(tx.insert(deliveries), some)
    for some in batches(longer, ROWS_AT_ONCE):
        values = {"news": bindparam("news", type_=deliveries.c.news.type), "seq": bindparam("seq")}
        await tx.run(update(deliveries).where(deliveries.c.id == bindparam("key")).values(values), some)
    return due


async def _waiting(tx: Transaction, parents: Collection[int]) -> dict[int, Row[Any]]:
    """The answers of which surely nothing stands yet, by the message that they answer."""
    rows = await tx.run(
        select(deliveries.c.id, deliveries.c.parent_id, deliveries.c.seq, deliveries.c.news).where(
            deliveries.c.parent_id.in_(numbers(tx, parents)), deliveries.c.state == DeliveryState.PENDING
        )
    )
    return {row.parent_id: row for row in rows}


async def _recent(tx: Transaction, parents: Collection[int], *, since: datetime) -> dict[int, int]:
    rows = await tx.run(
        select(deliveries.c.parent_id, func.count().label("number"))
        .where(deliveries.c.parent_id.in_(numbers(tx, parents)), deliveries.c.created_at > since)
        .group_by(deliveries.c.parent_id)
    )
    return {row.parent_id: row.number for row in rows}


# --- a claimed answer -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answered:
    """The message that an answer belongs to."""

    story_id: int | None
    remote_id: str | None
    """None where it does not stand: it was given up, or people deleted it."""


async def answered(tx: Transaction, heads: Collection[Row[Any]]) -> dict[int, Answered]:
    """The messages of the claimed answers, by the answers' numbers."""
    parents = {head.parent_id: head.id for head in heads if head.parent_id is not None}
    if not parents:
        return {}
    rows = await tx.run(
        select(deliveries.c.id, deliveries.c.story_id, deliveries.c.remote_id, deliveries.c.frozen).where(
            deliveries.c.id.in_(numbers(tx, parents))
        )
    )
    return {parents[row.id]: Answered(row.story_id, None if row.frozen else row.remote_id) for row in rows}


async def posted_as(tx: Transaction, channel_id: int, story_ids: Collection[int]) -> dict[int, str]:
    """The platform's names of the channel's messages about these stories, as far as they stand."""
    rows = await tx.run(
        select(deliveries.c.story_id, deliveries.c.remote_id).where(
            deliveries.c.channel_id == channel_id,
            deliveries.c.story_id.in_(story_ids),
            deliveries.c.remote_id.is_not(None),
            deliveries.c.frozen.is_(False),
        )
    )
    return {row.story_id: row.remote_id for row in rows}
