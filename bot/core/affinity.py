"""Weigh what speaks for and against an item belonging to a story; every point comes with its sentence.

The points add up like log-odds. They were set by hand and tried on labelled pairs (docs/stories.md).
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from bot.core.agreement import (
    AHEAD,
    DONE,
    PASSED,
    actions_agree,
    places_conflict,
    same_town,
    split_stage,
    stages_agree,
    votes_are_near,
)
from bot.core.phases import APPEALED, PHASES, RULED
from bot.core.profiles import ItemProfile, StoryProfile, stage_key
from bot.core.similarity import likeness
from bot.core.steps import steps_weight
from bot.core.vocabulary import Action, Direction, Stage, StageDetail

JOIN_FROM = 0.7
"""Points from which an item joins."""
LONGEST_GAP = timedelta(days=21)
"""Reports of one development do not lie further apart; anniversaries and next stages do."""


class Point(NamedTuple):
    """One thing that speaks for (positive) or against joining."""

    weight: float
    why: str


@dataclass(frozen=True, slots=True)
class Fit:
    """How well an item fits a story. A veto is final whatever the score."""

    score: float
    text: float
    points: tuple[Point, ...]
    veto: str = ""

    def reasons(self, *, most: int = 4) -> tuple[str, ...]:
        """The weightiest sentences first."""
        ranked = sorted(self.points, key=lambda point: -abs(point.weight))
        return tuple(point.why for point in ranked[:most] if point.why and point.weight)

    def against(self, *, most: int = 2) -> tuple[str, ...]:
        """What spoke against joining, weightiest first."""
        ranked = sorted((point for point in self.points if point.weight < 0), key=lambda point: point.weight)
        return tuple(point.why for point in ranked[:most])


def fit_of(item: ItemProfile, story: StoryProfile) -> Fit:
    """Compare an item with a story, fact by fact."""
    vetoes = (_place_veto, _gap_veto, _step_veto, _case_veto, _tense_veto)
    if veto := next(filter(None, (veto_of(item, story) for veto_of in vetoes)), ""):
        return Fit(0.0, 0.0, (), veto)
    text = likeness(item.terms, story.terms)
    points = (
        _text(item, story, text),
        _place(item, story),
        _topics(item, story),
        _action(item, story),
        _direction(item, story),
        _stage(item, story),
        _steps(item, story),
        _preview(item, story),
        _bill(item, story),
        _vote(item, story),
        _figures(item, story),
        _times(item, story),
        _vendors(item, story),
        _gap(item, story),
    )
    return Fit(sum(point.weight for point in points), text, points)


def _text(item: ItemProfile, story: StoryProfile, text: float) -> Point:
    weight = 5.5 * (math.sqrt(min(text, 0.5)) - 0.33)
    if item.tongue and story.tongues and item.tongue not in story.tongues:
        return Point(max(weight, -0.3), "written in two languages")
    return Point(weight, f"texts are {text:.0%} alike")


# --- place ----------------------------------------------------------------------------------------------


def _place_veto(item: ItemProfile, story: StoryProfile) -> str:
    if item.place and story.places and all(places_conflict(item.place, place) for place in story.places):
        return f"another place: {item.place}, not {_most(story.places)}"
    return ""


def _place(item: ItemProfile, story: StoryProfile) -> Point:
    if not item.place or not story.places:
        return Point(-1.5, "the place is unknown")
    same = sum(count for place, count in story.places.items() if same_town(item.place, place)) / sum(
        story.places.values()
    )
    if not same:
        weight = -1.5 if item.place.startswith("us") else -0.8
        return Point(weight, f"{item.place} and {_most(story.places)} are not the same body")
    return Point(same * (1.0 if "/" in item.place else 0.1), f"same place, {item.place}")


# --- what was decided -----------------------------------------------------------------------------------


def _action(item: ItemProfile, story: StoryProfile) -> Point:
    weight = _mean(story.actions, lambda other: actions_agree(item.action, Action(other)))
    return Point(
        weight,
        f"same action, {item.action}" if weight > 0 else f"{item.action} is not {_most(story.actions)}",
    )


_OPPOSITE = {Direction.RESTRICTS: Direction.EXPANDS, Direction.EXPANDS: Direction.RESTRICTS}


def _direction(item: ItemProfile, story: StoryProfile) -> Point:
    against = story.directions.get(_OPPOSITE.get(item.direction, ""), 0) / story.size
    return Point(-1.5 * against, f"one {item.direction}, the other does the opposite" if against else "")


# --- how far it has come --------------------------------------------------------------------------------


def _stage(item: ItemProfile, story: StoryProfile) -> Point:
    weight = _mean(story.stages, lambda key: stages_agree(item.stage, item.detail, *split_stage(key)))
    told = {split_stage(key)[0] for key in story.stages}
    if item.stage not in told:
        return Point(weight, f"another stage: {item.stage}, not {_most(story.stages)}".replace("_", " "))
    return Point(weight, f"same stage, {item.stage}" if weight > 0 else f"much is {item.stage} for months")


def _step_veto(item: ItemProfile, story: StoryProfile) -> str:
    """Two exact steps (a vote, a signature) are two developments, however alike the words."""
    known = {detail: count for key, count in story.stages.items() if (detail := split_stage(key)[1])}
    elsewhere = item.detail and known and item.detail not in known
    if elsewhere and not _one_passage(item, story, set(known)):
        return f"another step: {item.detail}, not {_most(known)}".replace("_", " ")
    chamber, other = item.steps & _CHAMBERS, story.steps.keys() & _CHAMBERS
    if item.detail in PASSED and item.detail in known and chamber and other and not chamber & other:
        return f"another chamber: {min(chamber)}, not {min(other)}"
    if item.stage is Stage.HEARING and Stage.HEARING in story.stages and _other_days(item, story):
        return "hearings on two days"
    by_voters = sum(count for key, count in story.stages.items() if split_stage(key)[1] == _BY_VOTERS)
    # Voters' decisions have shares, bodies' decisions have counts: one of each is two decisions.
    if (item.vote and by_voters == story.size) or (story.votes and item.detail == _BY_VOTERS):
        return "one is a body's vote, the other the voters'"
    return ""


def _case_veto(item: ItemProfile, story: StoryProfile) -> str:
    """A case that is brought, decided or settled makes three developments."""
    mine = item.steps & PHASES
    theirs = {step: count for step, count in story.steps.items() if step in PHASES}
    if mine and theirs and not mine & theirs.keys():
        return f"another step of the case: {min(mine)}, not {_most(theirs)}"
    if RULED in item.steps and RULED in theirs and (APPEALED in item.steps) != (APPEALED in story.steps):
        return "one court's ruling and another's on appeal"
    return ""


def _tense_veto(item: ItemProfile, story: StoryProfile) -> str:
    """What is to come is not what was done, where stage and headline agree on it."""
    ahead = [count for key, count in story.stages.items() if split_stage(key)[0] in AHEAD]
    if item.stage in AHEAD and item.preview and not ahead and story.previews <= 0:
        return "it looks ahead to what the story tells as done"
    if item.stage in DONE and item.preview is False and sum(ahead) == story.size and story.previews > 0:
        return "it tells as done what the story looks ahead to"
    return ""


_CHAMBERS = {"house", "senate"}
_BY_VOTERS = StageDetail.ADOPTED_BY_VOTERS


def _one_passage(item: ItemProfile, story: StoryProfile, known: set[str]) -> bool:
    """The last chamber's vote is the legislature's: outlets of one day call it either."""
    gap = gap_of(item, story)
    same_days = gap is not None and gap <= timedelta(days=2)
    other_vote = bool(item.vote and story.votes) and item.vote not in story.votes
    return same_days and not other_vote and item.bill in story.bills and {item.detail} | known == PASSED


def _steps(item: ItemProfile, story: StoryProfile) -> Point:
    weight, why = steps_weight(item.steps, story.steps, story.size)
    # Where both tell the same exact step, mentions of others count half; a chamber's vote is not exact.
    told = item.detail and item.detail not in PASSED
    exact = (told or item.stage in {Stage.FAILED, Stage.VETOED}) and stage_key(item) in story.stages
    return Point(weight / 2 if exact else weight, why)


def _preview(item: ItemProfile, story: StoryProfile) -> Point:
    if item.preview is None or not story.previews or (item.preview == (story.previews > 0)):
        return Point(0.0, "")
    # Only a hint: the stage says it better, and headlines mislead ("could soon be banned" after the vote).
    return Point(-1.0, "one looks ahead, the other back")


# --- figures and names ----------------------------------------------------------------------------------


def _topics(item: ItemProfile, story: StoryProfile) -> Point:
    if not item.topics or not story.topics:
        return Point(0.0, "")
    if any(topic in story.topics for topic in item.topics):
        return Point(0.3, "same topic")
    return Point(-1.5, "another technology")


def _bill(item: ItemProfile, story: StoryProfile) -> Point:
    if not item.bill or not story.bills:
        return Point(0.0, "")
    if item.bill in story.bills:
        return Point(0.3, f"same bill, {item.bill.upper()}")
    # House and Senate twins are one development with two numbers.
    return Point(-0.5, f"another bill: {item.bill.upper()}, not {_most(story.bills).upper()}")


def _vote(item: ItemProfile, story: StoryProfile) -> Point:
    if not item.vote or not story.votes:
        return Point(0.0, "")
    if item.vote in story.votes:
        return Point(0.3 if item.vote == "unanimous" else 1.2, f"same vote, {item.vote}")
    if item.vote == "unanimous" or "unanimous" in story.votes:
        against = [
            vote for vote in (item.vote, *story.votes) if vote != "unanimous" and not vote.endswith("-0")
        ]
        return Point(-0.8 if against else 0.2, "the votes differ" if against else "")
    # Outlets miscount by one; a vote that differs by more is another vote.
    near = any(votes_are_near(item.vote, vote) for vote in story.votes)
    return Point(-0.8 if near else -3.0, f"another vote: {item.vote}, not {_most(story.votes)}")


def _figures(item: ItemProfile, story: StoryProfile) -> Point:
    shared = sorted(item.figures & story.figures.keys())
    return Point(1.0, f"same amount, {shared[0]}") if shared else Point(0.0, "")


# Kinds of time words: how to know one, what a common one weighs, what it weighs that both have only others.
_TIME_KINDS: tuple[tuple[str, Callable[[str], bool], float, float], ...] = (
    ("weekday", str.isalpha, 0.5, -0.2),
    ("day", lambda word: "-" in word and not word.endswith("-"), 0.6, -0.8),
    ("month", lambda word: word.endswith("-"), 0.5, -0.4),
    ("year", str.isdigit, 0.2, -1.0),
)


def _times(item: ItemProfile, story: StoryProfile) -> Point:
    total, loudest = 0.0, (0.0, "")
    for name, is_kind, same, other in _TIME_KINDS:
        mine, theirs = {w for w in item.times if is_kind(w)}, {w for w in story.times if is_kind(w)}
        if not mine or not theirs:
            continue
        shared = mine & theirs
        weight = same if shared else other
        if name == "year" and max(mine) != max(theirs):
            weight -= 0.6  # the later report looks further: 2022's tells of the ban of 2020
        total += weight
        loudest = max(loudest, (abs(weight), f"{'same' if shared else 'another'} {name}"))
    return Point(total, loudest[1])


def _other_days(item: ItemProfile, story: StoryProfile) -> bool:
    """Whether two hearings are told or dated on different days; a report may come a day or two late."""
    days, others = _days_of(item.times), _days_of(story.times)
    gap = gap_of(item, story)
    return bool(days and others and not days & others) or (gap is not None and gap > timedelta(days=4))


def _days_of(times: Iterable[str]) -> set[str]:
    return {word for word in times if "-" in word and not word.endswith("-")}


def _vendors(item: ItemProfile, story: StoryProfile) -> Point:
    if not item.vendors or not story.vendors:
        return Point(0.0, "")
    shared = [name for name in item.vendors if name in story.vendors]
    return Point(0.2, f"same company, {shared[0]}") if shared else Point(-0.8, "another company")


# --- time -----------------------------------------------------------------------------------------------


def gap_of(item: ItemProfile, story: StoryProfile) -> timedelta | None:
    """Time between an item and the nearest end of a story; None if either has no date."""
    if not item.dated or not story.dated:
        return None
    return max(story.first_at - item.at, item.at - story.last_at, timedelta(0))


def _gap_veto(item: ItemProfile, story: StoryProfile) -> str:
    if not item.dated or not story.dated:
        return ""
    far = max(abs(item.at - story.first_at), abs(item.at - story.last_at))
    return f"{far.days} days apart" if far > LONGEST_GAP else ""


def _gap(item: ItemProfile, story: StoryProfile) -> Point:
    gap = gap_of(item, story)
    if gap is None:
        return Point(0.0, "")
    days = gap / timedelta(days=1)
    weight = 1.2 if days <= 1.5 else 0.5 if days <= 3 else 0.0 if days <= 7 else -0.8 if days <= 10 else -1.4
    return Point(weight, f"{days:.0f} days apart")


# --- small things ---------------------------------------------------------------------------------------


def _mean(counts: Mapping[str, int], weigh: Callable[[str], float]) -> float:
    total = sum(counts.values())
    return sum(weigh(value) * count for value, count in counts.items()) / total if total else 0.0


def _most(counts: Mapping[str, int]) -> str:
    return max(counts, key=lambda value: (counts[value], value)) if counts else ""
