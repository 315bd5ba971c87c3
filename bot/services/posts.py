"""What each delivery says. A story goes to many channels: it is read and worded once for each revision."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from bot.core.message import digest_of, message_of
from bot.core.models import Message, Notice, Post
from bot.ports import DeliveryKind, DeliveryLease, Store

KEPT: Final = 256


@dataclass(slots=True)
class Posts:
    """Words deliveries; the latest messages are kept."""

    store: Store
    _kept: OrderedDict[object, Message] = field(default_factory=OrderedDict)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def post_for(self, lease: DeliveryLease) -> Post | None:
        """What the delivery shows now; None if there is nothing left to say."""
        if lease.kind is DeliveryKind.NOTICE:
            return Notice(title=lease.title, text=lease.text)
        if lease.kind is DeliveryKind.DIGEST:
            found = [await self.store.story(story_id) for story_id in lease.digest_story_ids]
            stories = [story for story in found if story is not None]
            return digest_of(stories, title=lease.title, timezone=lease.timezone) if stories else None
        # The revision rises with everything that a reader would notice.
        key = (lease.story_id, lease.revision, lease.timezone, bool(lease.remote_id))
        async with self._turn:  # the others of one story wait for the first to read it
            if key not in self._kept and (message := await self._message(lease)) is not None:
                self._kept[key] = message
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    async def _message(self, lease: DeliveryLease) -> Message | None:
        story = await self.store.story(lease.story_id) if lease.story_id is not None else None
        if story is None:
            return None
        earlier = await self.store.story(story.follows) if story.follows is not None else None
        updated = story.last_seen if lease.remote_id else None
        return message_of(story, timezone=lease.timezone, updated=updated, follows=earlier)
