"""An entry that is to be written into feeds.yaml: its fields, its slug, and whether we have it already."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from bot.core.models import Feed
from bot.core.urls import host_of
from bot.core.vocabulary import SourceKind
from bot.feeds import secrets

SLUG_LIMIT = 60
NAME_LIMIT = 100

_NOT_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFeed:
    """What a person, a template or an OPML file says of a feed; `url` may hold `$ENV{NAME}`."""

    slug: str
    name: str
    url: str
    kind: SourceKind
    home: str | None = None
    language: str | None = None
    """None: what the file says of every feed."""
    enabled: bool = True
    trusted: bool = True
    interval: str | None = None

    def fields(self, defaults: Mapping[str, str]) -> dict[str, str | bool]:
        """The entry in the order of the catalogue, without what the file's `defaults` say already."""
        fields: dict[str, str | bool] = {
            "slug": self.slug, "name": self.name, "url": self.url, "kind": str(self.kind),
        }  # fmt: skip
        if self.home:
            fields["home"] = self.home
        if self.language and self.language != defaults.get("language", "en"):
            fields["language"] = self.language
        if self.enabled != _is_true(defaults.get("enabled")):
            fields["enabled"] = self.enabled
        if self.trusted != _is_true(defaults.get("trusted")):
            fields["trusted"] = self.trusted
        if self.interval:
            fields["interval"] = self.interval
        return fields


def _is_true(value: str | None) -> bool:
    return (value or "true").lower() == "true"


def slug_of(words: str, taken: Collection[str] = ()) -> str:
    """A slug made of whatever somebody called a feed, different from every one in `taken`."""
    plain = unicodedata.normalize("NFKD", words[:500]).encode("ascii", "ignore").decode().lower()
    slug = _NOT_SLUG.sub("-", plain).strip("-")[:SLUG_LIMIT].strip("-") or "feed"
    number, unique = 1, slug
    while unique in taken:
        number += 1
        tail = f"-{number}"
        unique = slug[: SLUG_LIMIT - len(tail)].rstrip("-") + tail
    return unique


class Addresses:
    """The addresses that the catalogue has, so that no feed is polled twice under two names."""

    def __init__(self, feeds: Iterable[Feed], environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._slugs = {_key(secrets.filled(feed.url, environment)): feed.slug for feed in feeds}

    def slug_at(self, url: str) -> str | None:
        """The feed with this address, however it is spelled; `url` may hold placeholders."""
        return self._slugs.get(_key(secrets.filled(url, self._environment)))

    def add(self, url: str, slug: str) -> None:
        """Take note of one more."""
        self._slugs[_key(secrets.filled(url, self._environment))] = slug


def _key(url: str) -> tuple[str, ...]:
    # Only what never tells two feeds apart: the scheme, `www.`, a slash at the end, the order of the query.
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return (url,)
    host = host_of(url) or parts.netloc.lower()
    number = "" if port in (None, 80, 443) else str(port)
    query = sorted(f"{name}={value}" for name, value in parse_qsl(parts.query, keep_blank_values=True))
    return host, number, parts.path.rstrip("/"), *query
