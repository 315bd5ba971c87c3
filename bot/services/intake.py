"""Decide what becomes of one poll's new items and write it down: stories, deliveries, reasons."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.developments import Development, development, threads_of
from bot.core.models import Analysis, Decision, Item, Story, Subscription
from bot.core.routing import calls_for_action, route
from bot.core.stories import WINDOW, ItemProfile, assign, index_keys, joined, opened, profile_of
from bot.core.vocabulary import DateBasis, Fate, Stage, Threads
from bot.ports import KeptItem, PollTransaction, Unjudged

_DAY = timedelta(days=1)
REISSUE_AT_LEAST = 10
"""Fewer new items than this are never taken for a re-issued feed (ENGINE: max(10, half))."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeRules:
    """The operator's limits on what is posted."""

    max_age: timedelta = timedelta(hours=48)
    hourly_cap: int = 12


@dataclass(slots=True)
class Tally:
    """What one poll brought."""

    new: int = 0
    relevant: int = 0
    stories: int = 0
    joined: int = 0
    queued: int = 0
    digested: int = 0
    fates: dict[Fate, int] = field(default_factory=dict)

    def count(self, fate: Fate) -> None:
        """One more item with this fate."""
        self.new += 1
        self.fates[fate] = self.fates.get(fate, 0) + 1


def is_reissue(fresh: Sequence[Item], *, document_size: int) -> bool:
    """Whether a known feed was re-issued rather than that much happened.

    A publisher that changes its software gives every old entry a new guid and a new address. Old dates keep
    those from being posted (age limit); what is left to guard against is the mass that carries no date.
    """
    undated = sum(map(_is_undated, fresh))
    return undated > max(REISSUE_AT_LEAST, document_size / 2)


def kept_of(
    judged: Iterable[tuple[Item, Analysis]], failed: Iterable[Unjudged], *, baseline: bool
) -> list[KeptItem]:
    """The items that concern nobody, and those that can't be judged, which the next poll must not try again.

    An item is kept as the feed gave it: the next poll must know it again, whatever cleaning took out.
    """
    fate = Fate.BASELINE if baseline else Fate.IRRELEVANT
    kept: list[KeptItem] = [
        (item, analysis, Decision(fate=fate, reasons=analysis.verdict.reasons))
        for item, analysis in judged
        if not analysis.verdict.relevant
    ]
    return kept + [(each.item, None, Decision(fate=Fate.UNJUDGED, reasons=(each.error,))) for each in failed]


class Intake:
    """Takes the new items of one poll through story assignment and routing, inside its transaction."""

    def __init__(
        self,
        tx: PollTransaction,
        *,
        rules: IntakeRules,
        now: datetime,
        baseline: bool,
        reissue: bool,
    ) -> None:
        self._tx = tx
        self._rules = rules
        self._now = now
        self._baseline = baseline
        self._reissue = reissue
        self._subscriptions: Sequence[Subscription] | None = None
        # As each story stood after the last item that joined it: what the next one changes.
        self._told: dict[int, Story] = {}
        self.tally = Tally()

    async def take_all(self, relevant: Iterable[tuple[Item, Analysis]]) -> None:
        """Record the items that concern us, in order, and whatever follows from them."""
        for item, analysis in relevant:
            await self._take(item, analysis)

    async def _take(self, item: Item, analysis: Analysis) -> None:
        self.tally.relevant += 1
        silent = self._silence(item)
        at = self._time_of(item)
        profile = profile_of(analysis, at=at)
        candidates = await self._tx.candidates(index_keys(profile), since=at - WINDOW)
        assignment = assign(profile, candidates)
        known = next((story for story in candidates if story.id == assignment.story_id), None)
        if known is None:
            story_id = await self._open(
                profile,
                analysis,
                at=at,
                follows=assignment.follows,
                reasons=assignment.reasons,
                held=silent is not None,
            )
            fate, changed = silent or Fate.NEW_STORY, False
        else:
            story_id = known.id
            before = self._told.get(story_id) or await self._tx.story(story_id)
            grown = joined(known, profile)
            await self._tx.join_story(grown, index_keys(grown), at=at)
            self.tally.joined += 1
            fate, changed = silent or Fate.JOINED, True
        reasons = tuple(assignment.reasons)
        await self._tx.add_item(
            item,
            analysis,
            Decision(fate=fate, reasons=reasons),
            story_id=story_id,
            repost=assignment.repost,
        )
        self.tally.count(fate)
        story = self._told[story_id] = await self._tx.story(story_id)
        if changed and reads_differently(before, story):
            await self._tx.bump_story(story_id, title=story.sources[0].title)
        if silent is None:
            await self._route(story)
            if changed:
                await self._tell_threads(story, development(before, story), at=story.verdict.stage)
            elif story.follows is not None and await self._anybody_wants_threads():
                earlier = await self._tx.story(story.follows)
                await self._tell_threads(earlier, Development(following=(story_id,)), at=story.verdict.stage)

    async def _open(
        self,
        profile: ItemProfile,
        analysis: Analysis,
        *,
        at: datetime,
        follows: int | None,
        reasons: Sequence[str],
        held: bool,
    ) -> int:
        self.tally.stories += 1
        new = opened(profile)
        return await self._tx.add_story(
            new,
            index_keys(new),
            title=analysis.item.title,
            at=at,
            follows=follows,
            reasons=reasons,
            held=held,
        )

    def _silence(self, item: Item) -> Fate | None:
        """Why this item posts nothing, if so."""
        if self._baseline:
            return Fate.BASELINE
        if is_too_old(item, now=self._now, rules=self._rules):
            return Fate.TOO_OLD
        if self._reissue and _is_undated(item):
            return Fate.HELD
        return None

    def _time_of(self, item: Item) -> datetime:
        """When it happened for the story window: the publisher's date unless it lies in the future."""
        return min(item.published or self._now, self._now)

    async def _tell_threads(self, story: Story, news: Development, *, at: Stage) -> None:
        """Answer below the messages about the story, where somebody wishes so."""
        wanted = threads_of(story, await self._follows(), at=at, now=self._now) if news else {}
        if wanted:
            await self._tx.tell_threads(story.id, news, wanted)

    async def _anybody_wants_threads(self) -> bool:
        return any(each.threads is not Threads.OFF for each in await self._follows())

    async def _follows(self) -> Sequence[Subscription]:
        if self._subscriptions is None:
            # Stories are ours alone by now, and no follow comes or goes meanwhile.
            self._subscriptions = await self._tx.subscriptions()
        return self._subscriptions

    async def _route(self, story: Story) -> None:
        follows = await self._follows()
        if not follows:
            return
        routing = route(
            story,
            follows,
            recent_posts=await self._tx.recent_posts(within_s=3600),
            hourly_cap=self._rules.hourly_cap,
            now=self._now,
        )
        # Behind a platform's limit, what somebody may act on today goes out before what can wait.
        priority = int(calls_for_action(story.verdict))
        self.tally.queued += await self._tx.enqueue(story.id, routing.instant, priority=priority)
        self.tally.digested += await self._tx.enqueue_digest(story.id, routing.digest)


def is_too_old(item: Item, *, now: datetime, rules: IntakeRules) -> bool:
    """Whether it was published too long ago to be posted."""
    if item.published is None:
        return False
    latest = item.published + (_DAY if item.dating.is_day else timedelta(0))
    return now - latest > rules.max_age


def _is_undated(item: Item) -> bool:
    """Whether its publication has no date: the software's change updates every entry of a feed."""
    return item.published is None or item.dating.basis is DateBasis.UPDATED


def reads_differently(before: Story, after: Story) -> bool:
    """Whether a reader of the posted message would notice the change: facts, sources, words."""
    return (
        _facts(before) != _facts(after)
        or [source.outlet for source in before.sources] != [source.outlet for source in after.sources]
        or before.summary != after.summary
        or before.conflicts != after.conflicts
    )


def _facts(story: Story) -> tuple[object, ...]:
    verdict = story.verdict
    return (
        verdict.action,
        verdict.stage,
        verdict.stage_detail,
        verdict.jurisdiction,
        verdict.bill,
        verdict.vote,
        verdict.vendors,
        verdict.agencies,
        verdict.dates,
    )
