"""Decide what a posted story's thread is told: corrected facts, further outlets, the next stage."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.message import (
    HEADLINE_LIMIT,
    MOST_FACTS,
    MOST_SOURCES,
    VALUE_LIMIT,
    dated_facts,
    message_of,
    source_links,
    title_line,
    words_for,
)
from bot.core.models import Destination, Reply, SourceLink, Story, Subscription, Verdict
from bot.core.places import label
from bot.core.quiet import is_quiet
from bot.core.routing import matches
from bot.core.text import truncated
from bot.core.vocabulary import Mode, Stage, Threads

MOST_FOLLOWING = 3
"""Next stages in one answer; each has a message of its own anyway."""
_LOUDNESS = tuple(Threads)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A fact that reads differently now; `before` is empty where nobody knew it."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Development:
    """What has happened to a story since its channel heard of it last."""

    changes: tuple[Change, ...] = ()
    """One for each name."""
    conflicts: tuple[str, ...] = ()
    sources: tuple[SourceLink, ...] = ()
    """Outlets that report it in their own words, and did not before."""
    following: tuple[int, ...] = ()
    """The stories that are its next stages."""

    def __bool__(self) -> bool:
        return self.is_urgent or bool(self.sources)

    @property
    def is_urgent(self) -> bool:
        """Whether it is more than one more report."""
        return bool(self.changes or self.conflicts or self.following)


# --- what happened --------------------------------------------------------------------------------------


def development(before: Story, after: Story) -> Development:
    """What a reader of `before` does not know yet."""
    known = {link.outlet.casefold() for link in source_links(before.sources)}
    return Development(
        changes=tuple(_changes(before.verdict, after.verdict)),
        conflicts=tuple(
            truncated(said, VALUE_LIMIT) for said in after.conflicts if said not in before.conflicts
        ),
        sources=tuple(
            link
            for link in source_links(after.sources)
            if link.outlet.casefold() not in known and not link.repost
        ),
    )


def _changes(before: Verdict, after: Verdict) -> Iterable[Change]:
    """Facts that were corrected, and dates that nobody knew: somebody may have to be there.

    What one more source adds (a vendor, the vote) is no correction; the edited message shows it.
    """
    corrected = (
        ("Status", _status(before), _status(after)),
        ("Place", label(before.jurisdiction), label(after.jurisdiction)),
        ("Vote", before.vote or "", after.vote or ""),
        ("Bill", before.bill or "", after.bill or ""),
    )
    known, now = dated_facts(before), dated_facts(after)
    pairs = [
        *((name, old, new) for name, old, new in corrected if old and new),
        *((name, known.get(name, ""), day) for name, day in now.items()),
    ]
    for name, old, new in pairs:
        if old != new:
            yield Change(name=name, before=truncated(old, VALUE_LIMIT), after=truncated(new, VALUE_LIMIT))


def _status(verdict: Verdict) -> str:
    return words_for(verdict.action, verdict.stage, verdict.stage_detail)


def together(first: Development, then: Development) -> Development:
    """Both as one: a fact that changed twice changed once, one that changed back did not."""
    changes = {change.name: change for change in first.changes}
    for change in then.changes:
        earlier = changes.get(change.name, change)
        changes[change.name] = replace(change, before=earlier.before)
    sources = {link.outlet.casefold(): link for link in (*first.sources, *then.sources)}
    return Development(
        changes=tuple(change for change in changes.values() if change.before != change.after),
        conflicts=tuple(dict.fromkeys((*first.conflicts, *then.conflicts))),
        sources=tuple(sources.values()),
        following=tuple(dict.fromkeys((*first.following, *then.following))),
    )


# --- who is told ----------------------------------------------------------------------------------------


def wished_for(threads: Threads, news: Development) -> Development:
    """The part of it that this setting asks for."""
    if threads is Threads.OFF:
        return Development()
    return news if threads is Threads.ALL else replace(news, sources=())


def threads_of(
    story: Story, subscriptions: Iterable[Subscription], *, at: Stage, now: datetime
) -> dict[Destination, Threads]:
    """What each channel wants to read in the story's thread: the most that one of its follows asks for.

    In a follow's quiet hours nothing is answered, but for a stage that breaks through: the edited message and
    the digest tell it. `at` is the stage that has been reached.
    """
    wanted: dict[Destination, Threads] = {}
    for each in subscriptions:
        if each.paused or each.mode is Mode.DIGEST or each.threads is Threads.OFF:
            continue
        if is_quiet(each, {at}, now) or not matches(each.filter, story).wanted:
            continue
        so_far = wanted.get(each.destination, Threads.OFF)
        wanted[each.destination] = max(so_far, each.threads, key=_LOUDNESS.index)
    return wanted


# --- what is said ---------------------------------------------------------------------------------------


def reply_of(
    story: Story, news: Development, *, following: Sequence[Story] = (), links: Mapping[int, str]
) -> Reply:
    """The answer for one channel; `links` has the address of each next stage's message there."""
    nexts = [(each, message_of(each)) for each in following[-MOST_FOLLOWING:]]
    facts = [(change.name, _told(change)) for change in news.changes]
    facts += [("Sources differ", said) for said in news.conflicts]
    return Reply(
        facts=tuple(facts[:MOST_FACTS]),
        sources=news.sources[:MOST_SOURCES],
        more_sources=len(news.sources[MOST_SOURCES:]),
        following=tuple(
            (title_line(message), message.headline, links.get(each.id) or message.url)
            for each, message in nexts
        ),
        reference=f"S-{story.id}",
        headline=truncated(story.sources[0].title, HEADLINE_LIMIT),
    )


def _told(change: Change) -> str:
    return f"{change.before} → {change.after}" if change.before else change.after
