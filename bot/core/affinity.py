"""Weigh what speaks for and against an item belonging to a story; every point comes with its sentence.

The points add up like log-odds. They were set by hand and tried on labelled pairs (docs/stories.md).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.core.profiles import ItemProfile, StoryProfile
from bot.core.similarity import likeness
from bot.core.vocabulary import Action, Stage, StageDetail

JOIN_FROM = 1.5
"""Points from which an item joins."""
LONGEST_GAP = timedelta(days=21)
"""Reports of one development do not lie further apart; anniversaries and next stages do."""


@dataclass(frozen=True, slots=True)
class Point:
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
    if veto := _place_veto(item, story) or _gap_veto(item, story):
        return Fit(0.0, 0.0, (), veto)
    text = likeness(item.terms, story.terms)
    points = (
        Point(6.0 * min(text, 0.5), f"texts are {text:.0%} alike"),
        _place(item, story),
        _topics(item, story),
        _action(item, story),
        _stage(item, story),
        _preview(item, story),
        _bill(item, story),
        _vote(item, story),
        _figures(item, story),
        _vendors(item, story),
        _gap(item, story),
    )
    return Fit(sum(point.weight for point in points), text, points)


# --- place ----------------------------------------------------------------------------------------------


def places_conflict(a: str, b: str) -> bool:
    """Whether two known places can't be one; a place and what it lies in can."""
    if not a or not b or a == b:
        return False
    return not any(_agree(first, second) for first, second in ((a, b), (b, a)))


def _agree(inner: str, outer: str) -> bool:
    """Whether `inner` may lie in `outer`; an unknown state may be any."""
    parts, outer_parts = inner.split("/"), outer.split("/")
    if len(parts) < len(outer_parts):
        return False
    if not all(a == b or "?" in (a, b) for a, b in zip(parts, outer_parts, strict=False)):
        # Nashville lies in Davidson County, and Santa Cruz names both: told by the county's name only.
        return (
            len(parts) == len(outer_parts) == 3
            and parts[:2] == outer_parts[:2]
            and _one_area(parts[2], outer_parts[2])
        )
    return True


def _one_area(a: str, b: str) -> bool:
    return a.removesuffix("-county") == b.removesuffix("-county")


def _place_veto(item: ItemProfile, story: StoryProfile) -> str:
    if item.place and story.places and all(places_conflict(item.place, place) for place in story.places):
        return f"another place: {item.place}, not {_most(story.places)}"
    return ""


def _place(item: ItemProfile, story: StoryProfile) -> Point:
    if not item.place or not story.places:
        return Point(-0.8, "the place is unknown")
    same = story.places.get(item.place, 0) / sum(story.places.values())
    if not same:
        return Point(-1.2, f"{item.place} and {_most(story.places)} are not the same body")
    return Point(same * (1.0 if item.place.count("/") >= 1 else 0.5), f"same place, {item.place}")


# --- what was decided -----------------------------------------------------------------------------------

# Actions that writers use for one decision.
_KIN = (
    frozenset((Action.BAN, Action.MORATORIUM, Action.REGULATE)),
    frozenset((Action.REGULATE, Action.OVERSIGHT)),
    frozenset((Action.AUTHORIZE, Action.PROCURE)),
    frozenset((Action.AUTHORIZE, Action.REPEAL)),
    frozenset((Action.ENFORCEMENT, Action.SETTLEMENT)),
    frozenset((Action.ENFORCEMENT, Action.LAWSUIT)),
    frozenset((Action.AUTHORIZE, Action.REGULATE)),
)
_APART = frozenset((Action.OPINION, Action.STUDY, Action.INCIDENT))


def _action(item: ItemProfile, story: StoryProfile) -> Point:
    weight = _mean(story.actions, lambda other: _actions_agree(item.action, Action(other)))
    return Point(
        weight,
        f"both are about a {item.action}" if weight > 0 else f"{item.action} is not {_most(story.actions)}",
    )


def _actions_agree(a: Action, b: Action) -> float:
    if Action.OTHER in (a, b):
        return 0.0
    if a is b:
        return 0.4
    if a in _APART or b in _APART:
        return -1.5
    if {a, b} == {Action.BAN, Action.REPEAL}:
        return -1.5
    return 0.0 if any(a in kin and b in kin for kin in _KIN) else -0.9


# --- how far it has come --------------------------------------------------------------------------------

_AHEAD = frozenset((Stage.PROPOSED, Stage.COMMITTEE, Stage.HEARING))
_DONE = frozenset(
    (Stage.PASSED_CHAMBER, Stage.ENACTED, Stage.VETOED, Stage.EFFECTIVE, Stage.FAILED, Stage.REPEALED)
)


def _stage(item: ItemProfile, story: StoryProfile) -> Point:
    weight = _mean(story.stages, lambda key: _stages_agree(item.stage, item.detail, *_split(key)))
    why = (
        f"same stage, {item.stage}"
        if weight > 0
        else f"another stage: {item.stage}, not {_most(story.stages)}"
    )
    return Point(weight, why)


def _split(key: str) -> tuple[Stage, str]:
    stage, _, detail = key.partition("/")
    return Stage(stage), detail


def _stages_agree(a: Stage, a_detail: str, b: Stage, b_detail: str) -> float:
    if a_detail and b_detail and a_detail != b_detail and _steps_differ(a_detail, b_detail):
        return -1.8
    if a is b:
        return 0.0 if a is Stage.NONE else 0.5
    pair = {a, b}
    if Stage.NONE in pair:
        return -0.5 if pair & {Stage.CHALLENGED} else -0.3
    if (a in _AHEAD) != (b in _AHEAD) and pair & _DONE:
        return -2.5
    if pair <= _AHEAD:
        return -0.8
    if pair == {Stage.PASSED_CHAMBER, Stage.ENACTED}:
        return -0.7
    if pair in (
        {Stage.FAILED, Stage.REPEALED},
        {Stage.ENACTED, Stage.EFFECTIVE},
        {Stage.ENACTED, Stage.REPEALED},
    ):
        return -0.6
    return -2.0


def _steps_differ(a: str, b: str) -> bool:
    """Whether two details name two steps (a chamber's vote, a signature) rather than one in other words."""
    synonyms = (
        {StageDetail.PASSED_BY_COUNCIL, StageDetail.SIGNED},
        {StageDetail.INTRODUCED, StageDetail.ANNOUNCED},
    )
    return {StageDetail(a), StageDetail(b)} not in synonyms[1:]


def _preview(item: ItemProfile, story: StoryProfile) -> Point:
    if item.preview is None or not story.previews or (item.preview == (story.previews > 0)):
        return Point(0.0, "")
    # The stage says it better where it is known; headlines alone mislead ("could soon be banned" after the vote).
    return Point(-0.8, "one looks ahead, the other back")


# --- figures and names ----------------------------------------------------------------------------------


def _topics(item: ItemProfile, story: StoryProfile) -> Point:
    if not item.topics or not story.topics:
        return Point(0.0, "")
    if any(topic in story.topics for topic in item.topics):
        return Point(0.2, "same topic")
    return Point(-1.0, "another technology")


def _bill(item: ItemProfile, story: StoryProfile) -> Point:
    if not item.bill or not story.bills:
        return Point(0.0, "")
    if item.bill in story.bills:
        return Point(1.2, f"same bill, {item.bill.upper()}")
    # House and Senate twins are one development with two numbers.
    return Point(-0.8, f"another bill: {item.bill.upper()}, not {_most(story.bills).upper()}")


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
    return Point(-0.8, f"another vote: {item.vote}, not {_most(story.votes)}")


def _figures(item: ItemProfile, story: StoryProfile) -> Point:
    shared = sorted(item.figures & story.figures.keys())
    return Point(0.8 if shared else 0.0, f"same figures: {', '.join(shared[:3])}")


def _vendors(item: ItemProfile, story: StoryProfile) -> Point:
    if not item.vendors or not story.vendors:
        return Point(0.0, "")
    shared = [name for name in item.vendors if name in story.vendors]
    return Point(0.2, f"same company, {shared[0]}") if shared else Point(-0.4, "another company")


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
    weight = 0.6 if days <= 1.5 else 0.2 if days <= 3 else -0.3 if days <= 7 else -1.2
    return Point(weight, f"{days:.0f} days apart")


# --- small things ---------------------------------------------------------------------------------------


def _mean(counts: Mapping[str, int], weigh: Callable[[str], float]) -> float:
    total = sum(counts.values())
    return sum(weigh(value) * count for value, count in counts.items()) / total if total else 0.0


def _most(counts: Mapping[str, int]) -> str:
    return max(counts, key=lambda value: (counts[value], value)) if counts else ""
