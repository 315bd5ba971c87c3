"""What a platform's double must offer so that the contract tests can run the platform's adapter."""

from abc import ABC, abstractmethod
from datetime import UTC, datetime, timedelta

from bot.core.models import Destination
from bot.ports import ChannelAdapter


class StillClock:
    """A clock that stands still until a test moves it; shared by a double and its adapter."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 15, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def seconds(self) -> float:
        return self.at.timestamp()

    def later(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class Harness(ABC):
    """One adapter, started, and the world behind it."""

    adapter: ChannelAdapter
    destination: Destination

    def __init__(self) -> None:
        self.clock = StillClock()

    @abstractmethod
    def visible(self) -> list[str]:
        """All the text of each message that a reader sees in the destination, oldest first."""


class RemoteHarness(Harness):
    """A platform behind a network: what can go wrong with the next request for a post."""

    @abstractmethod
    def answers(self, remote_id: str) -> list[str]:
        """All the text of each message in a message's thread, oldest first."""

    @abstractmethod
    def lose_answer(self) -> None:
        """The post is made, its answer never arrives."""

    @abstractmethod
    def refuse_rich_content(self) -> None:
        """The platform dislikes the rich form of the next post."""

    @abstractmethod
    def limit_rate(self, seconds: float) -> None:
        """The next post is told to wait this long."""

    @abstractmethod
    def close_channel(self) -> None:
        """The bot may no longer post in the destination."""

    @abstractmethod
    def delete(self, remote_id: str) -> None:
        """A person deletes a message."""
