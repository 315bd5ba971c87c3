"""Our fake Discord refuses what Discord refuses; otherwise its yes would prove nothing."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from discord import Permissions
from doubles.discord_rest import CHANNEL, TOKEN, FakeDiscord, Seconds

QUIET = {"allowed_mentions": {"parse": []}}


@pytest.fixture
def clock() -> Seconds:
    return Seconds()


@pytest.fixture
async def discord(clock: Seconds) -> AsyncIterator[FakeDiscord]:
    # Wrong on purpose, so not kept for the judge.
    async with FakeDiscord(clock=clock, keep=False) as server:
        yield server


async def ask(
    server: FakeDiscord, method: str, path: str, body: Any = None, token: str = TOKEN
) -> tuple[int, int]:
    headers = {"Authorization": f"Bot {token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.request(method, server.url + path, json=body) as response,
    ):
        answer = await response.json()
        return response.status, answer.get("code", -1) if isinstance(answer, dict) else -1


@pytest.mark.parametrize(
    "body",
    [
        {"content": "x" * 2001},
        {"content": "x", "nonce": "n" * 26},
        {"embeds": [{"title": "x" * 257}]},
        {"embeds": [{"title": "x", "description": "x" * 4097}]},
        {"embeds": [{"title": "x", "fields": [{"name": "x" * 257, "value": "x"}]}]},
        {"embeds": [{"title": "x", "fields": [{"name": "x", "value": "x" * 1025}]}]},
        {"embeds": [{"title": "x", "fields": [{"name": "x", "value": " "}]}]},
        {"embeds": [{"title": "x", "fields": [{"name": "x", "value": "x"}] * 26}]},
        {"embeds": [{"title": "x", "footer": {"text": "x" * 2049}}]},
        {"embeds": [{"title": "x", "author": {"name": "x" * 257}}]},
        {"embeds": [{"title": "x", "url": "javascript:alert(1)"}]},
        {"embeds": [{"title": "x"}] * 11},
        {"embeds": [{"description": "x" * 3001}] * 2},
        {"content": "x", "allowed_mentions": {"parse": ["everyone"]}},
    ],
)
async def test_it_refuses_what_is_too_long_or_malformed(discord: FakeDiscord, body: dict[str, Any]) -> None:
    """Each limit of Discord's description, and our own rule that nothing pings."""
    assert await ask(discord, "POST", f"/channels/{CHANNEL}/messages", QUIET | body) == (400, 50035)
    assert discord.violations
    assert discord.visible() == []


async def test_it_refuses_the_empty_the_unknown_and_the_stranger(discord: FakeDiscord) -> None:
    """Codes as Discord gives them."""
    messages = f"/channels/{CHANNEL}/messages"
    assert await ask(discord, "POST", messages, QUIET) == (400, 50006)
    assert await ask(discord, "POST", "/channels/1/messages", QUIET | {"content": "x"}) == (404, 10003)
    assert await ask(discord, "PATCH", f"{messages}/1", QUIET | {"content": "x"}) == (404, 10008)
    assert await ask(discord, "POST", messages, QUIET | {"content": "x"}, token="other") == (401, 0)
    assert discord.violations == []
    assert await ask(discord, "POST", f"{messages}/bulk", QUIET) == (404, 0)
    assert discord.violations


@pytest.mark.parametrize(
    ("permissions", "code"),
    [
        (Permissions.none(), 50001),
        (Permissions(view_channel=True), 50013),
        (Permissions(view_channel=True, send_messages=True), 50013),
    ],
)
async def test_it_asks_for_permissions(discord: FakeDiscord, permissions: Permissions, code: int) -> None:
    """An embed needs one more than a text."""
    discord.channels[CHANNEL].permissions = permissions
    body = QUIET | {"embeds": [{"title": "x"}]}
    assert await ask(discord, "POST", f"/channels/{CHANNEL}/messages", body) == (403, code)


@pytest.mark.parametrize(("enforced", "wait_s", "visible"), [(True, 119, 1), (True, 121, 2), (False, 0, 2)])
async def test_it_remembers_a_nonce_for_two_minutes(
    discord: FakeDiscord, clock: Seconds, enforced: bool, wait_s: float, visible: int
) -> None:
    """Only where the sender asks for it, and only for a while."""
    body = QUIET | {"content": "x", "nonce": "cw1", "enforce_nonce": enforced}
    for _ in range(2):
        assert (await ask(discord, "POST", f"/channels/{CHANNEL}/messages", body))[0] == 200
        clock.now += wait_s
    assert len(discord.visible()) == visible
    assert all("nonce" not in message for message in discord.visible())
