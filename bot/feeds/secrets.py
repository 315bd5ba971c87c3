"""Keep tokens out of feeds.yaml, and out of everything that people read."""

import os
import re
from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit, urlunsplit

from dotenv import dotenv_values

MASK = "***"

_PLACEHOLDER = re.compile(r"\$ENV\{([^{}]*)\}")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
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
_PUBLIC_NAMES = frozenset({"guid"})


def known_variables() -> dict[str, str]:
    """This process's environment, and below it the `.env` file that the settings are read from too."""
    in_file = {name: value for name, value in dotenv_values(".env").items() if value is not None}
    return {**in_file, **os.environ}


def names_in(text: str) -> list[str]:
    """The variables that `$ENV{NAME}` placeholders in a text ask for."""
    return _PLACEHOLDER.findall(text)


def is_name(name: str) -> bool:
    """Whether a placeholder's name can be an environment variable."""
    return _NAME.fullmatch(name) is not None


def filled(text: str, environment: Mapping[str, str]) -> str:
    """Put the variables in; a placeholder without its variable stays."""
    return _PLACEHOLDER.sub(lambda match: environment.get(match[1], match[0]).strip(), text)


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
