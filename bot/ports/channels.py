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
    async def start(self) -> bool:
        """Check the credentials: True if the platform took them, False if it could not be asked now.

        Raise ConfigError with the mend if they are wrong.
        """

    @abstractmethod
    async def close(self) -> None:
        """Let go of every connection."""
        ...

    @abstractmethod
    async def check(self, destination: Destination, *, threads: bool = False) -> None:
        """Raise ChannelGoneError naming what is missing if a post (`threads`: an answer) could not arrive."""

    @abstractmethod
    async def send(self, destination: Destination, post: Post, *, key: str, plain: bool = False) -> Receipt:
        """Post it. The same `key` is given for every attempt.

        Whatever fails before a request leaves is a ContentRefusedError (bot/adapters/unsent.py): any other
        crash is taken for one that may have posted it.
        """

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
    async def reply(
        self, destination: Destination, remote_id: str, post: Post, *, key: str, plain: bool = False
    ) -> Receipt:
        """Answer in the message's thread, to be seen there only.

        Where no thread can be had the answer goes to the channel, and the receipt's remark says why. Raise
        MessageGoneError if the message takes no answers: it was deleted, or its thread is locked.
        """

    async def direct(self, destination: Destination, user: str) -> Destination | None:  # noqa: ARG002
        """Where a user of the destination's workspace is told something in private; None if nowhere."""
        return None

    def link_to(self, destination: Destination, remote_id: str) -> str:  # noqa: ARG002 - not every platform has one
        """The message's address for people of the channel; empty if it has none."""
        return ""

    @abstractmethod
    async def find(
        self, destination: Destination, *, key: str, since: datetime, thread: str | None = None
    ) -> Receipt | None:
        """The message that an earlier attempt with this key left, or None if there surely is none.

        `thread`: it was an answer to this message.

        Asked when `settle_s` have passed since the last attempt. `since` is by the database's clock.
        Raise TemporaryDeliveryError if that can't be told now, ContentRefusedError if it can never be told.
        """
