"""Add, remove, list and replace subscriptions, for chat commands, the shell and feeds.yaml alike."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bot.core.errors import UsageError
from bot.core.follows import follow_words, overlaps, same_wish, settled_places
from bot.core.models import Destination, Subscription
from bot.core.vocabulary import Threads
from bot.ports import Store

FOLLOWS_PER_CHANNEL = 25
"""What a menu can list; more wishes are better written as one with several topics or places."""


class Check(Protocol):
    """An adapter's `check`: raises ChannelGoneError naming what is missing if a post could not arrive."""

    async def __call__(self, destination: Destination, *, threads: bool = False) -> None:
        """`threads`: nor an answer in a message's thread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What `add` did: the stored follow, whether it stood already, and which others it overlaps with."""

    subscription: Subscription
    existed: bool = False
    overlapping: tuple[Subscription, ...] = ()


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """The standing wishes of all channels. Every channel reaches its own only."""

    store: Store

    async def of_channel(self, destination: Destination) -> list[Subscription]:
        """The channel's follows, oldest first."""
        found = await self.store.subscriptions(destination=destination)
        return sorted(found, key=lambda each: each.id)

    async def elsewhere(self, destination: Destination) -> int:
        """How many follows other channels of the same workspace have."""
        if not destination.workspace:
            return 0
        all_here = await self.store.subscriptions(workspace=(destination.platform, destination.workspace))
        return sum(each.destination != destination for each in all_here)

    async def add(self, wanted: Subscription, *, check: Check | None = None) -> Added:
        """Store a follow; ChannelGoneError, and nothing stored, if a post could not arrive."""
        existing = await self.of_channel(wanted.destination)
        same = next((each for each in existing if same_wish(each, wanted)), None)
        if same is None and len(existing) >= FOLLOWS_PER_CHANNEL:
            raise UsageError(
                f"this channel has {len(existing)} follows, the most there can be: unfollow one first"
            )
        if check is not None:
            await check(wanted.destination, threads=wanted.threads is not Threads.OFF)
            # What waited since a permission was taken away may go out now.
            await self.store.resume_channel(wanted.destination)
        if same is not None:
            return Added(subscription=same, existed=True)
        made = await self.store.add_subscription(wanted)
        return Added(
            subscription=made,
            overlapping=tuple(each for each in existing if overlaps(each.filter, made.filter)),
        )

    async def remove(self, destination: Destination, number: int) -> Subscription:
        """Remove one of the channel's own follows and return it; UsageError if there is none."""
        for each in await self.of_channel(destination):
            if each.id == number:
                await self._remove(each)
                return each
        raise UsageError(f"this channel has no follow #{number}; see list")

    async def remove_same(self, wanted: Subscription) -> Subscription:
        """Remove the follow that asks for the same stories; UsageError if none does."""
        for each in await self.of_channel(wanted.destination):
            if each.filter == wanted.filter:
                await self._remove(each)
                return each
        raise UsageError(f"this channel does not follow '{follow_words(wanted)}'; see list")

    async def replace_file_entries(self, wanted: Sequence[Subscription]) -> None:
        """Make the follows that come from feeds.yaml be exactly these."""
        settled = [replace(each, filter=settled_places(each.filter)) for each in wanted]
        await self.store.sync_subscriptions(settled)

    async def _remove(self, each: Subscription) -> None:
        if each.origin == "file":
            raise UsageError(f"#{each.id} is written in feeds.yaml: the operator has to take it out there")
        await self.store.remove_subscription(each.id)
