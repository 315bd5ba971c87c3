"""Read one entry of feedparser's as a draft; https://feedparser.readthedocs.io/en/latest/reference-entry.html."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import struct_time
from typing import Any

from bot.core.vocabulary import DateBasis
from bot.feeds.drafts import Dated, Draft

AUTHOR_LIMIT = 1_000
_MAIL = re.compile(r"<?[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}>?")

Entry = Mapping[str, Any]
"""feedparser's dictionary. Read with `dict.get`: its own `get` maps keys and borrows dates from others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What was read of a document."""

    feed: Entry
    entries: Sequence[Entry]
    is_atom: bool
    fault: str | None = None
    """Why it is no well-formed XML; None if it is."""


def draft_of(entry: Entry, *, is_atom: bool) -> Draft:
    """Take what we use out of an entry; missing and oddly typed values are empty."""
    published = _dated(entry, "published", DateBasis.PUBLISHED)
    created = _dated(entry, "created", DateBasis.ELEMENT)
    # Outside Atom, "updated" is dc:date: the date of publication where nothing else tells it.
    updated = _dated(entry, "updated", DateBasis.UPDATED if is_atom else DateBasis.ELEMENT)
    is_publication = updated is not None and not is_atom and published is None and created is None
    return Draft(
        guid=text_at(entry, "id"),
        links=tuple(dict.fromkeys(_links(entry))),
        title=text_at(entry, "title"),
        texts=tuple(_texts(entry)),
        author=_author(entry),
        outlet=text_at(block_at(entry, "source"), "title") or text_at(entry, "publisher"),
        language=text_at(block_at(entry, "title_detail"), "language"),
        published=tuple(filter(None, (published, created, updated))),
        updated=None if is_publication else updated,
    )


def person_in(author: str) -> str:
    """The name in an RSS author ("ann@gazette.example (Ann Lee)"), else the whole."""
    author = author[:AUTHOR_LIMIT]
    name = _MAIL.sub("", author).strip() if "@" in author else author
    return name[1:-1] if name.startswith("(") and name.endswith(")") else name or author


def text_at(entry: Entry, key: str) -> str:
    """A text value; empty if it is missing or something else."""
    value = dict.get(entry, key) if isinstance(entry, dict) else None
    return value.strip() if isinstance(value, str) else ""


def block_at(entry: Entry, key: str) -> Entry:
    """A nested block; empty if it is missing or something else."""
    value = dict.get(entry, key) if isinstance(entry, dict) else None
    return value if isinstance(value, dict) else {}


def _list_at(entry: Entry, key: str) -> list[Entry]:
    value = dict.get(entry, key) if isinstance(entry, dict) else None
    return [block for block in value if isinstance(block, dict)] if isinstance(value, list) else []


def _dated(entry: Entry, key: str, basis: DateBasis) -> Dated | None:
    raw = text_at(entry, key)
    guess = dict.get(entry, f"{key}_parsed") if isinstance(entry, dict) else None
    return Dated(raw, basis, guess if isinstance(guess, struct_time) else None) if raw else None


def _links(entry: Entry) -> Iterator[str]:
    # FeedBurner's own links are redirects; it tells the page's address separately.
    if original := text_at(entry, "feedburner_origlink"):
        yield original
    alternates = [link for link in _list_at(entry, "links") if text_at(link, "rel") in ("", "alternate")]
    alternates.sort(key=lambda link: "html" not in text_at(link, "type"))
    yield from filter(None, (text_at(link, "href") for link in alternates))
    guid = text_at(entry, "id")
    link = text_at(entry, "link")
    # feedparser takes any guid for an address unless it is said to be none: "abc123" is no page's.
    if link and (link != guid or link.startswith("/")):
        yield link
    if guid.startswith(("http://", "https://")):
        yield guid


def _texts(entry: Entry) -> Iterator[str]:
    yield text_at(entry, "summary")
    for content in _list_at(entry, "content"):
        kind = text_at(content, "type")
        if not kind or kind.startswith("text/") or kind == "application/xhtml+xml":
            yield text_at(content, "value")


def _author(entry: Entry) -> str:
    names = [text_at(author, "name") for author in _list_at(entry, "authors")[:5]]
    return ", ".join(dict.fromkeys(filter(None, names))) or text_at(entry, "author")
