"""Posts to one Slack workspace through the Web API (https://docs.slack.dev/apis/web-api)."""

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import ClassVar

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.adapters.punctual import PunctualRequest
from bot.adapters.slack.client import Call, call, read, web_client
from bot.adapters.slack.history import message_with, metadata
from bot.adapters.slack.outcomes import INVITE, UNANSWERABLE, code_of
from bot.adapters.slack.render import rendered
from bot.adapters.unsent import unsent
from bot.core.errors import (
    ChannelGoneError,
    ConfigError,
    ContentRefusedError,
    CredentialsRefusedError,
    DeliveryError,
    DeliveryInDoubtError,
    MessageGoneError,
    PermanentDeliveryError,
    TemporaryDeliveryError,
)
from bot.core.models import Destination, Post, Receipt, Reply
from bot.core.urls import safe_url
from bot.core.vocabulary import Platform
from bot.ports import ChannelAdapter, Idempotency

log = structlog.get_logger(__name__)

_PERSON = re.compile(r"[UW][A-Z0-9]{2,20}")
API_URL = "https://slack.com/api/"
CLIENT_MSG_NAMESPACE = uuid.UUID("5d1bb1a5-1d0c-4a52-9d0f-6f6a3b1c2e77")
CLOCK_SKEW_S = 600.0
"""How far the database's clock, which says since when to look, may be ahead of Slack's."""


def utc_now() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)


class SlackAdapter(ChannelAdapter):
    """Talks to the workspace that its bot token belongs to."""

    platform: ClassVar[Platform] = Platform.SLACK
    idempotency: ClassVar[Idempotency] = Idempotency.LOOKUP
    # Slack takes about one message a second; counted from its answer, this holds however the network jitters.
    gap_s: ClassVar[float] = 1.02
    settle_s: ClassVar[float] = 10.0

    def __init__(
        self,
        bot_token: str,
        *,
        api_url: str = API_URL,
        timeout_s: float = 8.0,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._token = bot_token
        self._api_url = api_url
        self._timeout_s = timeout_s
        self._now = now
        self._http: aiohttp.ClientSession | None = None
        self._client: AsyncWebClient | None = None
        self._site = self._bot_id = ""
        self.team = ""
        """The workspace's id, once Slack has told it."""

    async def start(self) -> bool:
        """Check the token; an unreachable Slack is only logged, since the outbox waits for it."""
        try:
            await self._identify()
        except (ChannelGoneError, ContentRefusedError, CredentialsRefusedError) as exc:
            advice = "" if isinstance(exc, ContentRefusedError) else exc.advice
            raise ConfigError(f"CIVICWATCH_SLACK_BOT_TOKEN: {exc}. {advice}".strip()) from exc
        except DeliveryError as exc:
            log.warning("slack not reachable yet", error=str(exc))
            return False
        return True

    async def close(self) -> None:
        """Close the connections."""
        if self._http is not None:
            await self._http.close()
        self._http = self._client = None

    async def check(self, destination: Destination, *, threads: bool = False) -> None:  # noqa: ARG002 - one right for both
        """Raise ChannelGoneError naming what is missing if a post could not arrive."""
        client = await self._client_for(destination)
        try:
            answer = await read(client.conversations_info, channel=destination.channel)
        except ContentRefusedError as exc:
            raise ChannelGoneError(str(exc), advice=INVITE) from exc
        channel: Mapping[str, object] = answer.get("channel") or {}
        if channel.get("is_archived"):
            raise ChannelGoneError("the channel is archived", advice="Unarchive it first.")
        if channel.get("is_member") is False and not channel.get("is_im"):
            raise ChannelGoneError("the bot is not in the channel", advice=INVITE)

    async def send(self, destination: Destination, post: Post, *, key: str, plain: bool = False) -> Receipt:
        """Post it, with the key as metadata."""
        return await self._post(destination, post, key=key, plain=plain)

    async def reply(
        self, destination: Destination, remote_id: str, post: Post, *, key: str, plain: bool = False
    ) -> Receipt:
        """Answer in the message's thread, never to the whole channel."""
        with unsent(key):
            inside = replace(post, headline="") if isinstance(post, Reply) else post
        try:
            return await self._post(destination, inside, key=key, plain=plain, thread=remote_id)
        except PermanentDeliveryError as exc:
            cause = exc.__cause__
            if isinstance(cause, SlackApiError) and code_of(cause) in UNANSWERABLE:
                raise MessageGoneError(f"the message takes no answers: {exc}") from cause
            raise

    async def direct(self, destination: Destination, user: str) -> Destination | None:
        """The user's own channel with the app: Slack opens it with the first message to the user's id."""
        return replace(destination, channel=user) if _PERSON.fullmatch(user) else None

    def link_to(self, destination: Destination, remote_id: str) -> str:
        """The message's address, once Slack has told the workspace's."""
        if not self._site:
            return ""
        return f"{self._site}archives/{destination.channel}/p{remote_id.replace('.', '')}"

    async def edit(
        self,
        destination: Destination,
        remote_id: str,
        post: Post,
        *,
        key: str = "",  # Slack keeps the first post's
        plain: bool = False,
    ) -> Receipt:
        """Replace the message's text and blocks; its metadata stays."""
        client = await self._client_for(destination)
        with unsent(key):
            content = rendered(post, plain=plain)
        answer = await call(
            client.chat_update,
            channel=destination.channel,
            ts=remote_id,
            text=content.text,
            blocks=list(content.blocks),  # an empty list takes the old ones away
            parse="none",
            link_names=False,
        )
        return self._receipt(answer)

    async def find(
        self, destination: Destination, *, key: str, since: datetime, thread: str | None = None
    ) -> Receipt | None:
        """Look for the key among the metadata of the channel's messages, or of one thread's replies."""
        if _PERSON.fullmatch(destination.channel):
            raise ContentRefusedError("Slack shows an app no messages between itself and a person")
        client = await self._client_for(destination)
        oldest = since.timestamp() - CLOCK_SKEW_S
        ts = await message_with(
            key, client, destination.channel, bot_id=self._bot_id, oldest=oldest, thread=thread
        )
        return Receipt(remote_id=ts, at=datetime.fromtimestamp(float(ts), UTC)) if ts else None

    async def _post(
        self,
        destination: Destination,
        post: Post,
        *,
        key: str,
        plain: bool = False,
        thread: str | None = None,
    ) -> Receipt:
        client = await self._client_for(destination)
        with unsent(key):
            content = rendered(post, plain=plain)
        answer = await _posting(
            client.chat_postMessage,
            channel=destination.channel,
            text=content.text,
            blocks=list(content.blocks) or None,
            thread_ts=thread,
            reply_broadcast=False if thread else None,
            metadata=metadata(key),
            client_msg_id=str(uuid.uuid5(CLIENT_MSG_NAMESPACE, f"{destination} {key}")),
            parse="none",
            link_names=False,
            unfurl_links=False,
            unfurl_media=False,
        )
        return self._receipt(answer)

    async def _client_for(self, destination: Destination) -> AsyncWebClient:
        """The client, if the destination is in its workspace."""
        if not self.team:
            await self._identify()
        if destination.workspace not in {"", self.team}:
            raise ChannelGoneError(
                f"{destination} is not in this bot's workspace {self.team}",
                advice=f"Use slack:{self.team}/CHANNEL_ID, or run a bot with that workspace's token.",
                whole_workspace=True,
            )
        return self._open()

    async def _identify(self) -> None:
        """Learn which workspace the token belongs to."""
        answer = await read(self._open().auth_test)
        self.team = str(answer.get("team_id") or "")
        self._bot_id = str(answer.get("bot_id") or "")
        self._site = safe_url(str(answer.get("url") or ""))
        log.info("slack connected", workspace=self.team, name=answer.get("team"), bot=answer.get("user"))

    def _open(self) -> AsyncWebClient:
        if self._client is None:
            timeout = aiohttp.ClientTimeout(total=self._timeout_s, sock_connect=self._timeout_s / 2)
            self._http = aiohttp.ClientSession(timeout=timeout, request_class=PunctualRequest)
            self._client = web_client(self._token, api_url=self._api_url, session=self._http)
        return self._client

    def _receipt(self, answer: AsyncSlackResponse) -> Receipt:
        ts = answer.get("ts")
        if not isinstance(ts, str) or not ts:
            raise DeliveryInDoubtError("Slack's answer names no message")
        return Receipt(remote_id=ts, at=self._now())


async def _posting(method: Call, **arguments: object) -> AsyncSlackResponse:
    """Post once. Our lanes keep to each channel's own pace, so a limit is the whole workspace's."""
    try:
        return await call(method, **arguments)
    except TemporaryDeliveryError as exc:
        exc.whole_platform = exc.whole_platform or not exc.counts
        raise
