"""OPML 2.0, how feed readers exchange lists of feeds; https://opml.org/spec2.opml."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from itertools import groupby
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from bot.core.errors import ConfigError
from bot.core.models import Feed
from bot.core.text import plain_line
from bot.core.tokens import holds_token, shown_url
from bot.core.urls import safe_url
from bot.core.vocabulary import SourceKind
from bot.feeds.newfeed import NAME_LIMIT
from bot.feeds.values import fault_in_place

FILE_LIMIT = 5_000_000
OUTLINE_LIMIT = 5_000
DEPTH_LIMIT = 50
NAMESPACE = "https://github.com/civicwatch/civicwatch/opml"
"""Of the attributes that carry what OPML has no word for; other readers pass them by."""

_BRACES = frozenset("{}")
_HOME = re.compile(r"[a-z]{2}(?:/(?:[a-z]{2,3}|\?))?(?:/[^\s/A-Z]{1,100})?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
# XML 1.0 has no way at all to write these.
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One feed of an OPML file."""

    url: str
    name: str
    folder: str = ""
    slug: str = ""
    kind: SourceKind | None = None
    home: str | None = None
    language: str | None = None
    trusted: bool = True


@dataclass(slots=True)
class Outlines:
    """What an OPML file holds."""

    feeds: list[Outline] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    """One line for each outline that names a feed which cannot be taken."""


def read_opml(body: bytes, *, name: str = "the file") -> Outlines:
    """Read a list of feeds. Raise ConfigError, with line and mend, if it is no OPML."""
    if len(body) > FILE_LIMIT:
        raise ConfigError(f"{name}: larger than {FILE_LIMIT:,} bytes: split it")
    reader = _Reader(name)
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    # Entities are how XML bombs are built and how files of this machine get into documents; OPML needs none.
    parser.EntityDeclHandler = reader.refuse_entities
    try:
        parser.Parse(body, True)
    except expat.ExpatError as exc:
        fault = expat.ErrorString(exc.code)
        raise ConfigError(
            f"{name}:{exc.lineno}: not well-formed XML ({fault}): export it anew; `&` is written `&amp;`"
        ) from exc
    except (LookupError, ValueError) as exc:  # an encoding that nobody knows, or that expat cannot use
        raise ConfigError(f"{name}: {exc}: save it as UTF-8") from exc
    return reader.found


class _Reader:
    """Collects outlines as expat meets them."""

    def __init__(self, name: str) -> None:
        self.found = Outlines()
        self._name = name
        self._folders: list[str] = []
        self._depth = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.lower()
        if self._depth == 0 and tag != "opml":
            raise ConfigError(f"{self._name}: no OPML but <{tag[:40]}>: export the list of feeds as OPML")
        self._depth += 1
        if self._depth > DEPTH_LIMIT:
            raise ConfigError(f"{self._name}: nested deeper than {DEPTH_LIMIT} levels: export it anew")
        if tag != "outline":
            return
        # Some exporters write xmlurl, some url.
        values = {key.lower(): value for key, value in attributes.items()}
        words = _words(values.get("text") or values.get("title") or "")
        if address := values.get("xmlurl") or (values.get("type") == "rss" and values.get("url")):
            self._take(address, words, values)
        self._folders.append(words)

    def end(self, tag: str) -> None:
        self._depth -= 1
        if tag.lower() == "outline":
            self._folders.pop()

    def refuse_entities(self, *_: object) -> None:
        raise ConfigError(f"{self._name}: declares XML entities, which no list of feeds needs: remove them")

    def _take(self, address: str, words: str, values: Mapping[str, str]) -> None:
        if len(self.found.feeds) + len(self.found.skipped) >= OUTLINE_LIMIT:
            raise ConfigError(f"{self._name}: more than {OUTLINE_LIMIT:,} feeds: split it")
        url = safe_url(address)
        # Braces are how the catalogue names a secret: somebody else's file must not be able to ask for one.
        if not url or _BRACES & set(url) or _BRACES & set(address):
            self.found.skipped.append(
                f"{words or _words(shown_url(address[:200]))}: its address is no web address"
            )
            return
        self.found.feeds.append(_outline(url, words, self._folders, values))


def _outline(url: str, words: str, folders: list[str], values: Mapping[str, str]) -> Outline:
    folder = next((name for name in reversed(folders) if name), "")
    home, language = values.get("civicwatch:home", ""), values.get("civicwatch:language", "")
    return Outline(
        url=url,
        name=words,
        folder=folder,
        slug=values.get("civicwatch:slug", ""),
        kind=_kind(values.get("civicwatch:kind", "")) or _kind(folder),
        home=home if _HOME.fullmatch(home) and not fault_in_place(home) else None,
        language=language if _LANGUAGE.fullmatch(language) else None,
        trusted=values.get("civicwatch:trusted") != "false",
    )


def _kind(word: str) -> SourceKind | None:
    return next((kind for kind in SourceKind if kind == word.strip().lower()), None)


def _words(text: str) -> str:
    return plain_line(text[:5_000], limit=NAME_LIMIT)


# --- writing --------------------------------------------------------------------------------------------


def write_opml(feeds: Iterable[Feed], *, created: datetime) -> str:
    """The feeds as OPML, in a folder for each kind. Private ones do not belong here: see `is_private`."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<opml {_attributes({'version': '2.0', 'xmlns:civicwatch': NAMESPACE})}>",
        "  <head>",
        "    <title>Civicwatch feeds</title>",
        f"    <dateCreated>{format_datetime(created)}</dateCreated>",
        "  </head>",
        "  <body>",
    ]
    order = {kind: number for number, kind in enumerate(SourceKind)}
    for kind, group in groupby(sorted(feeds, key=lambda feed: order[feed.kind]), key=lambda feed: feed.kind):
        lines.append(f"    <outline {_attributes({'text': kind})}>")
        lines += [f"      <outline {_attributes(_fields(feed))}/>" for feed in group]
        lines.append("    </outline>")
    return "\n".join([*lines, "  </body>", "</opml>", ""])


def is_private(feed: Feed, secrets: Iterable[str] = ()) -> bool:
    """Whether a feed's address is for its owner's eyes only: it holds a token, or the place of one."""
    address = feed.url.partition("#")[0]
    held = any(secret in address for secret in secrets if secret)
    return held or bool(_BRACES & set(address)) or holds_token(address)


def _fields(feed: Feed) -> dict[str, str]:
    fields = {
        "type": "rss", "text": feed.name, "title": feed.name, "xmlUrl": feed.url,
        "civicwatch:slug": feed.slug, "civicwatch:kind": str(feed.kind),
    }  # fmt: skip
    if feed.home:
        fields["civicwatch:home"] = feed.home
    if feed.language != "en":
        fields["civicwatch:language"] = feed.language
    if not feed.trusted:
        fields["civicwatch:trusted"] = "false"
    return fields


def _attributes(fields: Mapping[str, str]) -> str:
    return " ".join(f"{name}={quoteattr(_NOT_XML.sub('', value))}" for name, value in fields.items())
