"""Turn the checked words of a follow into a filter, and a filter back into words that make it again."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import cache
from zoneinfo import available_timezones

from bot.core.command_words import ACTIONS, STAGES, TOPICS, nearest_value, shortened, word_key
from bot.core.commands import Invocation
from bot.core.errors import UsageError
from bot.core.models import Destination, Filter, Subscription
from bot.core.places import label, place_path
from bot.core.places.gazetteer import gazetteer
from bot.core.routing import place_holds
from bot.core.vocabulary import Action, DigestDays, Level, Mode, SourceKind, Stage, Threads, Topic

DEFAULT_SCORE = Filter().min_score
_SEPARATOR = re.compile(r"\s*;\s*|\s*,\s*|\s+(?:and|or)\s+", re.IGNORECASE)
_PLACE_LIMIT = 25
_FAR_LARGER = 20
"""Minneapolis, MN has 200 times the people of Minneapolis, KS; the two great Portlands differ by 10."""
_PEOPLE_OF_A_STATE = 10_000_000
"""So that Oregon is the state, but Washington may be the capital."""
_READINGS_SHOWN = 6


def filter_of(invocation: Invocation, *, vendors: Collection[str]) -> Filter:
    """The filter that the options ask for; UsageError where a place is unknown or can be several."""
    places, named = _places_and_vendors(invocation.all("place"), vendors)
    return Filter(
        topics=frozenset(map(Topic, invocation.all("topic"))),
        actions=frozenset(map(Action, invocation.all("action"))),
        stages=frozenset(map(Stage, invocation.all("stage"))),
        places=frozenset(places),
        vendors=frozenset([*(vendor_named(typed, vendors) for typed in invocation.all("vendor")), *named]),
        source_kinds=frozenset(map(SourceKind, invocation.all("source"))),
        min_score=float(invocation.first("min") or DEFAULT_SCORE),
    )


def subscription_of(
    invocation: Invocation,
    destination: Destination,
    *,
    vendors: Collection[str],
    created_by: str,
    origin: str = "command",
) -> Subscription:
    """The standing wish that a `follow` makes; its id comes from the store."""
    typed = invocation.first("timezone") or "UTC"
    zone = _zones().get(typed.casefold())
    if not zone:
        raise UsageError(
            f"'{shortened(typed)}' is no time zone: use a name such as America/Chicago or Europe/London"
        )
    mode = Mode(invocation.first("mode") or Mode.INSTANT)
    quiet_from, _, quiet_to = (invocation.first("quiet") or "").partition("-")
    breakthrough = frozenset(map(Stage, invocation.all("unless")))
    if quiet_from and mode is Mode.DIGEST:
        raise UsageError("quiet hours are for posts at once; a digest comes at its own time: leave one out")
    if breakthrough and not quiet_from:
        raise UsageError("'except' belongs to quiet hours: quiet 22:00-07:00 except enacted")
    threads = Threads(invocation.first("thread") or Threads.OFF)
    if threads is not Threads.OFF and mode is Mode.DIGEST:
        raise UsageError("answers in threads are for posts at once; a digest has none: leave one out")
    return Subscription(
        id=0,
        destination=destination,
        filter=filter_of(invocation, vendors=vendors),
        mode=mode,
        # What a quiet night held back comes as one digest when it ends.
        digest_at=quiet_to or invocation.first("at") or "08:00",
        digest_days=DigestDays(invocation.first("days") or DigestDays.DAILY),
        quiet_from=quiet_from,
        quiet_to=quiet_to,
        quiet_breakthrough=breakthrough,
        threads=threads,
        timezone=zone,
        created_by=created_by,
        origin=origin,
    )


@cache
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}


def vendor_named(typed: str, vendors: Collection[str]) -> str:
    """The company's canonical name; a name that we do not know is kept as it was typed."""
    key = word_key(typed)
    exact = next((name for name in vendors if word_key(name) == key), None)
    return exact or next(
        (name for name in vendors if word_key(name).split()[0] == key), " ".join(typed.split())
    )


def _places_and_vendors(typed: Sequence[str], vendors: Collection[str]) -> tuple[list[str], list[str]]:
    places: list[str] = []
    named: list[str] = []
    for words in typed:
        for part in _parts(words):
            readings = _readings(part)
            vendor = "" if readings else vendor_named(part, vendors)
            if vendor in vendors:
                named.append(vendor)
            else:
                places.append(_only_reading(part, readings))
    if len(places) > _PLACE_LIMIT:
        raise UsageError(f"that names {len(places)} places; a follow takes at most {_PLACE_LIMIT}")
    return places, named


def _parts(words: str) -> list[str]:
    """The places of `MN, Portland, ME and the UK`: two pieces that name a place together are one."""
    if _readings(words):
        return [words]
    pieces = [piece for piece in _SEPARATOR.split(words) if piece]
    parts: list[str] = []
    while pieces:
        piece = pieces.pop(0)
        if pieces and _readings(f"{piece}, {pieces[0]}"):
            piece = f"{piece}, {pieces.pop(0)}"
        parts.append(piece)
    return parts


def _readings(words: str) -> list[str]:
    """The place paths that the words can mean."""
    bare = re.sub(r"^the\s+", "", words.strip(), flags=re.IGNORECASE)
    if re.fullmatch(r"us/\?/[^/\s]{1,60}", bare.casefold()):
        return [bare.casefold()]
    if "/" in bare and re.search(r"[\s,;]", bare):
        return []  # several paths: each is read by itself
    paths = list(dict.fromkeys(place.path for place in place_path(bare)))
    # "WA" is Washington to most who type it, though Western Australia writes itself so.
    return paths[:1] if len(bare) == 2 else paths


def _only_reading(words: str, readings: Sequence[str]) -> str:
    if not readings:
        meant = nearest_value(words, {**STAGES, **ACTIONS, **TOPICS})
        hint = f": did you mean '{meant}'?" if meant else "; put a state after a town: Salem, OR"
        raise UsageError(f"I know no place, topic or company '{shortened(words)}'{hint}")
    settled = _settled(readings)
    if settled:
        return settled
    shown = "; ".join(place_words(path) for path in readings[:_READINGS_SHOWN])
    more = f"; and {len(readings) - _READINGS_SHOWN} more" if len(readings) > _READINGS_SHOWN else ""
    raise UsageError(f"'{shortened(words)}' can be {shown}{more}. Write the one you mean")


def _settled(readings: Sequence[str]) -> str:
    """The reading that nobody would doubt: it holds all others, or is far larger; empty if none is."""
    if not readings:
        return ""
    first, *others = readings
    if all(place_holds(first, other) for other in others):
        return first
    return first if _people(first) >= _FAR_LARGER * max(map(_people, others)) else ""


def _people(path: str) -> int:
    place = gazetteer().at(path)
    wide = place is not None and place.level not in (Level.CITY, Level.COUNTY)
    return _PEOPLE_OF_A_STATE if wide or place is None else place.people


def settled_places(wanted: Filter) -> Filter:
    """The filter with its places spelled as stories spell them: `us/mn/st-paul` is `us/mn/st.-paul`."""
    known = {path: gazetteer().at(path) for path in wanted.places}
    return replace(wanted, places=frozenset(place.path if place else path for path, place in known.items()))


def place_words(path: str) -> str:
    """A place path as people say it; the path itself where `follow` would not read the words back."""
    place = gazetteer().at(path)
    if place is None or place.path != path:
        return path
    # "Washington" is also a city; "WA" is not.
    spoken = (label(place.jurisdiction()), *([place.state] if place.state else []))
    return next((words for words in spoken if words and _settled(_readings(words)) == path), path)


# --- back to words --------------------------------------------------------------------------------------


def filter_words(wanted: Filter) -> str:
    """The words that make this filter again; empty for everything."""
    parts = [
        *_named("topic", wanted.topics),
        *_named("action", wanted.actions),
        *_named("stage", wanted.stages),
    ]
    if wanted.vendors:
        parts.append("vendor " + _quoted(wanted.vendors))
    if wanted.source_kinds:
        parts.append("source:" + ",".join(sorted(wanted.source_kinds)))
    if wanted.places:
        parts.append("in " + _quoted(place_words(path) for path in wanted.places))
    if wanted.min_score != DEFAULT_SCORE:
        parts.append(f"min {wanted.min_score:g}")
    return " ".join(parts)


def follow_words(subscription: Subscription) -> str:
    """The words after `follow` that make this subscription again."""
    words = [filter_words(subscription.filter)]
    if subscription.mode is Mode.DIGEST:
        words.append(f"digest {_days_words(subscription)}{subscription.digest_at} {subscription.timezone}")
    if subscription.quiet_from:
        words.append(_quiet_words(subscription))
    if subscription.threads is not Threads.OFF:
        words.append(f"thread {subscription.threads}")
    return " ".join(filter(None, words)) or "everything"


def _days_words(subscription: Subscription) -> str:
    days = subscription.digest_days
    if days is DigestDays.DAILY:
        return ""
    return "weekdays " if days is DigestDays.WEEKDAYS else f"weekly {days} "


def _quiet_words(subscription: Subscription) -> str:
    loud = ", ".join(sorted(subscription.quiet_breakthrough))
    words = f"quiet {subscription.quiet_from}-{subscription.quiet_to} timezone {subscription.timezone}"
    return f"{words} except {loud}" if loud else words


def _named(option: str, values: Iterable[str]) -> list[str]:
    # "other" is a topic and an action, so it needs its option's name.
    shown = [f"{option}:{value}" if value == "other" else str(value) for value in sorted(values)]
    return [", ".join(shown)] if shown else []


def _quoted(values: Iterable[str]) -> str:
    return ", ".join(f'"{value}"' if re.search(r"[,\s]", value) else value for value in sorted(values))


# --- comparing ------------------------------------------------------------------------------------------


def overlaps(one: Filter, other: Filter) -> bool:
    """Whether some story could be wanted by both."""
    pairs = (
        (one.topics, other.topics),
        (one.actions, other.actions),
        (one.stages, other.stages),
        (one.vendors, other.vendors),
        (one.source_kinds, other.source_kinds),
    )
    return all(not a or not b or a & b for a, b in pairs) and _places_meet(one.places, other.places)


def _places_meet(one: Collection[str], other: Collection[str]) -> bool:
    if not one or not other:
        return True
    return any(place_holds(a, b) or place_holds(b, a) for a in one for b in other)


def same_wish(one: Subscription, other: Subscription) -> bool:
    """Whether two follows of a channel ask for the same in the same way."""
    return replace(one, id=0, since_story_id=0, created_by="", origin="", paused=False) == replace(
        other, id=0, since_story_id=0, created_by="", origin="", paused=False
    )
