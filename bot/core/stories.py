"""Attach items to stories as they stream in: one story is one development, not one subject."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.core.affinity import Fit, fit_of, reasons_against, reasons_for
from bot.core.agreement import AHEAD, DONE, split_stage, votes_are_near
from bot.core.dedupe import copied
from bot.core.profiles import ItemProfile, StoryProfile, index_keys, joined, opened, profile_of
from bot.core.similarity import length_of, likeness

__all__ = [
    "WINDOW",
    "Assignment",
    "ItemProfile",
    "StoryProfile",
    "assign",
    "index_keys",
    "joined",
    "opened",
    "profile_of",
]

WINDOW = timedelta(days=120)
"""How far back candidates are asked for: a bill's next stage may take months (joining takes days)."""
MOST_CANDIDATES = 200
"""Candidates that are weighed; beyond that the newest."""
COPIES_FROM = 0.1
"""Below, no member is a copy; a copy of one of eight members is an eighth as like their mean."""
JOIN_FROM = 0.6
"""Log-odds from which an item joins: chosen where few look-alikes merge out of fold (docs/stories.md)."""
JOIN_CHANCE = 1 / (1 + math.exp(-JOIN_FROM))
COPY_POINTS = 2.0
"""What being a copy of a member adds to the score; copies share words, place and all."""
ALIKE_WITHOUT_PLACE = 0.2
FOLLOWS_FROM = 0.12
"""How alike two texts on one place and topic must be for the later to follow the earlier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Where an item goes and why."""

    story_id: int | None
    """None: it opens a new story."""
    follows: int | None = None
    repost: bool = False
    reasons: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class _Weighed:
    story: StoryProfile
    fit: Fit
    copy: tuple[str, ...]
    """Why the item is a copy of one of the story's texts; empty if it is not."""

    @property
    def score(self) -> float:
        return self.fit.score + (COPY_POINTS if self.copy else 0.0)


def assign(profile: ItemProfile, candidates: Sequence[StoryProfile]) -> Assignment:
    """Choose the story that an item reports, or a new one that may follow an earlier one."""
    newest = sorted(candidates, key=lambda story: (story.last_at, story.id), reverse=True)[:MOST_CANDIDATES]
    weighed = [_weighed(profile, story) for story in newest]
    possible = [each for each in weighed if not each.fit.veto]
    best = max(possible, key=lambda each: (each.score, -each.story.id), default=None)
    if best is not None and best.score >= JOIN_FROM and _is_safe(profile, best):
        reasons = (*best.copy, *reasons_for(best.fit, profile, best.story))
        return Assignment(story_id=best.story.id, repost=bool(best.copy), reasons=reasons)
    earlier = _followed(profile, weighed)
    return Assignment(
        story_id=None,
        follows=earlier.story.id if earlier else None,
        reasons=_why_new(profile, best, earlier, weighed),
    )


def _weighed(profile: ItemProfile, story: StoryProfile) -> _Weighed:
    fit = fit_of(profile, story)
    # Copies share their words: only then are texts compared letter by letter.
    copy = _copy_of(profile, story) if fit.text >= COPIES_FROM else ()
    return _Weighed(story, fit, copy)


def _copy_of(profile: ItemProfile, story: StoryProfile) -> tuple[str, ...]:
    """Why it copies one of the texts; this year's renewal in last year's words has another vote."""
    if profile.vote and story.votes and not any(votes_are_near(profile.vote, vote) for vote in story.votes):
        return ()
    for title, lead in story.texts:
        copy = copied(title=profile.title, lead=profile.lead, earlier_title=title, earlier_lead=lead)
        if copy.repost:
            return copy.reasons
    return ()


def _is_safe(profile: ItemProfile, best: _Weighed) -> bool:
    """Where no place is known, a headline that fits any town must not decide: the texts have to agree."""
    if profile.place and best.story.places:
        return True
    return (
        best.fit.text >= ALIKE_WITHOUT_PLACE
        and bool(profile.lead)
        and any(lead for _, lead in best.story.texts)
    )


def _followed(profile: ItemProfile, weighed: Iterable[_Weighed]) -> _Weighed | None:
    """The earlier story about the same bill, else about the same thing in the same place."""
    return max(
        (each for each in weighed if _may_precede(profile, each.story)),
        key=lambda each: (profile.bill in each.story.bills, each.story.last_at, each.story.id),
        default=None,
    )


def _may_precede(profile: ItemProfile, story: StoryProfile) -> bool:
    if not profile.place or profile.place not in story.places:
        return False
    if profile.dated and story.dated and story.first_at > profile.at:
        return False
    if profile.bill and profile.bill in story.bills:
        return True
    if not any(topic in story.topics for topic in profile.topics):
        return False
    alike = likeness(profile.terms, story.terms) >= FOLLOWS_FROM * length_of(story.terms)
    return alike or _completes(profile, story)


def _completes(profile: ItemProfile, story: StoryProfile) -> bool:
    """Whether a town did what the story said it might: a committee's notice and the vote share few words."""
    ahead = all(split_stage(key)[0] in AHEAD for key in story.stages)
    return (
        profile.place.count("/") >= 2
        and str(profile.action) in story.actions
        and ahead
        and profile.stage in DONE
    )


def _why_new(
    profile: ItemProfile, best: _Weighed | None, earlier: _Weighed | None, weighed: Sequence[_Weighed]
) -> tuple[str, ...]:
    reasons = []
    if not weighed:
        reasons.append("no recent story is near it")
    elif best is None:
        reasons.append(weighed[0].fit.veto)
    else:
        reasons.append(f"the nearest story is it by {best.fit.chance:.0%}; joining takes {JOIN_CHANCE:.0%}")
        reasons += reasons_against(best.fit, profile, best.story)
    if earlier:
        reasons.append("follows an earlier story about the same matter")
    return tuple(reasons)
