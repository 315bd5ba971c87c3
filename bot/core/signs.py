"""Say what an item and a story have in common and what parts them, sign by sign.

A sign is a name and an amount, 0 to 1: for a story of many items the share of them that shows it, so that an
item is compared with a story's items on average. What a sign weighs is learned (bot/core/affinity.py).
"""

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from bot.core.agreement import (
    AHEAD,
    APART,
    DONE,
    PASSED,
    are_kin,
    inside,
    same_town,
    split_stage,
    sums_agree,
    votes_are_near,
)
from bot.core.phases import APPEALED, PHASES
from bot.core.profiles import HEADLINE, ItemProfile, StoryProfile, stage_key
from bot.core.similarity import likeness
from bot.core.steps import RIVALS, STEP_NAMES, are_rivals
from bot.core.vocabulary import Action, Direction, Stage, StageDetail, Topic
from bot.core.whereabouts import told_of_both

Sign = tuple[str, float]

ALIKE_MOST = 0.5
"""Two reporters on one event seldom agree more; more alike only says that they copied."""
UNLIKE = 0.06
_BENDS = (0.25, 0.4, 0.55)
"""Roots of likeness where what it tells may change."""
_GAPS = (1.5, 3.0, 7.0, 10.0)
"""Days between reports, in steps."""


def signs_of(item: ItemProfile, story: StoryProfile, text: float) -> Iterator[Sign]:
    """Give every sign that shows, with its amount. `text` is the likeness of the two texts."""
    yield "bias", 1.0
    if story.size > 1:
        yield "story:of several reports", min(1.0, math.log2(story.size) / 3)
    foreign = bool(item.tongue and story.tongues and item.tongue not in story.tongues)
    if foreign:
        yield from _across_languages(item, story)
    else:
        yield from _text(text)
        yield from _headlines(item, story)
        yield from _subjects(item, story)
    yield from _place(item, story, 0.0 if foreign else text)
    yield from _topics(item, story)
    yield from _action(item, story, 0.0 if foreign else text)
    yield from _stage(item, story)
    yield from _chances(item, story)
    yield from _steps(item, story)
    yield from _bill(item, story)
    yield from _vote(item, story)
    yield from _figures(item, story)
    yield from _times(item, story)
    yield from _vendors(item, story)
    yield from _gap(item, story)
    yield from _told_dates(item, story)


# --- words ----------------------------------------------------------------------------------------------


def _text(text: float) -> Iterator[Sign]:
    root = math.sqrt(min(text, ALIKE_MOST))
    yield "text:alike", root
    for bend in _BENDS:
        if root > bend:
            yield f"text:alike above {bend}", root - bend
    if root < _BENDS[0]:
        yield "text:hardly alike", _BENDS[0] - root


def _headlines(item: ItemProfile, story: StoryProfile) -> Iterator[Sign]:
    yield "headline:alike", math.sqrt(likeness(item.head, story.head))
    yield "headline:told by the other", likeness(item.head, story.terms)
    yield "headline:tells the other", likeness(item.terms, story.head)


def _across_languages(item: ItemProfile, story: StoryProfile) -> Iterator[Sign]:
    """Words of two languages share nothing but names: facts must tell."""
    yield "text:two languages", 1.0
    same = stage_key(item) in story.stages and str(item.action) in story.actions
    if same and any(topic in story.topics for topic in item.topics):
        yield "text:two languages, same topic, action and stage", 1.0
    if item.subjects and story.subjects:
        named = sum(name in story.terms for name in item.subjects) / len(item.subjects)
        told = sum(name in item.terms for name in story.subjects) / len(story.subjects)
        yield ("names:shared across languages" if named or told else "names:all others across languages"), 1.0


def _subjects(item: ItemProfile, story: StoryProfile) -> Iterator[Sign]:
    """Whether whom one headline names (a company, a sponsor, a plaintiff) is named by the other report."""
    if not item.subjects or not story.subjects:
        yield "names:in one headline at most", 1.0
        return
    mine = sum(name in story.terms for name in item.subjects) / len(item.subjects)
    total = sum(story.subjects.values())
    theirs = sum(count for name, count in story.subjects.items() if name in item.terms) / total
    yield "names:shared", (mine + theirs) / 2
    shared = [count for name, count in story.subjects.items() if name in item.subjects]
    both = min(sum(shared) / total, len(shared) / len(item.subjects))
    if both:
        yield "names:in both headlines", both
        if item.place.count("/") < 2:
            yield "names:in both headlines, wide place", both
    if not mine and not theirs:
        town = item.place.count("/") >= 2 and item.place in story.places
        yield ("names:all others, one town" if town else "names:all others"), 1.0
        if item.action in _CASES and any(action in story.actions for action in _CASES):
            yield "names:other parties", 1.0


_CASES = (Action.LAWSUIT, Action.SETTLEMENT, Action.ENFORCEMENT)

# --- place and matter -----------------------------------------------------------------------------------


def _place(item: ItemProfile, story: StoryProfile, text: float) -> Iterator[Sign]:
    if not item.place or not story.places:
        yield ("place:unknown" if item.place or story.places else "place:unknown of both"), 1.0
        yield "place:unknown, alike", math.sqrt(min(text, ALIKE_MOST))
        return
    total = sum(story.places.values())
    same = sum(count for place, count in story.places.items() if same_town(item.place, place)) / total
    if same:
        depth = item.place.count("/")
        yield f"place:same {('country', 'state', 'town')[min(depth, 2)]}", same
        if depth < 2:
            yield "place:wide, alike", same * math.sqrt(min(text, ALIKE_MOST))
            yield from _wide_event(item, story, ("country", "state")[depth])
        elif str(item.action) in story.actions:
            yield from _event(item, story)
    near = sum(count for place, count in story.places.items() if inside(item.place, place)) / total
    if near:
        yield ("place:around" if item.place.startswith("us") else "place:around, abroad"), near
    if (other := 1.0 - same - near) > 0.001:
        yield "place:other", other
        if told_of_both(item, story):
            yield "place:other, named all the same", other


def _event(item: ItemProfile, story: StoryProfile) -> Iterator[Sign]:
    """What a town does once: a court hears a case for years, a council bans one thing on one day."""
    told = sum(count for key, count in story.stages.items() if split_stage(key)[0] is item.stage)
    if told and any(topic in story.topics for topic in item.topics):
        yield "event:one town, action, stage and topic", told / story.size
        yield f"event:one town's {item.action}, {item.stage}", told / story.size


def _wide_event(item: ItemProfile, story: StoryProfile, place: str) -> Iterator[Sign]:
    """What a state or a country seldom does twice: a governor vetoes one bill on plate readers a year."""
    both = str(item.action) in story.actions and any(topic in story.topics for topic in item.topics)
    told = sum(count for key, count in story.stages.items() if split_stage(key)[0] is item.stage)
    if both and told:
        yield f"event:one {place}, action, stage and topic", told / story.size
        yield f"event:one {place}'s {item.action}, {item.stage}", told / story.size
        if item.vendors and any(name in story.vendors for name in item.vendors):
            yield f"event:one {place}'s {item.action} of one company", told / story.size


# Laws on biometrics are told as ones on faces, and the other way round; drones are no plate readers.
_KINDS: Mapping[str, str] = {
    Topic.FACE_RECOGNITION: "bodies",
    Topic.BIOMETRICS_PRIVACY: "bodies",
    Topic.ALPR: "plates",
    Topic.DRONES: "drones",
    Topic.CELL_SITE_SIMULATOR: "telephones",
    Topic.PREDICTIVE_POLICING: "predictions",
    Topic.GUNSHOT_DETECTION: "shots",
}


def of_other_tools(item: ItemProfile, story: StoryProfile) -> bool:
    """Whether each tells of a tool that the other has no word of: drones, plate readers."""
    mine, theirs = ({_KINDS.get(topic) for topic in topics} for topics in (item.topics, story.topics))
    return bool(mine and theirs) and None not in mine | theirs and mine.isdisjoint(theirs)


def _topics(item: ItemProfile, story: StoryProfile) -> Iterator[Sign]:
    if not item.topics or not story.topics:
        return
    shared = sum(topic in story.topics for topic in item.topics)
    if not shared:
        # Laws on faces are told as ones on biometrics: that is no other topic, nor the same.
        kinds = [{_KINDS.get(topic, topic) for topic in topics} for topics in (item.topics, story.topics)]
        yield ("topic:other" if kinds[0].isdisjoint(kinds[1]) else "topic:kin"), 1.0
        return
    yield "topic:same", shared / len({*item.topics, *story.topics})
    if item.topics[0] != _most(story.topics):
        yield "topic:another first", 1.0


def _action(item: ItemProfile, story: StoryProfile, text: float) -> Iterator[Sign]:
    for other, count in story.actions.items():
        share = count / story.size
        if item.action == other:
            yield "action:same", share
            yield f"action:same {other}", share
            continue
        pair = (item.action, Action(other))
        yield "action:other", share
        yield f"action:{'~'.join(sorted(pair))}", share
        if Action.OTHER in pair:
            yield "action:unknown", share
        elif (pair[0] in APART) != (pair[1] in APART):
            yield "action:told against done", share
            if text < UNLIKE:
                # A column on the vote shares its day and town: only its words can say that it is a report.
                yield "action:told against done, hardly alike", share
        elif are_kin(*pair):
            yield "action:kin", share
    against = story.directions.get(_OPPOSITE.get(item.direction, ""), 0)
    if against:
        yield "direction:opposite", against / story.size


_OPPOSITE = {Direction.RESTRICTS: Direction.EXPANDS, Direction.EXPANDS: Direction.RESTRICTS}


# --- how far it has come --------------------------------------------------------------------------------


def _stage(item: ItemProfile, story: StoryProfile) -> Iterator[Sign]:
    if stage_key(item) in story.stages and str(item.action) in story.actions:
        yield "story:some tell the same action and stage", 1.0
    for key, count in story.stages.items():
        other, detail = split_stage(key)
        share = count / story.size
        if other is item.stage:
            yield "stage:same", share
            yield f"stage:same {other}", share
        else:
            yield from _two_stages(item.stage, other, share)
        if item.detail and detail:
            yield _detail(item.detail, detail), share
    yield from _previews(item, story)
    if item.stage is Stage.HEARING and Stage.HEARING in story.stages and _other_days(item, story):
        yield "stage:hearings on two days", 1.0


def _two_stages(mine: Stage, other: Stage, share: float) -> Iterator[Sign]:
    yield "stage:other", share
    yield f"stage:{'~'.join(sorted((mine, other)))}", share
    if Stage.NONE in (mine, other):
        yield "stage:unknown", share
    elif (mine in AHEAD) != (other in AHEAD) and (mine in DONE or other in DONE):
        yield "stage:ahead against done", share


def _chances(item: ItemProfile, story: StoryProfile) -> Iterator[Sign]:
    """How likely action and stage agree, all that is likely considered: the likeliest one may be wrong."""
    if not (item.action_chances and story.action_chances and item.stage_chances and story.stage_chances):
        return
    action = likeness(item.action_chances, story.action_chances)
    kin = sum(
        mine * theirs
        for one, mine in item.action_chances.items()
        for other, theirs in story.action_chances.items()
        if one != other and are_kin(Action(one), Action(other))
    )
    stage = likeness(item.stage_chances, story.stage_chances)
    voted = _voted(item.stage_chances, story.stage_chances) if item.place.count("/") >= 2 else 0.0
    yield "chance:same action", action
    yield "chance:kin action", kin
    yield "chance:same stage", stage
    yield "chance:same stage, action same or kin", stage * min(1.0, action + kin)
    if (far := UNLIKELY - action - kin) > 0:
        yield "chance:hardly the same action", far / UNLIKELY
    if voted:
        yield "chance:passed or enacted", voted
    if (far := UNLIKELY - stage - voted) > 0:
        yield "chance:hardly the same stage", far / UNLIKELY
    mine, theirs = _ahead(item.stage_chances), _ahead(story.stage_chances)
    done, decided = _done(item.stage_chances), _done(story.stage_chances)
    yield "chance:ahead against done", mine * decided + done * theirs
    opinion, told = (
        item.action_chances.get(Action.OPINION, 0.0),
        story.action_chances.get(Action.OPINION, 0.0),
    )
    yield "chance:one is an opinion", opinion * (1 - told) + told * (1 - opinion)


def _voted(mine: Mapping[str, float], theirs: Mapping[str, float]) -> float:
    """A council's one vote, told as the law that it made or as what still awaits the mayor."""
    passed, enacted = Stage.PASSED_CHAMBER, Stage.ENACTED
    return sum(
        mine.get(one, 0.0) * theirs.get(other, 0.0) for one, other in ((passed, enacted), (enacted, passed))
    )


UNLIKELY = 0.2
"""How likely two values agree, below which they tell two developments."""


def _ahead(chances: Mapping[str, float]) -> float:
    return sum(chances.get(stage, 0.0) for stage in AHEAD)


def _done(chances: Mapping[str, float]) -> float:
    return sum(chances.get(stage, 0.0) for stage in DONE)


def _previews(item: ItemProfile, story: StoryProfile) -> Iterator[Sign]:
    if item.preview is None or not story.previews or item.preview == (story.previews > 0):
        return
    yield "headline:ahead against back", min(1.0, abs(story.previews) / story.size)
    if item.stage in AHEAD and item.preview and not _any_stage(story, AHEAD):
        yield "stage:ahead of what was done", 1.0
    if item.stage in DONE and not item.preview and not _any_stage(story, DONE):
        yield "stage:done of what was ahead", 1.0


def _detail(mine: str, other: str) -> str:
    if mine == other:
        return f"step:same {mine}"
    if {mine, other} == PASSED:
        return "step:either chamber"
    if mine in _IN_COURT or other in _IN_COURT:
        return "step:other in court"
    pair = frozenset((mine, other))
    return f"step:{'~'.join(sorted(pair))}" if pair <= _DECIDES else "step:other"


_DECIDES = frozenset((StageDetail.PASSED_BY_COUNCIL, StageDetail.SIGNED, StageDetail.ADOPTED_BY_VOTERS))
"""Who decides: the council, the mayor, the voters, each of them once."""


_IN_COURT = frozenset(
    (
        StageDetail.FILED,
        StageDetail.ENJOINED,
        StageDetail.STRUCK_DOWN,
        StageDetail.UPHELD,
        StageDetail.REMANDED,
    )
)


def _any_stage(story: StoryProfile, stages: Collection[Stage]) -> bool:
    return any(split_stage(key)[0] in stages for key in story.stages)


def _steps(item: ItemProfile, story: StoryProfile) -> Iterator[Sign]:
    if not item.steps and not story.steps:
        return
    for step in sorted(STEP_NAMES & (item.steps | story.steps.keys())):
        count = story.steps.get(step, 0)
        share = count / story.size
        if step in item.steps:
            if count:
                yield f"tells:{step}, both", share
            if share < 1:
                yield f"tells:{step}, one", 1 - share
        elif count:
            yield f"tells:{step}, one", share
    for one, other in RIVALS:
        if are_rivals(item.steps, story.steps, one, other):
            yield f"tells:{one} against {other}", 1.0
    yield from _phases(item, story)


def _phases(item: ItemProfile, story: StoryProfile) -> Iterator[Sign]:
    for phase in sorted(item.steps & PHASES):
        for other, count in story.steps.items():
            if other in PHASES:
                name = "case:same phase" if phase == other else f"case:{'~'.join(sorted((phase, other)))}"
                yield name, count / story.size
    told = {f"{HEADLINE}{phase}" for phase in PHASES}
    mine, theirs = item.steps & told, {step for step in story.steps if step in told}
    if mine and theirs and not mine & theirs:
        yield "case:two phases, by both headlines", 1.0
    if "case ruled" in item.steps and "case ruled" in story.steps:
        appealed = story.steps.get(APPEALED, 0) / story.size
        differ = 1 - appealed if APPEALED in item.steps else appealed
        if differ:
            yield "case:ruling against appeal", differ


# --- figures and names ----------------------------------------------------------------------------------


def _bill(item: ItemProfile, story: StoryProfile) -> Iterator[Sign]:
    if item.bill and story.bills:
        yield ("bill:same" if item.bill in story.bills else "bill:other"), 1.0


def _vote(item: ItemProfile, story: StoryProfile) -> Iterator[Sign]:
    if not item.vote or not story.votes:
        return
    unanimous = item.vote == "unanimous" or "unanimous" in story.votes
    if item.vote in story.votes:
        yield ("vote:both unanimous" if unanimous else "vote:same"), 1.0
    elif unanimous:
        counts = [vote for vote in (item.vote, *story.votes) if vote != "unanimous"]
        yield ("vote:unanimous against split" if not counts[0].endswith("-0") else "vote:near"), 1.0
    else:
        near = any(votes_are_near(item.vote, vote) for vote in story.votes)
        yield ("vote:near" if near else "vote:other"), 1.0


def _figures(item: ItemProfile, story: StoryProfile) -> Iterator[Sign]:
    if item.figures & story.figures.keys():
        yield "figures:shared", 1.0
    for name, mine, theirs in (
        # A raised offer names the first one in its text: what the headlines tell goes before.
        ("sums in headlines", item.head_sums, story.head_sums),
        ("sums", item.sums, story.sums),
    ):
        compared = {sums_agree(one, other) for one in mine for other in theirs} - {None}
        if compared:
            yield f"{name}:{'shared' if True in compared else 'other'}", 1.0
            return


# Kinds of time words and how to know one.
_TIME_KINDS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("weekday", str.isalpha),
    ("day", lambda word: "-" in word and not word.endswith("-")),
    ("month", lambda word: word.endswith("-")),
    ("year", str.isdigit),
)


def _times(item: ItemProfile, story: StoryProfile) -> Iterator[Sign]:
    if not item.times or not story.times:
        return
    for name, is_kind in _TIME_KINDS:
        mine, theirs = {w for w in item.times if is_kind(w)}, {w for w in story.times if is_kind(w)}
        if not mine or not theirs:
            continue
        yield f"time:{'same' if mine & theirs else 'other'} {name}", 1.0
        if name == "year" and max(mine) != max(theirs):
            yield "time:other latest year", 1.0  # 2022's report tells of the ban of 2020


def _other_days(item: ItemProfile, story: StoryProfile) -> bool:
    """Whether two hearings are told or dated on different days; a report may come a day or two late."""
    days, others = _days_of(item.times), _days_of(story.times)
    gap = gap_of(item, story)
    return bool(days and others and not days & others) or (gap is not None and gap > timedelta(days=4))


def _days_of(times: Iterable[str]) -> set[str]:
    return {word for word in times if "-" in word and not word.endswith("-")}


def _vendors(item: ItemProfile, story: StoryProfile) -> Iterator[Sign]:
    if item.vendors and story.vendors:
        shared = any(name in story.vendors for name in item.vendors)
        yield ("company:same" if shared else "company:other"), 1.0


# --- time -----------------------------------------------------------------------------------------------


def gap_of(item: ItemProfile, story: StoryProfile) -> timedelta | None:
    """Time between an item and the nearest end of a story; None if either has no date."""
    if not item.dated or not story.dated:
        return None
    return max(story.first_at - item.at, item.at - story.last_at, timedelta(0))


def _gap(item: ItemProfile, story: StoryProfile) -> Iterator[Sign]:
    gap = gap_of(item, story)
    if gap is None:
        yield "days:unknown", 1.0
        if stage_key(item) in story.stages and str(item.action) in story.actions:
            yield "days:unknown, same action and stage", 1.0
        return
    days = gap / timedelta(days=1)
    yield f"days:{next((f'within {most:g}' for most in _GAPS if days <= most), 'beyond 10')}", 1.0


def _told_dates(item: ItemProfile, story: StoryProfile) -> Iterator[Sign]:
    """Where one of the two has no date: whether the time that it tells of is that of the other."""
    if item.dated == story.dated:
        return
    at = item.at if item.dated else story.first_at
    times: Collection[str] = story.times if item.dated else item.times
    days = _days_of(times)
    if days:
        off = min(_days_off(day, at) for day in days)
        yield (
            f"date:{'near' if off <= NEAR_DAYS else 'far from' if off > FAR_DAYS else 'around'} a told day",
            1.0,
        )
    years = {int(word) for word in times if word.isdigit()}
    if years:
        latest = max(years)
        yield (
            f"date:told year is {'it' if latest == at.year else 'before' if latest < at.year else 'later'}",
            1.0,
        )
    weekdays = {word for word in times if word.isalpha()}
    if weekdays and not days:
        likely = {_WEEKDAYS[(at.weekday() - late) % 7] for late in range(3)}
        yield f"date:{'near' if weekdays & likely else 'far from'} a told weekday", 1.0


NEAR_DAYS, FAR_DAYS = 3, 12
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _days_off(day: str, at: datetime) -> int:
    """How many days a told day (`2-12`) lies from a date, in whichever year it is nearest."""
    month, number = map(int, day.split("-"))
    off = abs((at.month - month) * 30.4 + at.day - number)
    return round(min(off, 365 - off))


def _most(counts: Mapping[str, int]) -> str:
    return max(counts, key=lambda value: (counts[value], value)) if counts else ""
