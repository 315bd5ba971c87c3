"""Tell the operator, and those whose follows it concerns, what keeps posts away or was seen by nobody."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import structlog

from bot.core.errors import CredentialsRefusedError, DeliveryError
from bot.core.models import Destination
from bot.core.vocabulary import DeliveryState, Platform
from bot.ports import ChannelAdapter, Losses, Pause, Store

log = structlog.get_logger(__name__)

TellOperator = Callable[..., Awaitable[None]]
"""`tell(title=…, text=…, once_key=…)`: a notice that is sent once for each key."""

_THEN = "Then repeat any follow there: what waited for up to three days is posted."

MOST_NAMED = 5
"""Of many channels in one notice."""

_ENDS = {
    DeliveryState.EXPIRED: "too old when their turn came",
    DeliveryState.DEAD: "given up",
    DeliveryState.HELD: "in doubt, held for you",
}


@dataclass(frozen=True, slots=True)
class Notices:
    """What delivery has to say to people."""

    store: Store
    tell_operator: TellOperator
    _told: set[str] = field(default_factory=set)

    async def tell(self, adapters: Mapping[Platform, ChannelAdapter]) -> None:
        """Say what the store holds of what nobody was told yet.

        It is written down as told afterwards: a crash between repeats it under the same key, so that it
        stands once, and loses nothing.
        """
        groups: defaultdict[tuple[Platform, str, str, bool], list[Pause]] = defaultdict(list)
        for pause in await self.store.untold_pauses():
            where = pause.destination
            groups[where.platform, where.workspace, pause.reason, pause.whole_workspace].append(pause)
        for pauses in groups.values():
            await self._tell_of_pauses(pauses, adapters.get(pauses[0].destination.platform))
            await self.store.pauses_told(pauses)
        if losses := await self.store.untold_losses():
            title, text = _said_of(losses)
            since = losses.since or datetime.min.replace(tzinfo=UTC)
            await self.tell_operator(title=title, text=text, once_key=f"losses:{since.isoformat()}")
            await self.store.losses_told(losses)

    async def _tell_of_pauses(self, pauses: Sequence[Pause], adapter: ChannelAdapter | None) -> None:
        """One notice for all channels of a workspace that take no posts for the same reason."""
        first = pauses[0]
        once_key = f"gone:{_names(pauses)}:{first.reason}:{first.since.isoformat()}"
        await self.tell_operator(
            title=_title(pauses),
            text=f"{first.reason} Then: civicwatch deliveries resume {_shown(pauses)}",
            once_key=once_key,
        )
        if first.whole_workspace or adapter is None:
            return
        # Those who made the channels' follows in chat learn in private what a channel can't be told.
        owned: defaultdict[str, list[Pause]] = defaultdict(list)
        for pause in pauses:
            follows = await self.store.subscriptions(destination=pause.destination)
            for user in sorted({each.created_by for each in follows if each.origin == "command"}):
                owned[user].append(pause)
        for user, theirs in owned.items():
            await self._tell_owner(user, theirs, adapter, once_key=once_key)

    async def refused(self, platform: Platform, exc: CredentialsRefusedError) -> None:
        """The platform takes nothing from us: told once a day, however many posts find it out."""
        once_key = f"credentials:{platform}:{await self.store.now():%Y-%m-%d}"
        if once_key not in self._told:
            await self.tell_operator(
                title=f"{platform}: nothing can be posted", text=f"{exc}. {exc.advice}", once_key=once_key
            )
            self._told.add(once_key)

    async def remark(self, where: Destination, remark: str) -> None:
        """A post stands elsewhere than it was meant to; nothing is said without a remark."""
        if remark:
            title = f"{where}: not where it was meant to stand"
            await self.tell_operator(title=title, text=remark, once_key=f"remark:{where}:{remark}")

    async def _tell_owner(
        self, user: str, pauses: Sequence[Pause], adapter: ChannelAdapter, *, once_key: str
    ) -> None:
        where = pauses[0].destination
        try:
            private = await adapter.direct(where, user)
        except DeliveryError as exc:
            log.info("owner not reached", destination=str(where), error=str(exc))
            return
        if private is not None:
            text = f"{pauses[0].reason} {_THEN}"
            await self.store.notify(private, title=_title(pauses), text=text, once_key=once_key)


def _title(pauses: Sequence[Pause]) -> str:
    count = "" if pauses[0].whole_workspace or not pauses[1:] else f" to {len(pauses)} channels"
    return f"{_names(pauses)}: posts{count} are paused"


def _names(pauses: Sequence[Pause]) -> str:
    where = pauses[0].destination
    if pauses[0].whole_workspace:
        return where.workspace
    return f"{where.platform}:{where.workspace}" if pauses[1:] else str(where)


def _shown(pauses: Sequence[Pause]) -> str:
    """What `resume` is to be given; one channel of a workspace that is paused as a whole stands for all."""
    first, *others = pauses
    if first.whole_workspace or not others:
        return str(first.destination)
    named = ", ".join(str(pause.destination) for pause in pauses[:MOST_NAMED])
    more = f" and {len(pauses) - MOST_NAMED} more" if len(pauses) > MOST_NAMED else ""
    return f"--all, or one by one: {named}{more}"


def _said_of(losses: Losses) -> tuple[str, str]:
    """Title and text of the notice about what nobody saw."""
    told = [f"{losses.numbers[state]} {words}" for state, words in _ENDS.items() if state in losses.numbers]
    listed = " ".join(f"--state {state}" for state in _ENDS if state in losses.numbers)
    text = (
        f"civicwatch deliveries list {listed} shows why; civicwatch deliveries redeliver puts one back, "
        "or many (--help tells how)."
    )
    return f"Posts that nobody saw: {', '.join(told)}", text
