"""Analyse items one after the other and group them into stories in memory, as `civicwatch analyze` does."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.core.classify import analyse
from bot.core.models import Analysis, Item
from bot.core.profiles import ItemProfile, StoryProfile
from bot.core.stories import WINDOW, assign, index_keys, joined, opened, profile_of
from bot.core.vocabulary import SourceKind

_START = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamAssignment:
    """Where an item went: `story` is opaque and equal for items of one development; None if irrelevant."""

    story: str | None
    follows: str | None = None
    repost: bool = False
    reasons: tuple[str, ...] = ()


class Stream:
    """A growing set of stories; the same decisions as the pipeline's, from an index in memory."""

    def __init__(self) -> None:
        self._stories: dict[int, StoryProfile] = {}
        self._index: defaultdict[str, set[int]] = defaultdict(set)
        self._clock = _START

    def add(
        self, item: Item, *, home: str | None = None, kind: SourceKind = SourceKind.NEWS
    ) -> tuple[Analysis, StreamAssignment]:
        """Analyse the next item and say to which story it belongs."""
        analysis = analyse(item, home=home, kind=kind)
        if not analysis.verdict.relevant:
            return analysis, StreamAssignment(story=None, reasons=("not relevant: belongs to no story",))
        return analysis, self.place(analysis)

    def place(self, analysis: Analysis) -> StreamAssignment:
        """Say to which story an analysed item belongs; it is remembered."""
        published = analysis.item.published
        # Without a date only the order counts: the item is as late as the latest before it.
        self._clock = max(self._clock, published or self._clock)
        profile = profile_of(analysis, at=published or self._clock, dated=published is not None)
        assignment = assign(profile, self._candidates(profile))
        if assignment.story_id is None:
            number = len(self._stories) + 1
            self._stories[number] = replace(opened(profile), id=number)
        else:
            number = assignment.story_id
            self._stories[number] = joined(self._stories[number], profile)
        for key in index_keys(self._stories[number]):
            self._index[key].add(number)
        return StreamAssignment(
            story=f"s{number}",
            follows=f"s{assignment.follows}" if assignment.follows else None,
            repost=assignment.repost,
            reasons=tuple(assignment.reasons),
        )

    def _candidates(self, profile: ItemProfile) -> list[StoryProfile]:
        numbers = {number for key in index_keys(profile) for number in self._index.get(key, ())}
        stories = [self._stories[number] for number in sorted(numbers)]
        return [
            story
            for story in stories
            if not (profile.dated and story.dated) or story.last_at >= profile.at - WINDOW
        ]
