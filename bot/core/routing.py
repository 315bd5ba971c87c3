"""Decide which channels get a story: at once, in their digest, or not at all, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.models import Destination, Filter, Story, Subscription, Verdict
from bot.core.quiet import is_quiet
from bot.core.vocabulary import Action, Mode, Stage, StageDetail

# What a reader may want to act on today (call, testify, attend, report); the rest can wait for the digest.
ACTING_STAGES = frozenset(
    (
        Stage.PROPOSED,
        Stage.COMMITTEE,
        Stage.HEARING,
        Stage.PASSED_CHAMBER,
        Stage.ENACTED,
        Stage.VETOED,
        Stage.FAILED,
        Stage.REPEALED,
    )
)
ACTING_ACTIONS = frozenset((Action.REPEAL, Action.PROCURE))
QUIET_ACTIONS = frozenset((Action.OPINION, Action.STUDY, Action.INCIDENT))
"""A column about a vote is not the vote."""
# Supranational bodies have no country code; filters write their usual short names.
_PLACE_ALIASES = {"eu": "european-union", "uk": "gb", "un": "united-nations"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Whether a filter wants a story: what matched, or the first thing that did not."""

    wanted: bool
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """Where a story goes. A channel stands in one of the two at most, and once."""

    instant: tuple[Destination, ...] = ()
    digest: tuple[Subscription, ...] = ()
    reasons: tuple[str, ...] = ()


def calls_for_action(verdict: Verdict) -> bool:
    """Whether a reader may have to do something about it now."""
    if verdict.action in QUIET_ACTIONS:
        return False
    if verdict.action is Action.LAWSUIT or verdict.stage is Stage.CHALLENGED:
        # A ruling does; a new suit is the start of years.
        return verdict.stage is Stage.CHALLENGED and verdict.stage_detail is not StageDetail.FILED
    return verdict.stage in ACTING_STAGES or verdict.action in ACTING_ACTIONS


def matches(wanted: Filter, story: Story) -> Match:
    """Compare a story with a filter: each field that the filter sets must match."""
    verdict = story.verdict
    if verdict.score < wanted.min_score:
        return Match(wanted=False, reasons=(f"score {verdict.score:.2f} is below {wanted.min_score:.2f}",))
    reasons = [f"score {verdict.score:.2f}"]
    checks = (
        ("topic", wanted.topics, [topic for topic in verdict.topics if topic in wanted.topics]),
        ("action", wanted.actions, [verdict.action] if verdict.action in wanted.actions else []),
        ("stage", wanted.stages, [verdict.stage] if verdict.stage in wanted.stages else []),
        ("place", wanted.places, _places_hit(wanted.places, verdict.jurisdiction.path)),
        ("vendor", wanted.vendors, _same_words(wanted.vendors, verdict.vendors)),
        (
            "source",
            wanted.source_kinds,
            sorted({source.kind for source in story.sources} & wanted.source_kinds),
        ),
    )
    for name, asked, hits in checks:
        if asked and not hits:
            return Match(wanted=False, reasons=(f"no {name} of {', '.join(sorted(asked))}",))
        if asked:
            reasons.append(f"{name} {', '.join(hit.replace('_', ' ') for hit in hits)}")
    return Match(wanted=True, reasons=tuple(reasons))


def _same_words(asked: Iterable[str], found: Iterable[str]) -> list[str]:
    folded = {word.casefold() for word in asked}
    return [word for word in found if word.casefold() in folded]


def _places_hit(asked: Iterable[str], path: str) -> list[str]:
    return sorted(place for place in asked if path and place_holds(place, path))


def place_holds(place: str, path: str) -> bool:
    """Whether a story's place path lies within a filter's: `us/mn` holds `us/mn/minneapolis`."""
    outer, inner = _parts(place), _parts(path)
    # A city whose state the text leaves open may be the one asked for: a tip too many is better than none.
    return (
        len(outer) <= len(inner)
        and all(b in {a, "?"} for a, b in zip(outer, inner, strict=False))
        and (inner[: len(outer)][-1:] != ["?"])
    )


def _parts(path: str) -> list[str]:
    first, *rest = path.casefold().strip("/").split("/")
    return [_PLACE_ALIASES.get(first, first), *rest]


def route(
    story: Story,
    subscriptions: Sequence[Subscription],
    *,
    recent_posts: Mapping[Destination, int],
    hourly_cap: int,
    now: datetime | None = None,
) -> Routing:
    """Give each channel at most one delivery: at once if a subscription asks so and the hour has room.

    Without `now` nobody's quiet hours count.
    """
    instant: dict[Destination, str] = {}
    digest: dict[Destination, tuple[Subscription, str]] = {}
    for subscription in sorted(subscriptions, key=lambda each: each.id):
        if subscription.paused or story.id <= subscription.since_story_id:
            continue
        match = matches(subscription.filter, story)
        if not match.wanted:
            continue
        destination = subscription.destination
        why = _waits(story, subscription, posts=recent_posts.get(destination, 0), cap=hourly_cap)
        if not why and now is not None and is_quiet(subscription, {story.verdict.stage}, now):
            why = f"quiet hours until {subscription.quiet_to}"
        if not why:
            instant.setdefault(destination, f"{destination}: {', '.join(match.reasons)}")
        elif destination not in digest or _prefers_digest(subscription, digest[destination][0]):
            digest[destination] = (subscription, f"{destination}: in the digest, {why}")
    waiting = {place: found for place, found in digest.items() if place not in instant}
    return Routing(
        instant=tuple(instant),
        digest=tuple(subscription for subscription, _ in waiting.values()),
        reasons=(*instant.values(), *(why for _, why in waiting.values())),
    )


def _waits(story: Story, subscription: Subscription, *, posts: int, cap: int) -> str:
    """Why the story waits for the digest of this subscription; empty if it does not."""
    if subscription.mode is Mode.DIGEST:
        return "as subscribed"
    named = subscription.filter.actions or subscription.filter.stages
    if not named and not calls_for_action(story.verdict):
        return "it asks for nothing to be done now"
    return f"{posts} messages in the last hour, the limit is {cap}" if posts >= cap else ""


def speaks_now(story: Story, subscriptions: Iterable[Subscription], *, now: datetime) -> bool:
    """Whether no quiet hours keep the story from a channel; true where no follow wants it any more."""
    wanting = [each for each in subscriptions if not each.paused and matches(each.filter, story).wanted]
    instant = [each for each in wanting if each.mode is not Mode.DIGEST]
    return not instant or any(not is_quiet(each, {story.verdict.stage}, now) for each in instant)


def heir_of(story: Story, subscriptions: Iterable[Subscription]) -> Subscription | None:
    """Which of a channel's subscriptions takes a waiting story over; its own digest rather than a fold."""
    wanting = [each for each in subscriptions if not each.paused and matches(each.filter, story).wanted]
    return min(wanting, key=lambda each: (each.mode is not Mode.DIGEST, each.id), default=None)


def _prefers_digest(subscription: Subscription, other: Subscription) -> bool:
    """A channel's own digest subscription is the better home than the fold of an instant one."""
    return subscription.mode is Mode.DIGEST and other.mode is not Mode.DIGEST
