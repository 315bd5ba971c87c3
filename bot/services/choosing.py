"""Let a language model choose among what an item says itself; where it fails, the core's choice stands."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime

import structlog

from bot.core.choices import applied, choices_of
from bot.core.errors import ChoiceError, ModelError
from bot.core.models import Analysis
from bot.ports import SentenceChooser

log = structlog.get_logger(__name__)

POLL_LIMIT_S = 30.0
"""All questions of one poll together; the lease on the feed allows for it."""


async def chosen(
    analyses: Sequence[Analysis],
    chooser: SentenceChooser,
    *,
    wanted: Callable[[Analysis], bool],
    feed: str,
    now: datetime,
    limit_s: float = POLL_LIMIT_S,
) -> list[Analysis]:
    """Give the analyses, those that are wanted with the model's choices; no failure costs an item."""
    result = list(analyses)
    try:
        async with asyncio.timeout(limit_s):
            for place, analysis in enumerate(analyses):
                if wanted(analysis):
                    result[place] = await _chosen(analysis, chooser, feed=feed, now=now)
    except (ModelError, TimeoutError) as exc:
        log.warning("model not asked", feed=feed, error=str(exc) or "too slow for this poll")
    return result


async def _chosen(analysis: Analysis, chooser: SentenceChooser, *, feed: str, now: datetime) -> Analysis:
    choices = choices_of(analysis, facts=chooser.facts)
    if not choices.worth_asking:
        return analysis
    try:
        return applied(analysis, choices, await chooser.choose(choices, now=now))
    except ChoiceError as exc:
        log.info("model chose nothing", feed=feed, title=analysis.item.title, error=str(exc))
        return analysis
