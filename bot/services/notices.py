"""Tell people what keeps a channel's posts away: the operator, and those whose follows it concerns."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog

from bot.core.errors import ChannelGoneError, CredentialsRefusedError, DeliveryError
from bot.core.models import Destination
from bot.core.vocabulary import Platform
from bot.ports import ChannelAdapter, Store

log = structlog.get_logger(__name__)

TellOperator = Callable[..., Awaitable[None]]
"""`tell(title=…, text=…, once_key=…)`: a notice that is sent once for each key."""

_THEN = "Then repeat any follow there, and what waited is posted."


@dataclass(frozen=True, slots=True)
class Notices:
    """What delivery has to say to people."""

    store: Store
    tell_operator: TellOperator
    _told: set[str] = field(default_factory=set)

    async def paused(self, where: Destination, exc: ChannelGoneError, adapter: ChannelAdapter) -> None:
        """The channel, or its whole workspace, takes no posts.

        Told once a day: a channel that was mended and breaks again must not do so in silence.
        """
        what = where.workspace if exc.whole_workspace else str(where)
        title, text = f"{what}: posts are paused", f"{exc} {exc.advice}".strip()
        once_key = f"gone:{what}:{exc}:{await self.store.now():%Y-%m-%d}"
        resume = f"Then: civicwatch deliveries resume {where}"
        await self.tell_operator(title=title, text=f"{text} {resume}", once_key=once_key)
        if not exc.whole_workspace:
            await self._tell_owners(where, adapter, title=title, text=f"{text} {_THEN}", once_key=once_key)

    async def refused(self, platform: Platform, exc: CredentialsRefusedError) -> None:
        """The platform takes nothing from us: told once a day, however many posts find it out."""
        once_key = f"credentials:{platform}:{await self.store.now():%Y-%m-%d}"
        if once_key not in self._told:
            self._told.add(once_key)
            await self.tell_operator(
                title=f"{platform}: nothing can be posted", text=f"{exc}. {exc.advice}", once_key=once_key
            )

    async def remark(self, where: Destination, remark: str) -> None:
        """A post stands elsewhere than it was meant to; nothing is said without a remark."""
        if remark:
            title = f"{where}: not where it was meant to stand"
            await self.tell_operator(title=title, text=remark, once_key=f"remark:{where}:{remark}")

    async def _tell_owners(
        self, where: Destination, adapter: ChannelAdapter, *, title: str, text: str, once_key: str
    ) -> None:
        """Those who made the channel's follows in chat learn in private what the channel can't be told."""
        follows = await self.store.subscriptions(destination=where)
        for user in sorted({each.created_by for each in follows if each.origin == "command"}):
            try:
                private = await adapter.direct(where, user)
            except DeliveryError as exc:
                log.info("owner not reached", destination=str(where), error=str(exc))
                continue
            if private is not None:
                await self.store.notify(private, title=title, text=text, once_key=once_key)
