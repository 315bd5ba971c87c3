"""Post, edit and look up messages in Discord channels over its REST API."""

import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

import structlog
from discord import AllowedMentions, Embed, MessageFlags
from discord.http import MultipartParameters, Route, handle_message_parameters
from discord.utils import MISSING, snowflake_time, time_snowflake

from bot.adapters.discord.access import Access, access_to
from bot.adapters.discord.embeds import Rendered
from bot.adapters.discord.outcomes import (
    MISSING_PERMISSIONS,
    NO_THREAD,
    UNKNOWN_CHANNEL,
    RefusalError,
    delivery_error,
)
from bot.adapters.discord.render import render
from bot.adapters.discord.rest import REQUESTS_PER_S, TIMEOUT_S, OneAttemptClient
from bot.adapters.discord.threads import in_thread, posted, reference_to, thread_name
from bot.adapters.unsent import unsent
from bot.core.errors import (
    ChannelGoneError,
    ConfigError,
    ContentRefusedError,
    DeliveryError,
    DeliveryInDoubtError,
    TemporaryDeliveryError,
)
from bot.core.models import Destination, Post, Receipt, Reply
from bot.core.vocabulary import Platform
from bot.ports import ChannelAdapter, Idempotency

if TYPE_CHECKING:  # discord.py's own types import each other in a circle
    from discord.types.message import MessageReference

log = structlog.get_logger(__name__)

_RENEWAL = (
    "make a new one at https://discord.com/developers/applications (Bot, Reset Token) "
    "and set CIVICWATCH_DISCORD_TOKEN"
)
_PAGE = 100
_PAGES = 20
# How far the database's clock, which says since when to look, may be ahead of Discord's.
_CLOCK_SKEW = timedelta(minutes=10)
_SUPPRESS_PREVIEWS = MessageFlags(suppress_embeds=True)


class DiscordAdapter(ChannelAdapter):
    """Posts as the bot user; needs no gateway, so any worker may send."""

    platform: ClassVar[Platform] = Platform.DISCORD
    idempotency: ClassVar[Idempotency] = Idempotency.NONCE
    # Discord says "the past few minutes"; two are known to hold, and a request may take a while to arrive.
    nonce_window_s: ClassVar[float] = 100.0
    # Only where Discord's headers tell nothing.
    gap_s: ClassVar[float] = 1.0
    rate_per_s: ClassVar[float | None] = REQUESTS_PER_S
    settle_s: ClassVar[float] = 5.0

    def __init__(
        self,
        token: str,
        api_url: str = Route.BASE,
        *,
        timeout_s: float = TIMEOUT_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._token = token.strip()
        self._api_url = api_url
        self._timeout_s = timeout_s
        self._clock = clock
        self._client: OneAttemptClient | None = None
        self._user_id: str | None = None

    async def start(self) -> bool:
        """Check the token. Raise ConfigError if Discord refuses it; an outage now only delays."""
        if (
            not self._token
            or not self._token.isascii()
            or not self._token.isprintable()
            or " " in self._token
        ):
            raise ConfigError(f"CIVICWATCH_DISCORD_TOKEN: this is no bot token; {_RENEWAL}")
        try:
            await self._me()
        except RefusalError as exc:
            if exc.status == 401:
                raise ConfigError(
                    f"CIVICWATCH_DISCORD_TOKEN: Discord refuses the token; {_RENEWAL}"
                ) from None
            if exc.status == 404:
                raise ConfigError("CIVICWATCH_DISCORD_API_URL: no Discord API there; leave it unset") from exc
            log.warning("discord unavailable at start", error=str(exc))
            return False
        except DeliveryError as exc:
            log.warning("discord unavailable at start", error=str(exc))
            return False
        return True

    async def close(self) -> None:
        """End the connections."""
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def check(self, destination: Destination, *, threads: bool = False) -> None:
        """Raise ChannelGoneError naming the permissions that a post (`threads`: an answer) would lack."""
        async with _translated():
            access = await self._access(destination)
        if access.guild_id != destination.workspace:
            raise ChannelGoneError(
                "the channel belongs to another server", advice="Follow from the channel itself."
            )
        if not access.takes_messages:
            raise ChannelGoneError(
                "this kind of channel takes no messages", advice="Follow from a text channel."
            )
        lacks = [*access.missing, *(access.missing_for_threads if threads else ())]
        if lacks:
            names = ", ".join(lacks)
            raise ChannelGoneError(
                f"Civicwatch lacks {names} in the channel", advice=f"Give Civicwatch {names} there."
            )

    async def send(self, destination: Destination, post: Post, *, key: str, plain: bool = False) -> Receipt:
        """Post it once: a repeated key returns the first message for some minutes."""
        channel = _channel_id(destination)
        with unsent(key):
            parameters = _parameters(render(post, plain=plain, mark=key), key=key)
        try:
            return await self._post(channel, parameters)
        except ChannelGoneError as exc:
            await self._name_what_is_missing(destination, exc)
            raise

    async def reply(
        self, destination: Destination, remote_id: str, post: Post, *, key: str, plain: bool = False
    ) -> Receipt:
        """Answer in the message's thread, which is opened if need be; else in the channel, with a remark."""
        channel = _channel_id(destination)
        with unsent(key):
            inside = replace(post, headline="") if isinstance(post, Reply) else post
            parameters = _parameters(render(inside, plain=plain, mark=key), key=key)
            name = thread_name(post)
        async with _translated(replying=True):
            try:
                return _receipt(await in_thread(self._http(), channel, remote_id, parameters, name=name))
            except RefusalError as exc:
                if exc.code not in NO_THREAD:
                    raise
                refused = exc
            reference = await reference_to(self._http(), channel, remote_id)
            with unsent(key):  # what was tried before it was refused
                parameters = _parameters(render(post, plain=plain, mark=key), key=key, reference=reference)
            receipt = _receipt(await posted(self._http(), channel, parameters))
            return replace(receipt, remark=await self._obstacle(destination, refused))

    async def _obstacle(self, destination: Destination, refused: RefusalError) -> str:
        """Why there was no thread, by the permission's name where one is missing."""
        try:
            lacks = (await self._access(destination)).missing_for_threads
        except (RefusalError, DeliveryError):
            lacks = ()
        if lacks:
            names = ", ".join(lacks)
            return f"Civicwatch lacks {names} in the channel: answers stand there instead of in threads."
        return f"Answers stand in the channel instead of in threads: {refused.detail or refused}."

    async def _name_what_is_missing(self, destination: Destination, exc: ChannelGoneError) -> None:
        """Raise a better error than Discord's "Missing Permissions", if it can be had."""
        refused = exc.__cause__
        if isinstance(refused, RefusalError) and refused.code == MISSING_PERMISSIONS:
            with suppress(RefusalError, TemporaryDeliveryError):
                await self.check(destination)

    async def direct(self, destination: Destination, user: str) -> Destination | None:
        """The user's private channel with us."""
        if not user.isdecimal():
            return None
        async with _translated():
            channel: Any = await self._http().start_private_message(user)
        return replace(destination, channel=str(channel["id"]))

    def link_to(self, destination: Destination, remote_id: str) -> str:
        """The message's address."""
        return f"https://discord.com/channels/{destination.workspace}/{destination.channel}/{remote_id}"

    def rest_s(self, destination: Destination) -> float:
        """What Discord's last answer told of the channel's limit."""
        told = self._http().rest_s(destination.channel)
        return self.gap_s if told is None else told

    async def edit(
        self, destination: Destination, remote_id: str, post: Post, *, key: str = "", plain: bool = False
    ) -> Receipt:
        """Replace the message's whole content; repeating it changes nothing."""
        with unsent(key):
            rendered = render(post, plain=plain, mark=key)
            parameters = handle_message_parameters(
                content=rendered.content or None,
                embeds=_embeds(rendered),
                allowed_mentions=AllowedMentions.none(),
                flags=_SUPPRESS_PREVIEWS if rendered.content else MessageFlags(),
            )
        async with _translated(editing=True):
            answer = await self._http().edit_message(_channel_id(destination), remote_id, params=parameters)
        return _receipt(answer, edited=True)

    async def find(
        self, destination: Destination, *, key: str, since: datetime, thread: str | None = None
    ) -> Receipt | None:
        """Our message with this key, posted at or after `since` (give or take ten minutes), or None."""
        async with _translated():
            if thread is not None and (receipt := await self._found_in_thread(thread, key, since)):
                return receipt
            me = await self._me()
            seen_any = False
            async for message in self._history(_channel_id(destination), since - _CLOCK_SKEW):
                seen_any = True
                if message.get("author", {}).get("id") == me and _bears(message, key):
                    return _receipt(message)
            # Without the permission Discord shows an empty history instead of an error.
            if not seen_any and not (await self._access(destination)).reads_history:
                raise ContentRefusedError("Civicwatch lacks Read Message History in the channel")
        return None

    async def _found_in_thread(self, thread: str, key: str, since: datetime) -> Receipt | None:
        me = await self._me()
        try:
            async for message in self._history(thread, since - _CLOCK_SKEW):
                if message.get("author", {}).get("id") == me and _bears(message, key):
                    return _receipt(message)
        except RefusalError as exc:
            if exc.code != UNKNOWN_CHANNEL:  # there is no thread, so nothing stands in it
                raise
        return None

    # --- requests ---------------------------------------------------------------------------------------

    def _http(self) -> OneAttemptClient:
        if self._client is None:
            self._client = OneAttemptClient(
                self._token, api_url=self._api_url, clock=self._clock, timeout_s=self._timeout_s
            )
        return self._client

    async def _me(self) -> str:
        if self._user_id is None:
            self._user_id = str((await self._http().request(Route("GET", "/users/@me")))["id"])
        return self._user_id

    async def _access(self, destination: Destination) -> Access:
        return await access_to(self._http(), _channel_id(destination), member_id=await self._me())

    async def _post(self, channel: str, parameters: MultipartParameters) -> Receipt:
        async with _translated():
            return _receipt(await posted(self._http(), channel, parameters))

    async def _history(self, channel: str, since: datetime) -> AsyncIterator[Mapping[str, Any]]:
        """Every message since then, page by page, oldest page first."""
        after = time_snowflake(since)
        for _ in range(_PAGES):
            page = await self._http().logs_from(channel, _PAGE, after=after)
            for message in page:
                yield message
            if len(page) < _PAGE:
                return
            after = max(int(message["id"]) for message in page)
        raise ContentRefusedError("the channel's history since then is too long to search")


def _channel_id(destination: Destination) -> str:
    """The channel, which an operator may have written by its name."""
    if not (destination.channel.isascii() and destination.channel.isdecimal()):
        raise ChannelGoneError(
            f"'{destination.channel}' is no Discord channel id",
            advice="Switch Discord's Developer Mode on, then Copy Channel ID.",
        )
    return destination.channel


@asynccontextmanager
async def _translated(*, editing: bool = False, replying: bool = False) -> AsyncIterator[None]:
    try:
        yield
    except RefusalError as exc:
        raise delivery_error(exc, editing=editing, replying=replying) from exc


def _parameters(
    rendered: Rendered, *, key: str, reference: "MessageReference | None" = None
) -> MultipartParameters:
    return handle_message_parameters(
        content=rendered.content or MISSING,
        embeds=_embeds(rendered) or MISSING,
        nonce=key,
        allowed_mentions=AllowedMentions.none(),
        flags=_SUPPRESS_PREVIEWS if rendered.content else MISSING,
        message_reference=reference or MISSING,
    )


def _embeds(rendered: Rendered) -> list[Embed]:
    return [Embed.from_dict(embed) for embed in rendered.embeds]


def _receipt(answer: object, *, edited: bool = False) -> Receipt:
    """Discord's word that the message stands; an answer without an id leaves that open."""
    message_id = str(answer.get("id", "")) if isinstance(answer, dict) else ""
    if not message_id.isdecimal():
        raise DeliveryInDoubtError("Discord's answer names no message")
    changed = answer.get("edited_timestamp") if edited and isinstance(answer, dict) else None
    return Receipt(
        remote_id=message_id,
        at=datetime.fromisoformat(changed) if changed else snowflake_time(int(message_id)),
    )


def _bears(message: Mapping[str, Any], key: str) -> bool:
    """Whether it is the key's message: by nonce, which Discord keeps for minutes only, else by our mark."""
    if message.get("nonce") == key:
        return True
    texts = [message.get("content", "")]
    texts += [embed.get("footer", {}).get("text", "") for embed in message.get("embeds", [])]
    return any(key in text.split()[-1:] for text in texts)
