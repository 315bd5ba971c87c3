"""What a typed `/civicwatch …` means and who typed it; knows the payload, not the connection it came by."""

import re
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

import structlog

from bot.adapters.slack.answer import rendered_answer
from bot.adapters.slack.render import Rendered
from bot.core.commands import Invocation, parse
from bot.core.errors import DeliveryError, TemporaryDeliveryError, UsageError
from bot.core.models import Answer, Caller, Destination
from bot.core.vocabulary import Platform

log = structlog.get_logger(__name__)

REMEMBER_S = 300.0
"""How long a user's role is believed: a demoted admin keeps the right that long."""
REMEMBERED_USERS = 1000

_ANGLED = re.compile(r"<(https?://[^|>\s]+)(?:\|[^>]*)?>")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))

Payload = Mapping[str, str]


class CommandService(Protocol):
    """Answers a command that was read and whose caller is known."""

    async def answer(self, asked: Invocation, caller: Caller) -> Answer:
        """Carry it out; whatever goes wrong is an answer too."""
        ...


class Managers:
    """Who may change a channel's subscriptions: workspace admins and owners, and the configured users."""

    def __init__(
        self,
        is_admin: Callable[[str], Awaitable[bool]],
        *,
        configured: frozenset[str] = frozenset(),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._is_admin = is_admin
        self._configured = configured
        self._clock = clock
        self._known: dict[str, tuple[float, bool]] = {}

    async def may_manage(self, user: str) -> bool:
        """Ask Slack at most once in five minutes for each user; a look-up that fails grants nothing."""
        if user in self._configured:
            return True
        asked_at, answer = self._known.get(user, (float("-inf"), False))
        if self._clock() - asked_at < REMEMBER_S:
            return answer
        try:
            answer = await self._is_admin(user)
        except TemporaryDeliveryError as exc:
            log.info("slack user not looked up", user=user, error=str(exc))
            return False
        except DeliveryError as exc:
            log.warning("slack user not looked up", user=user, error=str(exc))
            answer = False
        if len(self._known) >= REMEMBERED_USERS:
            self._known.clear()
        self._known[user] = (self._clock(), answer)
        return answer


class SlackCommands:
    """Reads the typed text, asks the service, renders the answer."""

    def __init__(self, service: CommandService, managers: Managers) -> None:
        self._service = service
        self._managers = managers

    async def answer(self, payload: Payload) -> Rendered:
        """The answer to one slash command, whatever was typed."""
        try:
            invocation = parse(typed_text(payload.get("text", "")))
        except UsageError as exc:
            return rendered_answer(Answer(title=str(exc), ok=False))
        return rendered_answer(await self._service.answer(invocation, await self._caller(payload)))

    async def _caller(self, payload: Payload) -> Caller:
        destination = Destination(
            platform=Platform.SLACK,
            workspace=payload.get("team_id", ""),
            channel=payload.get("channel_id", ""),
        )
        user = payload.get("user_id", "")
        return Caller(destination=destination, user=user, may_manage=await self._managers.may_manage(user))


def typed_text(text: str) -> str:
    """What the person typed: Slack escapes three characters and may wrap addresses in angle brackets."""
    text = _ANGLED.sub(r"\1", text)
    for entity, char in _ENTITIES:
        text = text.replace(entity, char)
    return text
