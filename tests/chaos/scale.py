"""Every time of the outbox and the platforms, divided by one figure, so that minutes pass in seconds."""

from dataclasses import asdict, dataclass
from typing import Any

from doubles.discord_rest import NONCE_MEMORY_S

from bot.adapters.discord.adapter import DiscordAdapter
from bot.adapters.slack.adapter import SlackAdapter
from bot.services.deliver import LEASE_S

SCALE = 15.0
LAG = 0.8
"""The share of an adapter's `settle_s` for which the fakes' histories hide a message."""


@dataclass(frozen=True, slots=True)
class Times:
    """The product's own times in the harness's seconds."""

    lease_s: float = LEASE_S / SCALE
    timeout_s: float = 8.0 / SCALE
    discord_gap_s: float = DiscordAdapter.gap_s / SCALE
    discord_settle_s: float = DiscordAdapter.settle_s / SCALE
    discord_nonce_window_s: float = DiscordAdapter.nonce_window_s / SCALE
    nonce_memory_s: float = NONCE_MEMORY_S / SCALE
    slack_gap_s: float = SlackAdapter.gap_s / SCALE
    slack_settle_s: float = SlackAdapter.settle_s / SCALE


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What a worker is told at its start."""

    database: str
    discord_url: str
    slack_url: str
    times: Times = Times()
    seed: int = 0
    batch: int = 8
    skew_s: float = 0.0
    """How far this worker's own clock is off."""
    die_at: int = 0
    """The step before which it kills itself; steps are counted over all its tasks. 0: never."""
    until_idle: bool = False
    """End when no lane is due any more, and tell how many steps it took."""

    naive: bool = False
    """Post a doubtful message again without a key or a look-up: shows what those are for."""

    def as_json(self) -> dict[str, Any]:
        """For the pipe."""
        return asdict(self)

    @classmethod
    def of(cls, told: dict[str, Any]) -> "Orders":
        """Back from the pipe."""
        return cls(**{**told, "times": Times(**told["times"])})
