"""Attach items to stories as they stream in: one story is one development, not one subject."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryProfile:
    """What assignment needs to know of a story; the store keeps it as opaque JSON."""

    id: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Where an item goes and why."""

    story_id: int | None
    """None: it opens a new story."""
    follows: int | None = None
    repost: bool = False
    reasons: Sequence[str] = ()
