"""Which stopped deliveries a person puts back, and how many of them a channel takes at once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Final

from bot.core.models import Destination
from bot.core.vocabulary import DeliveryState

STOPPED: Final = (
    DeliveryState.DEAD,
    DeliveryState.HELD,
    DeliveryState.EXPIRED,
    DeliveryState.CANCELLED,
)
"""What a person may put back."""

LOST: Final = (DeliveryState.DEAD, DeliveryState.EXPIRED)
"""What nobody decided. What is held may stand, and what was called off nobody wants: those must be named."""

RECENT: Final = timedelta(days=14)
"""Many together are those of an outage, not what was given up in spring."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redelivery:
    """What is to be posted after all: deliveries by their ids, or all that is like this."""

    ids: tuple[int, ...] = ()
    """Named ones are put back in whatever state they stopped and however old they are."""
    channels: tuple[Destination, ...] = ()
    """Empty: everywhere."""
    states: tuple[DeliveryState, ...] = LOST
    within: timedelta = RECENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Redelivered:
    """What became of it, or would."""

    back: int = 0
    """In their channels' lanes again."""
    looked_up: int = 0
    """Those of them that an earlier attempt may have posted."""
    paused: int = 0
    """Those of them whose channel takes nothing at present."""
    digest: int = 0
    """On their channel's next digest."""
    left: int = 0
    """As they were: their channel has enough waiting, and no digest can tell them."""
    older: int = 0
    """As they were: queued too long ago."""
    told: int = 0
    """As they were: a digest has told their channel since."""
    unknown: tuple[int, ...] = ()
    """Named, and not stopped."""

    def __add__(self, other: "Redelivered") -> "Redelivered":
        sums = {each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(self)}
        return Redelivered(**sums)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """A delivery that a person may put back."""

    id: int
    channel_id: int
    story_id: int | None
    """Set only if a digest can tell it instead: a story of which surely nothing stands."""
    may_stand: bool
    paused: bool


def within_measure(
    stopped: Sequence[Stopped], *, waiting: Mapping[int, int], cap: int
) -> tuple[list[Stopped], list[Stopped]]:
    """Those that their channels take now, where `waiting` wait already, and those beyond; in their order."""
    taken, within, beyond = Counter(waiting), list[Stopped](), list[Stopped]()
    for each in stopped:
        (within if taken[each.channel_id] < cap else beyond).append(each)
        taken[each.channel_id] += 1
    return within, beyond
