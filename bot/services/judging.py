"""Have a poll's new items judged; those that no analysis could take are logged and told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from bot.core.feed_memory import Notice
from bot.core.models import Analysis, Feed, Item
from bot.core.text import truncated
from bot.ports import ItemJudge, Unjudged

log = structlog.get_logger(__name__)

TITLE_LIMIT = 120


@dataclass(slots=True, kw_only=True)
class Judged:
    """Items with their analyses, in the same order, and those that have none."""

    postponed: int = 0
    """Items that the next poll must find new again."""

    items: list[Item] = field(default_factory=list)
    analyses: list[Analysis] = field(default_factory=list)
    failed: list[Unjudged] = field(default_factory=list)


async def judge(fresh: Sequence[Item], feed: Feed, judges: ItemJudge) -> Judged:
    """Analyse the items. Raise ParseError if nobody can."""
    judged = Judged()
    if not fresh:
        return judged
    for item, answer in zip(fresh, await judges.judge(fresh, feed=feed), strict=True):
        if isinstance(answer, Unjudged) and answer.is_postponed:
            judged.postponed += 1
        elif isinstance(answer, Unjudged):
            # Stored with its fate, so that it is logged this once and not at every poll.
            log.error(
                "item not judged",
                feed=feed.slug,
                guid=item.guid,
                title=item.title,
                error=answer.error,
                trace=answer.trace,
            )
            judged.failed.append(answer)
        else:
            judged.items.append(item)
            judged.analyses.append(answer)
    return judged


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
