"""Which parts of an address look like a secret, and the address as people may see it."""

import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

MASK = "***"

_SECRET_NAME = re.compile(
    r"(?:^|[_.-])(?:api|auth|access|private|feed|user|secret)?[_.-]?"
    r"(?:key|token|secret|pass|passwd|password|pwd|sig|signature|auth|hash|code|credential|uid|uuid|session)$",
    re.IGNORECASE,
)
# 32 hexadecimal digits in a path are LegiScan's account token; a long mixed run is a key of some other site.
_TOKEN = re.compile(
    r"[0-9a-fA-F]{24,}"
    r"|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
    r"|(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{20,}"
)
# Legistar calls a public list's number GUID; without it an operator could not tell two lists apart.
# YouTube names its public channels and lists likewise.
_PUBLIC_NAMES = frozenset({"guid", "channel_id", "playlist_id"})
_SECRET_HEADERS = frozenset({"authorization", "cookie"})


def shown_url(url: str) -> str:
    """A URL as logs, messages and lists may show it: without user, password and tokens."""
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")
    except ValueError:
        return MASK
    netloc = f"{MASK}@{host[2]}" if host[1] else parts.netloc
    path = "/".join(_TOKEN.sub(MASK, segment) for segment in parts.path.split("/"))
    return urlunsplit(SplitResult(parts.scheme, netloc, path, _shown_query(parts.query), ""))


def _shown_query(query: str) -> str:
    return "&".join(_shown_pair(pair) for pair in query.split("&"))


def _shown_pair(pair: str) -> str:
    name, equals, value = pair.partition("=")
    if not equals:
        return _TOKEN.sub(MASK, name)
    public = name.lower() in _PUBLIC_NAMES
    if not public and value and (_SECRET_NAME.search(name) or _TOKEN.fullmatch(value)):
        value = MASK
    return f"{name}={value}"


def holds_token(url: str) -> bool:
    """Whether an address seems to hold a secret."""
    return shown_url(url).count(MASK) > url.count(MASK)


def is_secret_header(name: str, value: str) -> bool:
    """Whether a request header seems to hold a secret."""
    return (
        name.lower() in _SECRET_HEADERS
        or _SECRET_NAME.search(name) is not None
        or _TOKEN.search(value) is not None
    )
