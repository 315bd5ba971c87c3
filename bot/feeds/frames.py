"""What a parse worker and its pool say to each other: length-prefixed JSON and bytes over pipes.

JSON, not pickles: a worker that a document has taken over must not be able to run code in the pool's process.
"""

import struct
from datetime import datetime
from enum import StrEnum

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from bot.core.models import Analysis, Item
from bot.core.vocabulary import SourceKind
from bot.ports import ParsedFeed, Unjudged

PREFIX = struct.Struct(">I")
FRAME_LIMIT = 100_000_000
"""Bytes; far beyond what the limits of text and items allow."""
TOO_COMPLEX = "check the address: a feed that needs this much is broken or hostile"


class Task(StrEnum):
    """What the body of a job is, and thereby what is wanted."""

    FEED = "feed"
    ARTICLE = "article"
    """A web page whose text is wanted."""
    ITEMS = "items"
    """Items of ours, to be judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a worker needs to know of a body, which follows in a frame of its own."""

    task: Task
    slug: str = ""
    language: str = ""
    outlet: str = ""
    content_type: str = ""
    url: str = ""
    now: datetime | None = None
    home: str | None = None
    kind: SourceKind = SourceKind.NEWS


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A ParseError on its way between processes."""

    message: str
    kind: str
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Exactly one of the four."""

    parsed: ParsedFeed | None = None
    article: str | None = None
    judged: tuple[Analysis | Unjudged, ...] | None = None
    refusal: Refusal | None = None


JOB = TypeAdapter(Job)
ITEMS = TypeAdapter(tuple[Item, ...])
REPLY = TypeAdapter(Reply)


def framed(payload: bytes) -> bytes:
    """A payload behind its length."""
    return PREFIX.pack(len(payload)) + payload
