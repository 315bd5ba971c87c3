"""The Slack SDK's client as we use it: one try for each call, nothing secret logged, failures translated."""

import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.adapters.slack.outcomes import failure_of
from bot.core.errors import DeliveryInDoubtError, TemporaryDeliveryError

Call = Callable[..., Awaitable[AsyncSlackResponse]]

FAILURES = (SlackClientError, aiohttp.ClientError, OSError, TimeoutError, ValueError, AttributeError)
"""What slack_sdk raises; the last two for answers that are no JSON object."""

_TICKET = re.compile(r"ticket=[^&\s'\")]+")


def web_client(
    token: str | None, *, api_url: str, session: aiohttp.ClientSession | None = None
) -> AsyncWebClient:
    """A client that tries once.

    The SDK's default retry handler repeats a request whose connection broke, though Slack may have posted it.
    """
    client = AsyncWebClient(
        token=token,
        base_url=api_url.rstrip("/") + "/",
        session=session,
        timeout=10,
        retry_handlers=[],
        logger=sdk_logger(),
    )
    client.proxy = proxy_for(api_url)
    return client


def webhook_client(url: str) -> AsyncWebhookClient:
    """The same for a response URL."""
    client = AsyncWebhookClient(url, timeout=10, retry_handlers=[], logger=sdk_logger())
    client.proxy = proxy_for(url)
    return client


def proxy_for(url: str) -> str | None:
    """The environment's proxy for the address; the SDK itself ignores NO_PROXY, even for loopback."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host in {"127.0.0.1", "::1", "localhost"} or proxy_bypass(host):
        return None
    return getproxies().get(parts.scheme)


class Discreet(logging.Filter):
    """Takes the ticket out of a socket's address: whoever has it can open the connection."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the line; leave out a traceback that would tell."""
        record.msg, record.args = _TICKET.sub("ticket=[hidden]", record.getMessage()), ()
        if record.exc_info and _TICKET.search(str(record.exc_info[1])):
            record.exc_info = None
        return True


_DISCREET = Discreet()


def sdk_logger() -> logging.Logger:
    """The SDK's logger, without its DEBUG lines, which show whole answers."""
    logger = logging.getLogger("bot.slack_sdk")
    logger.setLevel(logging.INFO)
    logger.addFilter(_DISCREET)
    return logger


async def call(method: Call, **arguments: Any) -> AsyncSlackResponse:  # noqa: ANN401 - whatever the SDK takes
    """Call Slack once; every failure becomes a DeliveryError."""
    try:
        return await method(**arguments)
    except FAILURES as exc:
        raise failure_of(exc) from exc


async def read(method: Call, **arguments: Any) -> AsyncSlackResponse:  # noqa: ANN401 - whatever the SDK takes
    """The same for a call that posts nothing: a lost answer leaves no doubt, it is only to be asked again."""
    try:
        return await call(method, **arguments)
    except DeliveryInDoubtError as exc:
        raise TemporaryDeliveryError(str(exc)) from exc.__cause__
