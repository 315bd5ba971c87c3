"""Answer the read commands from the store: latest, search, why, status."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.core import answers, explanations
from bot.core.commands import Invocation, parse
from bot.core.errors import DeliveryError, UsageError
from bot.core.explanations import FailingFeed, History, Posted, State, Wanted
from bot.core.follows import filter_of, filter_words
from bot.core.message import message_of
from bot.core.models import Answer, AnswerLine, Caller, Filter, Message, Story
from bot.core.routing import matches
from bot.core.vocabulary import FeedState, Platform
from bot.ports import DeliveryRow, FeedHealth, ItemTrace, Store
from bot.services.subscriptions import Check, Subscriptions

PAGE = 5
NEAREST = 3
FAILURES_TO_TELL = 3
"""A feed counts as failing after as many failed polls: one lost poll is weather."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """Reads only. What it tells of follows and deliveries is the caller's own workspace's."""

    store: Store
    subscriptions: Subscriptions
    vendors: Collection[str]

    async def latest(self, invocation: Invocation, caller: Caller) -> Answer:
        """The newest stories that the options want."""
        wanted = replace(filter_of(invocation, vendors=self.vendors), min_score=0.0)
        found = await self.store.latest(wanted=wanted, limit=int(invocation.first("count") or PAGE))
        messages = await self._messages(found, caller)
        return answers.newest(messages, asked=_asked("", wanted), corpus=await self.store.corpus())

    async def search(self, invocation: Invocation, caller: Caller) -> Answer:
        """Stories that hold all words, best first; where there are none, the nearest ones."""
        words, wanted = self._search_of(invocation)
        found, total = await self.store.search(words, wanted=wanted, limit=PAGE)
        asked, corpus = _asked(words, wanted), await self.store.corpus()
        if found:
            messages = await self._messages(found, caller)
            return answers.hits(messages, total=total, asked=asked, corpus=corpus)
        nearest = await self._messages(await self._nearest(words, wanted), caller)
        return answers.no_hits(nearest, asked=asked, follow=self._follow_for(words, wanted), corpus=corpus)

    async def why(self, invocation: Invocation, caller: Caller) -> Answer:
        """What became of an item, as far as the caller's workspace goes."""
        asked = invocation.first("item") or ""
        traces = await self.store.trace(asked, limit=PAGE)
        if not traces:
            failing = sum(map(_is_failing, await self.store.feed_health()))
            return explanations.never_seen(asked[:200], failing=failing)
        history = await self._history(traces[0], caller)
        others = [AnswerLine(text=each.title, url=each.url, detail=each.feed) for each in traces[1:]]
        return explanations.explained(history, others=others)

    async def status(self, caller: Caller, *, check: Check | None) -> Answer:
        """Feeds, last poll, queue, and whether a post could arrive in the caller's channel."""
        health = await self.store.feed_health()
        follows = await self.subscriptions.of_channel(caller.destination)
        return explanations.status(
            State(
                feeds=sum(feed.state is not FeedState.PAUSED for feed in health),
                unpolled=sum(map(_is_unpolled, health)),
                failing=[_failing(feed, tell=caller.may_manage) for feed in health if _is_failing(feed)],
                last_poll_at=max((feed.last_poll_at for feed in health if feed.last_poll_at), default=None),
                waiting=await self.store.waiting(),
                stories=(await self.store.corpus()).stories,
                follows=len(follows),
                obstacle=await _obstacle(caller, check),
                # In chat nobody is told of other people's channels.
                paused=len(await self.store.paused_channels()) if _is_operator(caller) else 0,
            )
        )

    async def sample(self, wanted: Filter, caller: Caller) -> Message | None:
        """The newest story that a new follow would have posted."""
        found = await self.store.latest(wanted=wanted, limit=1)
        return (await self._messages(found, caller, sample=True))[0] if found else None

    async def _messages(
        self, stories: Sequence[Story], caller: Caller, *, sample: bool = False
    ) -> list[Message]:
        timezone = await self._timezone(caller)
        return [message_of(story, timezone=timezone, sample=sample) for story in stories]

    async def _timezone(self, caller: Caller) -> str:
        """The zone that this channel's digests use most; UTC where it has none."""
        zones = Counter(each.timezone for each in await self.subscriptions.of_channel(caller.destination))
        del zones["UTC"]
        return zones.most_common(1)[0][0] if zones else "UTC"

    def _search_of(self, invocation: Invocation) -> tuple[str, Filter]:
        """Words and filter; `in effect` is no place, so words that name none are searched for."""
        words = " ".join(invocation.all("words"))
        try:
            wanted = filter_of(invocation, vendors=self.vendors)
        except UsageError:
            words = " ".join([words, *invocation.all("place")])
            options = {name: values for name, values in invocation.options.items() if name != "place"}
            wanted = filter_of(replace(invocation, options=options), vendors=self.vendors)
        return words, replace(wanted, min_score=0.0)

    async def _nearest(self, words: str, wanted: Filter) -> list[Story]:
        """Without the filter, then by single words, the longest first."""
        found: dict[int, Story] = {}
        for attempt in (words, *sorted(words.split(), key=len, reverse=True)[:NEAREST]):
            stories, _ = await self.store.search(attempt, limit=NEAREST)
            found |= {story.id: story for story in stories if story.id not in found}
        if not found:
            found = {story.id: story for story in await self.store.latest(wanted=wanted, limit=NEAREST)}
        return list(found.values())[:NEAREST]

    def _follow_for(self, words: str, wanted: Filter) -> str:
        """The follow that comes nearest to a search: its words where they name something, else its filter."""
        try:
            meant = filter_of(parse(f"follow {words}"), vendors=self.vendors)
        except UsageError:
            return filter_words(replace(wanted, min_score=Filter().min_score))
        return filter_words(
            replace(meant, topics=meant.topics | wanted.topics, places=meant.places | wanted.places)
        )

    async def _history(self, trace: ItemTrace, caller: Caller) -> History:
        story = await self.store.story(trace.story_id) if trace.story_id is not None else None
        names = {feed.slug: feed.name for feed in await self.store.feed_health()}
        here, elsewhere = _own_deliveries(trace.deliveries, caller)
        history = History(
            title=trace.title,
            url=trace.url,
            feed=names.get(trace.feed, trace.feed),
            published=trace.published,
            dating=trace.dating,
            seen_at=trace.seen_at,
            decision=trace.decision,
            verdict=trace.analysis.verdict if trace.analysis else None,
            here=here,
            elsewhere=elsewhere,
        )
        if story is None:
            return history
        message = message_of(story, timezone="UTC")
        return replace(
            history,
            story=f"{message.reference} {message.headline}",
            sources=len(story.sources) + story.more_sources,
            filters=await self._filters(story, caller),
        )

    async def _filters(self, story: Story, caller: Caller) -> list[Wanted]:
        verdicts = []
        for each in await self.subscriptions.of_channel(caller.destination):
            match = matches(each.filter, story)
            verdicts.append(Wanted(subscription=each, wanted=match.wanted, reasons=tuple(match.reasons)))
        return verdicts


def _own_deliveries(rows: Sequence[DeliveryRow], caller: Caller) -> tuple[list[Posted], int]:
    """This channel's deliveries, and how many other channels of this workspace have one."""
    home = caller.destination
    here = [
        Posted(state=row.state, at=row.sent_at, error=row.error) for row in rows if row.destination == home
    ]
    neighbours = {
        row.destination
        for row in rows
        if row.destination != home
        and home.workspace
        and (row.destination.platform, row.destination.workspace) == (home.platform, home.workspace)
    }
    return here, len(neighbours)


def _asked(words: str, wanted: Filter) -> str:
    return " ".join(filter(None, (words, filter_words(replace(wanted, min_score=Filter().min_score)))))


def _is_operator(caller: Caller) -> bool:
    return caller.destination.platform is Platform.CONSOLE


def _is_failing(feed: FeedHealth) -> bool:
    # One lost poll is weather, unless the feed was never read at all.
    enough = FAILURES_TO_TELL if feed.last_ok_at else 1
    return feed.state is FeedState.GONE or (feed.state is FeedState.ACTIVE and feed.failures >= enough)


def _is_unpolled(feed: FeedHealth) -> bool:
    return feed.state is FeedState.ACTIVE and feed.last_poll_at is None


def _failing(feed: FeedHealth, *, tell: bool) -> FailingFeed:
    advice = feed.advice or "" if tell else ""
    return FailingFeed(
        name=feed.name, kind=feed.error_kind or "unknown", since=feed.last_ok_at, advice=advice
    )


async def _obstacle(caller: Caller, check: Check | None) -> str:
    if check is None:
        return ""
    try:
        await check(caller.destination)
    except DeliveryError as error:
        return str(error)
    return ""
