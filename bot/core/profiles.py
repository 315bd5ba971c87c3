"""What is kept of an item and of a story to tell whether they are one development: bounded, plain values."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from bot.core.dedupe import lead_of, plain_title
from bot.core.models import Analysis, Jurisdiction
from bot.core.phases import HARM, JUDGED, SETTLED, phases_of
from bot.core.places.gazetteer import inhabitants
from bot.core.similarity import (
    figures_of,
    mean_of,
    names_of,
    parties_of,
    subjects_of,
    sums_of,
    terms_of,
    times_of,
    tongue_of,
    weight_of,
    words_of,
)
from bot.core.steps import CHAMBERS, LOOKED_AT, steps_of, voting_chamber
from bot.core.tense import is_preview, looks_back
from bot.core.vocabulary import Action, Direction, Level, Stage

TITLE_CHARS = 300
MOST_MEMBERS = 8
"""Sources whose wording a story keeps for recognising copies."""
MOST_STORY_TERMS = 120
MOST_HEAD_TERMS = 16
MOST_STORY_HEAD_TERMS = 40
MOST_VALUES = 24
"""Different values of one fact that a story keeps."""
RARE_KEYS = 6
RARE_FROM = 6.5
"""Words at least this rare lead to a story by themselves, where the place does not."""

_BILL = re.compile(r"((?:[a-z]+ ){0,4}[a-z]*?)[ -]?(\d[\d,-]*)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BILL_WORDS = {
    "senate": "s", "house": "h", "assembly": "a", "council": "c", "board": "b", "legislative": "l",
    "local": "l",
    "bill": "b", "file": "f", "resolution": "r", "document": "d", "joint": "j", "law": "l", "measure": "m",
    "proposition": "prop", "ordinance": "ord",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemProfile:
    """One item as story assignment sees it."""

    at: datetime
    """When it was published, or first seen."""
    dated: bool = True
    """False where not even the time of seeing it means anything: text handed to `analyze`."""
    terms: Mapping[str, float] = field(default_factory=dict)
    title: str = ""
    lead: str = ""
    tongue: str = ""
    """`en`, `other`, or "" if the text is too short to tell."""
    place: str = ""
    """Place path."""
    place_level: Level = Level.NONE
    topics: tuple[str, ...] = ()
    action: Action = Action.OTHER
    direction: Direction = Direction.INFORMS
    stage: Stage = Stage.NONE
    detail: str = ""
    bill: str = ""
    vote: str = ""
    vendors: tuple[str, ...] = ()
    figures: frozenset[str] = frozenset()
    head: Mapping[str, float] = field(default_factory=dict)
    """The headline's telling words with their weights."""
    subjects: frozenset[str] = frozenset()
    """Whom the headline names: companies, sponsors, plaintiffs; the place is none."""
    parties: frozenset[str] = frozenset()
    """Who pays, sues or is sued, by the headline; of cases only."""
    sums: frozenset[str] = frozenset()
    """Sums of money, in units of the currency."""
    head_sums: frozenset[str] = frozenset()
    """Those of the headline."""
    times: frozenset[str] = frozenset()
    steps: frozenset[str] = frozenset()
    """Steps that the report names (bot.core.steps)."""
    preview: bool | None = None
    """Whether the headline tells what is to come (True) or what was done (False)."""
    action_chances: Mapping[str, float] = field(default_factory=dict)
    """How likely each action is; empty where nobody weighed it."""
    stage_chances: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryProfile:
    """A story as the sum of its items; the store keeps it as opaque JSON."""

    id: int
    first_at: datetime
    last_at: datetime
    dated: bool = True
    size: int = 1
    terms: Mapping[str, float] = field(default_factory=dict)
    """Mean of the members' vectors: a product with it is the mean of the products."""
    texts: tuple[tuple[str, str], ...] = ()
    """Title and lead of the first members."""
    tongues: Mapping[str, int] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    topics: Mapping[str, int] = field(default_factory=dict)
    actions: Mapping[str, int] = field(default_factory=dict)
    directions: Mapping[str, int] = field(default_factory=dict)
    stages: Mapping[str, int] = field(default_factory=dict)
    """`enacted`, or `enacted/signed` where the detail is known."""
    bills: Mapping[str, int] = field(default_factory=dict)
    votes: Mapping[str, int] = field(default_factory=dict)
    vendors: Mapping[str, int] = field(default_factory=dict)
    figures: Mapping[str, int] = field(default_factory=dict)
    head: Mapping[str, float] = field(default_factory=dict)
    """Mean of the members' headlines' vectors."""
    subjects: Mapping[str, int] = field(default_factory=dict)
    parties: Mapping[str, int] = field(default_factory=dict)
    sums: Mapping[str, int] = field(default_factory=dict)
    head_sums: Mapping[str, int] = field(default_factory=dict)
    times: Mapping[str, int] = field(default_factory=dict)
    steps: Mapping[str, int] = field(default_factory=dict)
    previews: int = 0
    """Members whose headline looks ahead, less those whose headline looks back."""
    action_chances: Mapping[str, float] = field(default_factory=dict)
    """Mean of the members' chances."""
    stage_chances: Mapping[str, float] = field(default_factory=dict)


# --- items ----------------------------------------------------------------------------------------------


def profile_of(analysis: Analysis, *, at: datetime, dated: bool = True) -> ItemProfile:
    """Reduce an item to what assignment compares."""
    item, verdict = analysis.item, analysis.verdict
    title, place = item.title[:TITLE_CHARS], verdict.jurisdiction
    # The place is compared as a fact; as words it would make all news of one town look alike.
    place_words = set(words_of(f"{place.name or ''} {place.state or ''}"))
    place_words |= inhabitants().get((place.country, None), frozenset())
    place_words |= inhabitants().get((place.country, place.state), frozenset())
    names = names_of(title, item.text) - place_words
    return ItemProfile(
        at=at,
        dated=dated,
        terms=terms_of(title, item.text, without=place_words, names=names),
        title=plain_title(title)[:200],
        lead=lead_of(item.text),
        tongue=tongue_of(title, item.text),
        place=_place_of(place),
        place_level=place.level,
        topics=tuple(map(str, verdict.topics)),
        action=verdict.action,
        direction=verdict.direction,
        stage=verdict.stage,
        detail=str(verdict.stage_detail or ""),
        bill=bill_key(verdict.bill),
        vote=(verdict.vote or "")[:20],
        vendors=tuple(name.casefold()[:60] for name in verdict.vendors[:8]),
        figures=figures_of(title, item.text),
        head=terms_of(title, "", without=place_words, names=names, most=MOST_HEAD_TERMS),
        subjects=_subjects(title, names, verdict.action) - place_words - _agency_words(verdict.agencies),
        parties=_parties(title, verdict.action) - place_words - _agency_words(verdict.agencies),
        sums=sums_of(title, item.text),
        head_sums=sums_of(title, ""),
        times=times_of(title, item.text),
        steps=_steps_of(analysis, title)
        | _case_phase(verdict.action, title, item.text)
        | ({ANNIVERSARY} if looks_back(title) else frozenset()),
        preview=is_preview(title),
        action_chances=verdict.action_chances,
        stage_chances=verdict.stage_chances,
    )


_WHOLE = re.compile(r"\b(?:General Assembly|[Ll]egislature|[Bb]oth (?:[Cc]hambers|[Hh]ouses))\b")


def _steps_of(analysis: Analysis, title: str) -> frozenset[str]:
    """The steps told; of two chambers the one whose vote is told, for the other only has the bill next."""
    text = analysis.item.text[:LOOKED_AT]
    steps = steps_of(title, text)
    count = next((proof.text for proof in analysis.verdict.evidence if proof.field == "vote"), "")
    if _WHOLE.search(title):
        return steps
    # A headline may give the count and leave it to the text whose it is.
    for words in (title, text) if count else ():
        at = words.find(count)
        if at >= 0 and (chamber := voting_chamber(words, at, at + len(count))):
            return steps - CHAMBERS | {chamber}
    return steps


def _subjects(title: str, names: Collection[str], action: Action) -> frozenset[str]:
    return subjects_of(title, names) | _parties(title, action)


def _parties(title: str, action: Action) -> frozenset[str]:
    return parties_of(title) if action in _OF_PARTIES else frozenset()


_OF_PARTIES = frozenset((Action.LAWSUIT, Action.SETTLEMENT, Action.ENFORCEMENT))
ANNIVERSARY = "anniversary"
"""Among the steps: the headline looks back on a decision from years after."""


def _place_of(place: Jurisdiction) -> str:
    """The path; regions abroad end in a slash, since towns' paths do not name them: `in/telangana/`."""
    path = place.path[:120]
    return f"{path}/" if place.level is Level.STATE and not place.state and path.count("/") == 1 else path


HEADLINE = "headline: "
"""Before a phase that the headline itself tells."""


def _case_phase(action: Action, title: str, text: str) -> frozenset[str]:
    """A suit, its ruling and its settlement are three developments of one case."""
    if action is Action.SETTLEMENT:
        return (phases_of(title, text) & {JUDGED}) or frozenset((SETTLED,))
    if action not in (Action.LAWSUIT, Action.INCIDENT):
        return frozenset()
    told = phases_of(title, "")
    headline = {f"{HEADLINE}{phase}" for phase in told}
    if action is Action.INCIDENT:
        return (told or frozenset((HARM,))) | headline
    return phases_of(title, text) | headline


def _agency_words(agencies: Iterable[str]) -> set[str]:
    """Names and initials of agencies: one regulator is in the headlines of many cases."""
    words = {word for name in agencies for word in words_of(name)}
    initials = {
        "".join(word[0] for word in name.split() if word[0].isupper()).casefold() for name in agencies if name
    }
    return words | initials


def bill_key(bill: str | None) -> str:
    """The bill's number however it is written: `Senate Bill 741`, `S.B. 741` and `SB741` are `sb741`."""
    match = _BILL.search((bill or "")[:200].casefold().replace(".", ""))
    if not match:
        return ""
    # Words that only describe ("third substitute", "the") are left out; "H R" and "SB" stand as they are.
    letters = "".join(
        _BILL_WORDS.get(word, word if len(word) < 4 else "") for word in match[1].split() if word != "the"
    )
    number = match[2].replace(",", "").rstrip("-")
    # "Recording Devices Bill 2023" and "Act of 2020" carry a year, no number.
    if _YEAR.fullmatch(number) and letters in {"b", "bof", "act", "actof"}:
        return ""
    return f"{letters[:6]}{number}"[:24]


# --- stories --------------------------------------------------------------------------------------------


def opened(profile: ItemProfile) -> StoryProfile:
    """A new story with one item; the store gives it its id."""
    return StoryProfile(
        id=0,
        first_at=profile.at,
        last_at=profile.at,
        dated=profile.dated,
        terms=profile.terms,
        texts=((profile.title, profile.lead),),
        tongues=_counted({}, [profile.tongue]),
        places=_counted({}, [profile.place]),
        topics=_counted({}, profile.topics),
        actions=_counted({}, [str(profile.action)]),
        directions=_counted({}, [str(profile.direction)]),
        stages=_counted({}, [stage_key(profile)]),
        bills=_counted({}, [profile.bill]),
        votes=_counted({}, [profile.vote]),
        vendors=_counted({}, profile.vendors),
        figures=_counted({}, sorted(profile.figures)),
        head=profile.head,
        subjects=_counted({}, sorted(profile.subjects)),
        parties=_counted({}, sorted(profile.parties)),
        sums=_counted({}, sorted(profile.sums)),
        head_sums=_counted({}, sorted(profile.head_sums)),
        times=_counted({}, sorted(profile.times)),
        steps=_counted({}, sorted(profile.steps)),
        previews=_sign(profile.preview),
        action_chances=profile.action_chances,
        stage_chances=profile.stage_chances,
    )


def joined(story: StoryProfile, profile: ItemProfile) -> StoryProfile:
    """The story with one more item."""
    first_at, last_at = _span(story, profile)
    return StoryProfile(
        id=story.id,
        first_at=first_at,
        last_at=last_at,
        dated=story.dated or profile.dated,
        size=story.size + 1,
        terms=mean_of(story.terms, story.size, profile.terms, most=MOST_STORY_TERMS),
        texts=(*story.texts, (profile.title, profile.lead))[:MOST_MEMBERS],
        tongues=_counted(story.tongues, [profile.tongue]),
        places=_counted(story.places, [profile.place]),
        topics=_counted(story.topics, profile.topics),
        actions=_counted(story.actions, [str(profile.action)]),
        directions=_counted(story.directions, [str(profile.direction)]),
        stages=_counted(story.stages, [stage_key(profile)]),
        bills=_counted(story.bills, [profile.bill]),
        votes=_counted(story.votes, [profile.vote]),
        vendors=_counted(story.vendors, profile.vendors),
        figures=_counted(story.figures, sorted(profile.figures)),
        head=mean_of(story.head, story.size, profile.head, most=MOST_STORY_HEAD_TERMS),
        subjects=_counted(story.subjects, sorted(profile.subjects)),
        parties=_counted(story.parties, sorted(profile.parties)),
        sums=_counted(story.sums, sorted(profile.sums)),
        head_sums=_counted(story.head_sums, sorted(profile.head_sums)),
        times=_counted(story.times, sorted(profile.times)),
        steps=_counted(story.steps, sorted(profile.steps)),
        previews=story.previews + _sign(profile.preview),
        action_chances=_mean_chances(story.action_chances, story.size, profile.action_chances),
        stage_chances=_mean_chances(story.stage_chances, story.size, profile.stage_chances),
    )


def _mean_chances(chances: Mapping[str, float], size: int, more: Mapping[str, float]) -> Mapping[str, float]:
    """The mean with one more; a story of before there were chances takes those of the first that has them."""
    if not chances or not more:
        return chances or more
    return mean_of(chances, size, more, most=len(Action) + len(Stage))


def _span(story: StoryProfile, profile: ItemProfile) -> tuple[datetime, datetime]:
    """First and last report; a time that means nothing never widens one that does."""
    if profile.dated and not story.dated:
        return profile.at, profile.at
    if story.dated and not profile.dated:
        return story.first_at, story.last_at
    # A baseline may bring an older report after a newer one.
    return min(story.first_at, profile.at), max(story.last_at, profile.at)


def stage_key(profile: ItemProfile) -> str:
    """`enacted/signed`; `none` counts too: it says that no step was told."""
    return f"{profile.stage}/{profile.detail}" if profile.detail else str(profile.stage)


def _counted(counts: Mapping[str, int], values: Iterable[str]) -> dict[str, int]:
    grown = dict(counts)
    for value in values:
        if value and (value in grown or len(grown) < MOST_VALUES):
            grown[value] = grown.get(value, 0) + 1
    return grown


def _sign(preview: bool | None) -> int:
    return 0 if preview is None else 1 if preview else -1


def index_keys(profile: ItemProfile | StoryProfile) -> frozenset[str]:
    """The keys under which stories are found: at most about thirty, each leading to few stories."""
    places: Iterable[str]
    bills: Iterable[str]
    if isinstance(profile, ItemProfile):
        places, bills = filter(None, [profile.place]), filter(None, [profile.bill])
    else:
        places, bills = profile.places, profile.bills
    topics = list(profile.topics)[:4]
    keys = {key for place in islice(places, 4) for key in _place_keys(place, topics)}
    keys |= {f"bill:{bill}" for bill in islice(bills, 3)}
    rare = [term for term in profile.terms if weight_of(term) >= RARE_FROM]
    keys |= {f"word:{term[:40]}" for term in sorted(rare, key=lambda term: -profile.terms[term])[:RARE_KEYS]}
    return frozenset(keys)


def _place_keys(place: str, topics: Iterable[str]) -> set[str]:
    """A town has few stories; a state or country many, so there the topic narrows."""
    if place.count("/") >= 2:
        # Without the state: one outlet tells which Duluth it is, another doesn't.
        country, _, town = place.split("/", 2)
        return {f"place:{country}//{town}"}
    return {f"place:{place}:{topic}" for topic in topics}
