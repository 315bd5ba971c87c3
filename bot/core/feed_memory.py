"""What is remembered of a feed from poll to poll, and what the operator is told when that changes.

Feeds do not only fail: they move, fall silent and come back. Each is told when it begins, a failure again
every day that it lasts, and the end of a failure too; nothing is told at every poll.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.core.cadence import quiet_after_s

FAILURES_UNTIL_TOLD = 3
"""In a row: one lost poll is nobody's concern, and with the back-off three take most of an hour."""
REMINDER = timedelta(hours=20)
"""Daily: polls of a failing feed are a day apart, give or take the jitter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedMemory:
    """One feed's past, as far as its next polls need it."""

    moved_to: str | None = None
    """Where the feed is fetched instead of at the catalogue's address, as `Feed.kept` keeps it."""
    moved_seen: str | None = None
    """Where the last poll was sent for good; sent there twice in a row, we go there directly."""
    last_item_at: datetime | None = None
    quiet_after_s: float | None = None
    """How long a silence would be unusual, by the feed's own rhythm; None if that is unknown."""
    quiet_told_at: datetime | None = None
    failing_told_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing for the operator; the same `once_key` is told once."""

    title: str
    text: str
    once_key: str


def with_items(
    memory: FeedMemory, published: Sequence[datetime | None], *, is_new: bool, now: datetime
) -> FeedMemory:
    """The memory after a document with items of these dates, some of them new or none."""
    last = memory.last_item_at
    if last is None:
        # First contact: a feed that died years ago must not look as if it had spoken today.
        last = max((date for date in published if date is not None and date <= now), default=now)
    elif is_new:
        last = now
    return replace(memory, last_item_at=last, quiet_after_s=quiet_after_s(published) or memory.quiet_after_s)


def answered(
    memory: FeedMemory, *, slug: str, failures: int, moved_to: str | None, now: datetime
) -> tuple[FeedMemory, tuple[Notice, ...]]:
    """The memory after a good poll; `failures` came before it, `moved_to` is where it was sent for good."""
    notices: list[Notice] = []
    if memory.failing_told_at is not None:
        notices.append(_recovered(slug, failures, since=memory.failing_told_at))
        memory = replace(memory, failing_told_at=None)
    if moved_to is not None and moved_to == memory.moved_seen:
        notices.append(_moved(slug, moved_to))
        memory = replace(memory, moved_to=moved_to, moved_seen=None)
    elif moved_to != memory.moved_seen:
        memory = replace(memory, moved_seen=moved_to)
    if not is_quiet(memory, now):
        if memory.quiet_told_at is not None:
            memory = replace(memory, quiet_told_at=None)
    elif memory.quiet_told_at is None and memory.last_item_at is not None:
        notices.append(_quiet(slug, memory.last_item_at, now))
        memory = replace(memory, quiet_told_at=now)
    return memory, tuple(notices)


def failed(
    memory: FeedMemory,
    *,
    slug: str,
    failures: int,
    text: str,
    is_gone: bool,
    last_poll_at: datetime | None,
    now: datetime,
) -> tuple[FeedMemory, tuple[Notice, ...]]:
    """The memory after the `failures`-th bad poll in a row; `text` says what happened and what to do.

    `last_poll_at` is the last poll that was recorded.
    """
    memory = replace(memory, moved_seen=None)
    if memory.moved_to is not None and (is_gone or failures >= FAILURES_UNTIL_TOLD):
        # The new address broke, so back to the catalogue's; only that one can be gone.
        memory, is_gone = replace(memory, moved_to=None), False
    told = memory.failing_told_at
    if not is_gone and (failures < FAILURES_UNTIL_TOLD or (told is not None and now - told < REMINDER)):
        return memory, ()
    what = "gone" if is_gone else "failing"
    # A poll whose commit fails tells again, after the same last poll; whatever comes later is news.
    key = f"{what}:{slug}:{last_poll_at:%Y-%m-%dT%H:%M:%S}" if last_poll_at else f"{what}:{slug}:first"
    notice = Notice(title=f"{slug}: {what}", text=text, once_key=key)
    return replace(memory, failing_told_at=now), (notice,)


def is_quiet(memory: FeedMemory, now: datetime) -> bool:
    """Whether the feed has been silent for much longer than it usually is."""
    if memory.last_item_at is None or memory.quiet_after_s is None:
        return False
    return (now - memory.last_item_at).total_seconds() > memory.quiet_after_s


def _recovered(slug: str, failures: int, *, since: datetime) -> Notice:
    return Notice(
        title=f"{slug}: works again",
        text=f"It answers again after {failures} failed polls.",
        once_key=f"recovered:{slug}:{since:%Y-%m-%dT%H:%M}",
    )


def _moved(slug: str, url: str) -> Notice:
    # The address itself may hold a token, so it is not in the text.
    return Notice(
        title=f"{slug}: moved for good",
        text="Its server sends us to another address, and we go there directly from now on. "
        "`civicwatch feeds list` shows the address: put it into feeds.yaml.",
        once_key=f"moved:{slug}:{hashlib.sha256(url.encode()).hexdigest()[:16]}",
    )


def _quiet(slug: str, last: datetime, now: datetime) -> Notice:
    return Notice(
        title=f"{slug}: gone quiet",
        text=f"It answers, but nothing new came since {last:%Y-%m-%d} ({(now - last).days} days), which is "
        "much longer than usual for it. Look whether the publisher has another feed.",
        once_key=f"quiet:{slug}:{last:%Y-%m-%d}",
    )
