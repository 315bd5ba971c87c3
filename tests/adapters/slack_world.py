"""Who and what there is in our Slack, and the faults that its requests can meet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

TEAM, BOT_USER, BOT_ID, APP = "T0CIVIC", "U0BOT", "B0BOT", "A0APP"
BOT_TOKEN = "xoxb-000000000000-double-secret-bot"
APP_TOKEN = "xapp-1-A0APP-000000000000-double-secret-app"
SCOPES = frozenset(
    {
        "chat:write",
        "commands",
        "channels:read",
        "groups:read",
        "channels:history",
        "groups:history",
        "users:read",
    }
)
NEEDS = {
    "chat.postMessage": {"chat:write"}, "chat.update": {"chat:write"}, "chat.postEphemeral": {"chat:write"},
    "conversations.info": {"channels:read", "groups:read"}, "conversations.history": {"channels:history", "groups:history"},
    "conversations.replies": {"channels:history", "groups:history"}, "users.info": {"users:read"},
}  # fmt: skip


@dataclass
class Room:
    """A conversation; the bot sees a private one only as a member."""

    id: str
    member: bool = True
    private: bool = False
    archived: bool = False
    messages: list[dict[str, Any]] = field(default_factory=list)

    def seen_at(self, oldest: float, now: float, lag_s: float) -> list[dict[str, Any]]:
        """Top-level messages, newest first, as conversations.history gives them."""
        return [
            m
            for m in reversed(self.messages)
            if "thread_ts" not in m and oldest <= float(m["ts"]) <= now - lag_s
        ]


@dataclass(frozen=True)
class Fault:
    """What happens to one request. `done` tells whether Slack does the work first."""

    error: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | None = None
    lost: bool = False
    hang: bool = False
    done: bool = False


@dataclass(frozen=True)
class Called:
    """One request as the double saw it."""

    method: str
    body: dict[str, Any]
    token: str
