"""Judge a poll's new items; one that trips the analysis costs itself and no other."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from bot.core.feed_memory import Notice
from bot.core.models import Analysis, Feed, Item
from bot.core.text import truncated
from bot.services.intake import analysed

log = structlog.get_logger(__name__)

TITLE_LIMIT = 120
ERROR_LIMIT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Unjudged:
    """An item and what its analysis died of."""

    item: Item
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Items with their analyses, in the same order, and those that have none."""

    items: list[Item] = field(default_factory=list)
    analyses: list[Analysis] = field(default_factory=list)
    failed: list[Unjudged] = field(default_factory=list)


async def judge(fresh: Iterable[Item], feed: Feed) -> Judged:
    """Analyse one item a turn of the event loop."""
    judged = Judged()
    for item in fresh:
        analysis = judge_safely(item, feed)
        if isinstance(analysis, Unjudged):
            judged.failed.append(analysis)
        else:
            judged.items.append(item)
            judged.analyses.append(analysis)
        await asyncio.sleep(0)
    return judged


def judge_safely(item: Item, feed: Feed) -> Analysis | Unjudged:
    """Analyse an item from outside; any error of ours is logged with its traceback and handed back.

    Without this, one entry that no rule foresaw would stop its feed for as long as the feed shows it.
    """
    try:
        return analysed(item, feed)
    except Exception as exc:
        # Stored with its fate, so that it is logged this once and not at every poll.
        log.exception("item not judged", feed=feed.slug, guid=item.guid, title=item.title)
        return Unjudged(item=item, error=truncated(f"{type(exc).__name__}: {exc}", ERROR_LIMIT))


def notice_of(failed: Sequence[Unjudged], *, slug: str, now: datetime) -> Notice:
    """What the operator is told, once a day for each feed."""
    count = f"{len(failed)} entries" if failed[1:] else "One entry"
    first = failed[0]
    return Notice(
        title=f"{slug}: {count[0].lower()}{count[1:]} could not be judged",
        text=f"{count} of this feed stopped our analysis and will not be posted; the others were. The first: "
        f"\u201c{truncated(first.item.title, TITLE_LIMIT)}\u201d ({first.error}). "
        "This is our fault: please report it.",
        once_key=f"unjudged:{slug}:{now:%Y-%m-%d}",
    )
