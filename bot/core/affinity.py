"""Weigh what speaks for and against an item belonging to a story; every point comes with its sentence.

The points add up to log-odds: their weights are learned from labelled items (docs/stories.md) by
`benchmarks/train_stories.py`, which writes `bot/core/data/story_weights.tsv`.
"""

import itertools
import math
import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import NamedTuple

from bot.core.agreement import (
    AHEAD,
    DONE,
    PASSED,
    are_namesakes,
    places_conflict,
    split_stage,
    votes_are_near,
)
from bot.core.data import lines
from bot.core.profiles import ANNIVERSARY, ItemProfile, StoryProfile
from bot.core.sign_words import sentence_of
from bot.core.signs import of_other_tools, signs_of
from bot.core.similarity import likeness
from bot.core.steps import SWITCHED, are_rivals
from bot.core.vocabulary import Action, Stage, StageDetail
from bot.core.whereabouts import told_of_both

TABLE = "story_weights.tsv"
LONGEST_GAP = timedelta(days=21)
"""Reports of one development do not lie further apart; anniversaries and next stages do."""


class Point(NamedTuple):
    """One thing that speaks for (positive) or against joining."""

    weight: float
    sign: str


@dataclass(frozen=True, slots=True)
class Fit:
    """How well an item fits a story, as log-odds that it belongs there; a veto is final."""

    score: float
    text: float
    points: tuple[Point, ...] = ()
    veto: str = ""

    @property
    def chance(self) -> float:
        """The probability that the item belongs to the story."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.score))))


def fit_of(item: ItemProfile, story: StoryProfile) -> Fit:
    """Compare an item with a story, sign by sign."""
    if veto := veto_of(item, story):
        return Fit(0.0, 0.0, veto=veto)
    text = likeness(item.terms, story.terms)
    known = weights()
    points = tuple(
        Point(known[name] * amount, name) for name, amount in signs_of(item, story, text) if name in known
    )
    return Fit(math.fsum(point.weight for point in points), text, points)


@cache
def weights() -> Mapping[str, float]:
    """What each sign weighs."""
    return {name: float(weight) for name, weight, *_ in (line.split("\t") for line in lines(TABLE))}


# --- vetoes: only what the facts themselves decide --------------------------------------------------------


def veto_of(item: ItemProfile, story: StoryProfile) -> str:
    """Why an item can't belong to a story, or ""."""
    vetoes = (
        _place_veto,
        _namesake_veto,
        _gap_veto,
        _decider_veto,
        _chamber_veto,
        _company_veto,
        _tool_veto,
        _parties_veto,
        _bill_veto,
        _switch_veto,
        _tense_veto,
        _anniversary_veto,
    )
    return next(filter(None, (veto(item, story) for veto in vetoes)), "")


def _place_veto(item: ItemProfile, story: StoryProfile) -> str:
    if not item.place or not story.places:
        return ""
    apart = all(places_conflict(item.place, place) for place in story.places)
    if apart and not told_of_both(item, story):
        return f"another place: {item.place}, not {max(story.places, key=lambda p: (story.places[p], p))}"
    return ""


def _namesake_veto(item: ItemProfile, story: StoryProfile) -> str:
    """A city and the county of its name may be one place told loosely; two votes are two bodies."""
    if not (item.vote and item.place and story.votes and story.places):
        return ""
    namesakes = all(are_namesakes(item.place, place) for place in story.places)
    if namesakes and not any(votes_are_near(item.vote, vote) for vote in story.votes):
        return "one vote is the city's, the other its county's"
    return ""


def _gap_veto(item: ItemProfile, story: StoryProfile) -> str:
    if not item.dated or not story.dated:
        return ""
    far = max(abs(item.at - story.first_at), abs(item.at - story.last_at))
    return f"{far.days} days apart" if far > LONGEST_GAP else ""


def _decider_veto(item: ItemProfile, story: StoryProfile) -> str:
    """Council, mayor and voters decide once each, where every text says which of them it tells of."""
    details = {split_stage(key)[1] for key in story.stages}
    for mine, theirs in itertools.permutations((StageDetail.PASSED_BY_COUNCIL, StageDetail.SIGNED)):
        if item.detail == mine and theirs in details and mine not in details:
            return f"another step: {mine}, not {theirs}".replace("_", " ")
    bills = PASSED & details
    if (item.detail == StageDetail.SIGNED and bills and StageDetail.SIGNED not in details) or (
        item.detail in PASSED and StageDetail.SIGNED in details and not bills
    ):
        return "another step: passed by lawmakers, not signed, or the reverse"
    voters = StageDetail.ADOPTED_BY_VOTERS
    # Voters' decisions have shares, bodies' decisions have counts: one of each is two decisions.
    if (item.vote and details == {voters}) or (story.votes and item.detail == voters):
        return "one is a body's vote, the other the voters'"
    return ""


def _chamber_veto(item: ItemProfile, story: StoryProfile) -> str:
    """Committee, House and Senate vote in the same words."""
    stages = {split_stage(key)[0] for key in story.stages}
    if {Stage.COMMITTEE, Stage.PASSED_CHAMBER} == {item.stage, *stages} and len(stages) == 1:
        mine, theirs = _CHAMBERS_AND_COMMITTEE & item.steps, _CHAMBERS_AND_COMMITTEE & story.steps.keys()
        if mine and theirs and not mine & theirs:
            return "one tells of a committee, the other of the chamber's vote"
    passed = any(split_stage(key)[1] in PASSED for key in story.stages)
    chamber, other = item.steps & _CHAMBERS, story.steps.keys() & _CHAMBERS
    if passed and item.detail in PASSED and chamber and other and not chamber & other:
        return f"another chamber: {min(chamber)}, not {min(other)}"
    return ""


def _company_veto(item: ItemProfile, story: StoryProfile) -> str:
    """One attorney general settles with two firms in the same words, a few days apart."""
    if item.action not in _CASES or not story.actions.keys() <= _CASES:
        return ""
    mine = _in_headlines(item.vendors, item.subjects)
    theirs = _in_headlines(story.vendors, story.subjects)
    if mine and theirs and not mine & theirs:
        return f"another company: {min(mine)}, not {min(theirs)}"
    return ""


def _tool_veto(item: ItemProfile, story: StoryProfile) -> str:
    """One evening's drones and plate readers are two purchases, though both passed 9-4."""
    if of_other_tools(item, story):
        return f"another technology: {item.topics[0]}, not {max(story.topics)}".replace("_", " ")
    return ""


def _parties_veto(item: ItemProfile, story: StoryProfile) -> str:
    """Two suits under one law, each against somebody whom the other report never names."""
    if item.action not in _CASES or not story.actions.keys() <= _CASES or item.bill in story.bills:
        return ""
    if not item.parties or not story.parties or item.parties & story.parties.keys():
        return ""
    if any(name in story.terms for name in item.parties) or any(name in item.terms for name in story.parties):
        return ""
    return f"other parties: {min(item.parties)}, not {min(story.parties)}"


_NUMBERED = re.compile(r"([a-z]+)(\d+)")


def _bill_veto(item: ItemProfile, story: StoryProfile) -> str:
    """Two bills of one chamber, by their numbers; a bill's companion in the other has another letter."""
    mine = _NUMBERED.fullmatch(item.bill)
    theirs = [_NUMBERED.fullmatch(bill) for bill in story.bills]
    if mine and theirs and all(each and each[1] == mine[1] and each[2] != mine[2] for each in theirs):
        return f"another bill: {item.bill.upper()}, not {max(story.bills).upper()}"
    return ""


def _switch_veto(item: ItemProfile, story: StoryProfile) -> str:
    """Off and on again are two developments, in whatever words."""
    off, on = SWITCHED
    return f"one tells “{off}”, the other “{on}”" if are_rivals(item.steps, story.steps, off, on) else ""


def _in_headlines(vendors: Iterable[str], subjects: Container[str]) -> set[str]:
    return {vendor for vendor in vendors if any(word in subjects for word in vendor.split())}


def _anniversary_veto(item: ItemProfile, story: StoryProfile) -> str:
    """Who looks back on a decision from a year after doesn't report it; who tells its very vote does."""
    if item.vote and item.vote in story.votes:
        return ""
    done = all(split_stage(key)[0] in DONE for key in story.stages)
    if ANNIVERSARY in item.steps and done and ANNIVERSARY not in story.steps:
        return "it looks back from years after"
    if ANNIVERSARY not in item.steps and item.stage in DONE and story.steps.get(ANNIVERSARY) == story.size:
        return "the story looks back from years after"
    return ""


def _tense_veto(item: ItemProfile, story: StoryProfile) -> str:
    """What is to come is not what was done, where stage and headline agree on it."""
    ahead = sum(count for key, count in story.stages.items() if split_stage(key)[0] in AHEAD)
    if item.stage in AHEAD and item.preview and not ahead and story.previews <= 0:
        return "it looks ahead to what the story tells as done"
    if item.stage in DONE and item.preview is False and ahead == story.size and story.previews > 0:
        return "it tells as done what the story looks ahead to"
    return ""


_CASES = {Action.LAWSUIT, Action.SETTLEMENT, Action.ENFORCEMENT}
_CHAMBERS = {"house", "senate"}
_CHAMBERS_AND_COMMITTEE = {*_CHAMBERS, "committee"}


# --- telling it -------------------------------------------------------------------------------------------


def reasons_for(fit: Fit, item: ItemProfile, story: StoryProfile, *, most: int = 4) -> tuple[str, ...]:
    """What weighed most, for or against, weightiest first."""
    ranked = sorted(fit.points, key=lambda point: -abs(point.weight))
    return _told(ranked, fit, item, story, most=most)


def reasons_against(fit: Fit, item: ItemProfile, story: StoryProfile, *, most: int = 2) -> tuple[str, ...]:
    """What spoke against joining, weightiest first."""
    ranked = sorted((point for point in fit.points if point.weight < 0), key=lambda point: point.weight)
    return _told(ranked, fit, item, story, most=most)


def _told(
    points: list[Point], fit: Fit, item: ItemProfile, story: StoryProfile, *, most: int
) -> tuple[str, ...]:
    sentences = (sentence_of(point.sign, item, story, text=fit.text) for point in points)
    return tuple(dict.fromkeys(filter(None, sentences)))[:most]
