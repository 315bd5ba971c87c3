"""What delivery needs from a platform."""

import math
from abc import ABC, abstractmethod
from contextvars import ContextVar
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from bot.core.models import (
    Destination,
    Post,
    Receipt,
)
from bot.core.vocabulary import Platform

SEND_BEFORE: ContextVar[float] = ContextVar("SEND_BEFORE", default=math.inf)
"""The running loop's time from which on no request may leave: the lane may be another worker's by then."""


class Idempotency(StrEnum):
    """How a platform lets a doubtful post be repeated."""

    NONCE = "nonce"
    """A repeated key within `nonce_window_s` returns the first message."""
    LOOKUP = "lookup"
    """The channel's history can be searched for the key."""
    NONE = "none"


class ChannelAdapter(ABC):
    """Talks to one platform. Knows nothing of stories; maps every answer to a receipt or a DeliveryError."""

    platform: ClassVar[Platform]
    idempotency: ClassVar[Idempotency]
    nonce_window_s: ClassVar[float] = 0.0
    gap_s: ClassVar[float] = 0.0
    """The pause that the platform asks for from its answer to the next post to the same channel.

    Counted from the answer, no delay on the way can bring two posts closer together than this.
    """
    rate_per_s: ClassVar[float | None] = None
    """Posts a second that the platform takes from all our processes together."""
    settle_s: ClassVar[float] = 0.0
    """How long a message may take to show in the history: before that, its absence proves nothing."""

    @abstractmethod
    async def start(self) -> None:
        """Check the credentials. Raise ConfigError with the mend if they are wrong."""

    @abstractmethod
    async def close(self) -> None:
        """Let go of every connection."""
        ...

    @abstractmethod
    async def check(self, destination: Destination) -> None:
        """Raise ChannelGoneError naming what is missing if a post could not arrive."""

    @abstractmethod
    async def send(self, destination: Destination, post: Post, *, key: str, plain: bool = False) -> Receipt:
        """Post it. The same `key` is given for every attempt."""

    @abstractmethod
    async def edit(
        self, destination: Destination, remote_id: str, post: Post, *, key: str = "", plain: bool = False
    ) -> Receipt:
        """Make the message show `post` from now on; with its `key`, by which it is still found."""
        ...

    def rest_s(self, destination: Destination) -> float:  # noqa: ARG002 - some platforms tell it for each channel
        """How long the channel takes no further post, asked right after an answer."""
        return self.gap_s

    @abstractmethod
    async def reply(self, destination: Destination, remote_id: str, post: Post, *, key: str) -> Receipt:
        """Answer in the message's thread."""

    @abstractmethod
    async def find(self, destination: Destination, *, key: str, since: datetime) -> Receipt | None:
        """The message that an earlier attempt with this key left, or None if there surely is none.

        Asked when `settle_s` have passed since the last attempt. `since` is by the database's clock.
        Raise TemporaryDeliveryError if that can't be told now, ContentRefusedError if it can never be told.
        """
