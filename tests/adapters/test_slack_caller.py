"""What Slack tells of a command before anybody answers it: who typed it, and what they really typed."""

import pytest

from bot.adapters.slack.commands import REMEMBER_S, REMEMBERED_USERS, Managers, typed_text
from bot.core.errors import ContentRefusedError, TemporaryDeliveryError


async def test_a_role_is_looked_up_once_and_again_when_it_is_old() -> None:
    asked, now = [], [0.0]

    async def is_admin(user: str) -> bool:
        asked.append(user)
        return True

    managers = Managers(is_admin, clock=lambda: now[0])
    assert await managers.may_manage("U1")
    assert await managers.may_manage("U1")
    assert asked == ["U1"]
    now[0] = REMEMBER_S
    assert await managers.may_manage("U1")
    assert asked == ["U1", "U1"]


async def test_a_failed_look_up_is_not_remembered() -> None:
    answers = iter([TemporaryDeliveryError("later"), True])

    async def is_admin(_: str) -> bool:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    managers = Managers(is_admin)
    assert not await managers.may_manage("U1")
    assert await managers.may_manage("U1")


async def test_a_stranger_is_looked_up_once() -> None:
    """Whoever is in no list of ours could else make us ask Slack with every command."""
    asked = []

    async def is_admin(user: str) -> bool:
        asked.append(user)
        raise ContentRefusedError("Slack says user_not_found")

    managers = Managers(is_admin)
    assert not await managers.may_manage("U1")
    assert not await managers.may_manage("U1")
    assert asked == ["U1"]


async def test_the_memory_of_roles_is_bounded() -> None:
    asked = []

    async def is_admin(user: str) -> bool:
        asked.append(user)
        return True

    managers = Managers(is_admin)
    for number in range(REMEMBERED_USERS + 1):
        await managers.may_manage(f"U{number}")
    await managers.may_manage("U0")
    assert asked.count("U0") == 2


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("why https://north.example/a?b=1&amp;c=2", "why https://north.example/a?b=1&c=2"),
        ("why <https://north.example/a|north.example>", "why https://north.example/a"),
        ("why <https://north.example/a>", "why https://north.example/a"),
        ("search a &lt; b &amp;lt;", "search a < b &lt;"),  # unescaped once, not twice
    ],
)
def test_slacks_escapes_are_undone(sent: str, typed: str) -> None:
    assert typed_text(sent) == typed
