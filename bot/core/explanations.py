"""The wording of `why` and `status`: what became of an item step by step, and how the bot is doing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.answers import counted, moment
from bot.core.message import words_for
from bot.core.models import Answer, AnswerLine, Dating, Decision, Subscription, Verdict
from bot.core.places import label
from bot.core.vocabulary import DateBasis, DeliveryState, Fate

FATES: Mapping[Fate, str] = {
    Fate.BASELINE: "It stood in the feed when we first saw the feed: recorded, not posted.",
    Fate.IRRELEVANT: "Judged not to be about surveillance law: only its identity was kept.",
    Fate.NEW_STORY: "It opened a new story.",
    Fate.JOINED: "It joined a story that we had: its message was edited, nothing new was posted.",
    Fate.TOO_OLD: "It was published longer ago than the age limit: kept for look-ups, not posted.",
    Fate.HELD: "The feed was re-issued: held back and the operator was told.",
    Fate.UNJUDGED: "Our analysis failed on it, which is our fault: not posted and the operator was told.",
}
STATES: Mapping[DeliveryState, str] = {
    DeliveryState.PENDING: "waiting to be posted",
    DeliveryState.SENDING: "being posted now",
    DeliveryState.DOUBT: "may have been posted; being looked up",
    DeliveryState.SENT: "posted",
    DeliveryState.HELD: "held until the operator looks: it may have been posted",
    DeliveryState.DEAD: "could not be posted",
    DeliveryState.EXPIRED: "too late to be posted",
    DeliveryState.CANCELLED: "cancelled",
}
REASONS_SHOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What one follow of the channel says to the story."""

    subscription: Subscription
    wanted: bool
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """How far the story came in one channel."""

    state: DeliveryState
    at: datetime | None
    error: str | None = None


_BASES = {
    DateBasis.PUBLISHED: "Published",
    DateBasis.ELEMENT: "Dated",
    DateBasis.UPDATED: "Updated",
    DateBasis.NONE: "is none",
    DateBasis.AMBIGUOUS: "may be two days",
    DateBasis.IMPLAUSIBLE: "cannot be right",
    DateBasis.UNREADABLE: "cannot be read",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Everything that one caller may know of one item."""

    title: str
    url: str
    feed: str
    """The feed's name, never its address: that may hold a token."""
    published: datetime | None
    dating: Dating
    seen_at: datetime
    decision: Decision
    verdict: Verdict | None
    story: str = ""
    """Reference and headline."""
    sources: int = 0
    filters: Sequence[Wanted] = ()
    here: Sequence[Posted] = ()
    elsewhere: int = 0
    """Further channels of the caller's workspace that have the story."""


def explained(history: History, *, others: Sequence[AnswerLine] = ()) -> Answer:
    """The way of one item: fetched, new, score, story, filters, deliveries."""
    lines = [_fetched(history), _fate(history)]
    lines += [_judged(history.verdict)] if history.verdict else []
    lines += [_story(history)] if history.story else []
    if history.story:
        lines += [_filter(each) for each in history.filters] or [
            AnswerLine(text="Filters: this channel follows nothing.")
        ]
        lines += [*map(_posted, history.here)] or [
            AnswerLine(text="Delivery: nothing was sent to this channel.")
        ]
    if history.elsewhere:
        lines.append(AnswerLine(text=f"Also in {counted(history.elsewhere, 'other channel')} here."))
    if others:
        lines += [AnswerLine(text="Further matches:"), *others]
    title = f"Why: {history.title}"
    return Answer(title=title, lines=tuple(lines))


def never_seen(asked: str, *, failing: int) -> Answer:
    """No feed gave such an item."""
    lines = [
        AnswerLine(text="No feed that we read gave this item. Try its full address, or words of its title.")
    ]
    if failing:
        lines.append(AnswerLine(text=f"{counted(failing, 'feed')} can't be read at the moment; see status."))
    return Answer(title=f"Never seen: {asked}", lines=tuple(lines))


def _fetched(history: History) -> AnswerLine:
    text = f"Fetched: from {history.feed}, {moment(history.seen_at)}"
    return AnswerLine(text=text, url=history.url, detail=f"{dated(history.published, history.dating)}.")


def dated(published: datetime | None, dating: Dating) -> str:
    """When an item was published, as the feed says, or why its date is not believed; no full stop."""
    if published is not None:
        day = ", a day without a clock" if dating.is_day else ""
        return f"{_BASES[dating.basis]} {moment(published, is_day=dating.is_day)}{day}"
    if not dating.raw:
        return "The feed gives no date"
    return f"The feed's date {dating.raw!r} {_BASES[dating.basis]}: the time of first sight counts"


def _fate(history: History) -> AnswerLine:
    return AnswerLine(
        text=f"New: {FATES[history.decision.fate]}", detail=_sentences(history.decision.reasons)
    )


def _judged(verdict: Verdict) -> AnswerLine:
    word = "relevant" if verdict.relevant else "not relevant"
    facts = [
        ", ".join(verdict.topics),
        words_for(verdict.action, verdict.stage, verdict.stage_detail) if verdict.relevant else "",
        label(verdict.jurisdiction),
        f"vote {verdict.vote}" if verdict.vote else "",
        verdict.bill or "",
    ]
    text = " · ".join(filter(None, (f"Judged: {word}, score {verdict.score:.2f}", *facts)))
    return AnswerLine(text=text, detail=_sentences(verdict.reasons))


def _story(history: History) -> AnswerLine:
    return AnswerLine(text=f"Story: {history.story}", detail=counted(history.sources, "source"))


def _filter(each: Wanted) -> AnswerLine:
    number = f"#{each.subscription.id}"
    text = f"Filters: {number} wants it" if each.wanted else f"Filters: {number} does not want it"
    return AnswerLine(text=text, detail=_sentences(each.reasons))


def _posted(each: Posted) -> AnswerLine:
    when = f", {moment(each.at)}" if each.at else ""
    return AnswerLine(text=f"Delivery: {STATES[each.state]}{when}", detail=each.error or "")


def _sentences(reasons: Sequence[str]) -> str:
    return " · ".join(reasons[:REASONS_SHOWN])


# --- status ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class FailingFeed:
    """A feed that can't be read, as everybody may know it."""

    name: str
    kind: str
    since: datetime | None
    advice: str = ""
    """For channel managers only; empty for others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How the bot is doing, seen from one channel."""

    feeds: int
    unpolled: int = 0
    """Those of them that no poll has asked yet."""
    failing: Sequence[FailingFeed]
    last_poll_at: datetime | None
    waiting: int
    stories: int
    follows: int
    obstacle: str = ""
    """What keeps us from posting in this channel; empty if nothing does."""
    paused: int = 0
    """Channels that take no posts, as far as the one who asks is to know of them."""


FAILING_SHOWN = 10


def status(state: State) -> Answer:
    """Feeds, last poll, queue, and whether posts can arrive here."""
    polled = moment(state.last_poll_at) if state.last_poll_at else "not yet"
    well = state.feeds - len(state.failing) - state.unpolled
    unpolled = f", {state.unpolled} not polled yet" if state.unpolled else ""
    lines = [
        AnswerLine(text=f"Feeds: {well} of {state.feeds} all right{unpolled}, last poll {polled}"),
        AnswerLine(text=f"Archive: {counted(state.stories, 'story')}"),
        AnswerLine(text=f"Queue: {counted(state.waiting, 'message')} waiting to be posted"),
        AnswerLine(text=f"This channel: {counted(state.follows, 'follow')}, {_reach(state)}"),
    ]
    if state.paused:
        lines.append(
            AnswerLine(
                text=f"Paused: {counted(state.paused, 'channel')}",
                detail="`civicwatch deliveries paused` says why",
            )
        )
    lines += map(_failing, state.failing[:FAILING_SHOWN])
    if len(state.failing) > FAILING_SHOWN:
        lines.append(AnswerLine(text=f"and {len(state.failing) - FAILING_SHOWN} more"))
    return Answer(title=_mood(state), lines=tuple(lines))


def _mood(state: State) -> str:
    if state.failing or state.obstacle or state.paused:
        return "Running, with trouble"
    return "All is well" if state.last_poll_at else "No feed was polled yet"


def _reach(state: State) -> str:
    return f"posts can't arrive: {state.obstacle}" if state.obstacle else "posts can arrive"


def _failing(feed: FailingFeed) -> AnswerLine:
    since = f" since {moment(feed.since)}" if feed.since else ""
    return AnswerLine(
        text=f"Not read: {feed.name} ({feed.kind.replace('_', ' ')}){since}", detail=feed.advice
    )
