"""The Slack SDK's client as we use it: one try for each call, nothing secret logged, failures translated."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.adapters.slack.outcomes import failure_of
from bot.core.errors import DeliveryInDoubtError, TemporaryDeliveryError

Call = Callable[..., Awaitable[AsyncSlackResponse]]

FAILURES = (SlackClientError, aiohttp.ClientError, OSError, TimeoutError, ValueError, AttributeError)
"""What slack_sdk raises; the last two for answers that are no JSON object."""


def web_client(
    token: str | None, *, api_url: str, session: aiohttp.ClientSession | None = None
) -> AsyncWebClient:
    """A client that tries once.

    The SDK's default retry handler repeats a request whose connection broke, though Slack may have posted it.
    """
    base_url = api_url.rstrip("/") + "/"
    return AsyncWebClient(
        token=token, base_url=base_url, session=session, timeout=10, retry_handlers=[], logger=sdk_logger()
    )


def sdk_logger() -> logging.Logger:
    """The SDK's logger without its DEBUG lines, which show the socket's secret address."""
    logger = logging.getLogger("bot.slack_sdk")
    logger.setLevel(logging.INFO)
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
