"""Translate what can go wrong on the way to a feed into kinds to count and advice to follow."""

import ssl
from collections.abc import Mapping

import aiohttp

from bot.core.errors import FetchError
from bot.feeds import challenges
from bot.feeds.guard import PrivateAddressError, UnknownHostError

PROXY_ADVICE = "check CIVICWATCH_PROXY or the feed's `proxy`, its user and password, and what it allows"

# First match wins, so the more exact class stands first.
_FAILURES: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str, str, str], ...] = (
    (
        PrivateAddressError,
        "private_address",
        "the name leads into a private network",
        "if this feed is your own, name its host, and those that it redirects to, in CIVICWATCH_ALLOW_HOSTS",
    ),
    (
        (aiohttp.ClientProxyConnectionError, aiohttp.ClientHttpProxyError),
        "proxy",
        "the proxy does not let us through",
        PROXY_ADVICE,
    ),
    (
        UnknownHostError,
        "dns",
        "the host name is unknown to this machine",
        "check the address; if only the proxy can resolve names, see docs/feeds.md, proxies",
    ),
    (
        aiohttp.ClientConnectorDNSError,
        "dns",
        "the host name is unknown",
        "check the address; if it is right, the name server has trouble",
    ),
    (
        (aiohttp.ClientSSLError, ssl.SSLError),
        "tls",
        "no secure connection",
        "nothing to do: the publisher must mend its certificate",
    ),
    (
        (aiohttp.ClientConnectorError, ConnectionRefusedError),
        "refused",
        "the server takes no connection",
        "the server is down or shuts this network out: nothing to do unless it lasts",
    ),
    (
        (aiohttp.ClientPayloadError, ConnectionError, aiohttp.ServerDisconnectedError),
        "cut_short",
        "the answer broke off or is wrongly compressed",
        "nothing to do unless it lasts",
    ),
    (
        (aiohttp.InvalidURL, ValueError),
        "bad_url",
        "the address cannot be read",
        "correct the feed's url",
    ),
)


def connection_error(exc: Exception, *, shown: str) -> FetchError:
    """The FetchError for an exception of aiohttp or of the operating system."""
    cause = exc.os_error if isinstance(exc, aiohttp.ClientConnectorError) else exc
    for classes, kind, words, advice in _FAILURES:
        if isinstance(exc, classes) or isinstance(cause, classes):
            return FetchError(f"{shown}: {words}{_detail(exc)}", kind=kind, advice=advice)
    return FetchError(
        f"{shown}: no proper HTTP answer ({type(exc).__name__})",
        kind="protocol",
        advice="nothing to do unless it lasts",
    )


def _detail(exc: Exception) -> str:
    if isinstance(exc, aiohttp.ClientConnectorCertificateError):
        return f" ({getattr(exc.certificate_error, 'verify_message', '') or 'bad certificate'})"
    return ""


_ADVICE = {
    "http_401": "the feed wants a login: put a token into its headers (docs/feeds.md, private feeds)",
    "http_403": "the publisher forbids it: check the address and the token, or ask the publisher",
    "http_404": "there is no such address: open the site and look for its feed link",
    "http_406": "the server dislikes our Accept header: set one under headers",
    "http_407": PROXY_ADVICE,
    "gone": "the publisher took the feed down for good: remove it or find its successor",
    "http_429": "too many requests: we wait as told; raise the feed's interval if it comes back",
    "http_5xx": "the server has trouble: nothing to do unless it lasts",
    "other": "open the address in a browser and see what it says",
}


def status_error(
    status: int, headers: Mapping[str, str], body: bytes, *, shown: str, retry_after_s: float | None
) -> FetchError:
    """The error for any status that brings no feed."""
    if challenges.turned_away(status, headers, body):
        return FetchError(
            f"{shown}: blocked by bot protection (HTTP {status})",
            kind="blocked_by_cdn",
            advice=challenges.ADVICE,
            status=status,
            retry_after_s=retry_after_s,
        )
    kind = "gone" if status == 410 else f"http_{status}"
    advice = _ADVICE.get(kind) or _ADVICE["http_5xx" if status >= 500 else "other"]
    return FetchError(
        f"{shown}: HTTP {status}", kind=kind, advice=advice, status=status, retry_after_s=retry_after_s
    )
