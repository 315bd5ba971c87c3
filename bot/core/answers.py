"""The wording of every answer to a command: plain values in, plain text out, renderers escape."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.commands import MANAGER, REGISTRY, CommandSpec
from bot.core.follows import follow_words
from bot.core.message import told_words
from bot.core.models import Answer, AnswerLine, Message, Subscription
from bot.core.vocabulary import DigestDays, Mode, Threads

CHAT = "/civicwatch"
"""How the commands begin on both platforms."""
HELP_FOOTER = "Read commands are for everyone; follow and unfollow for those who may manage this channel."


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """What a look-up searched."""

    stories: int
    since: datetime | None = None


def refused(reason: str, *mends: str) -> Answer:
    """The command was not carried out: why, and what to do."""
    title = reason[:1].upper() + reason[1:]
    return Answer(title=title, lines=tuple(AnswerLine(text=mend) for mend in mends if mend), ok=False)


def moment(at: datetime, timezone: str = "UTC", *, is_day: bool = False) -> str:
    """A time as readers say it, with its zone; a day (00:00 UTC) without clock and zone."""
    if is_day:
        return f"{at:%-d %b %Y}"
    return at.astimezone(ZoneInfo(timezone)).strftime("%-d %b %Y, %H:%M %Z")


def counted(count: int, noun: str) -> str:
    """`1 story`, `3 stories`."""
    if count == 1:
        return f"1 {noun}"
    plural = f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2] not in "aeiou" else f"{noun}s"
    return f"{count:,} {plural}"


# --- follows --------------------------------------------------------------------------------------------


def followed(made: Subscription, *, overlapping: Sequence[Subscription], sample: Message | None) -> Answer:
    """A new follow: what it will do, what it overlaps with, and one story as an example."""
    lines = [AnswerLine(text=_rhythm(made))]
    lines += [
        AnswerLine(
            text=f"Overlaps with #{other.id} ({follow_words(other)}).",
            detail="A story that both want is posted once.",
        )
        for other in overlapping
    ]
    text = (
        "The newest story that matches is shown as a sample; stories from before now stay silent."
        if sample
        else "No story in the archive matches yet."
    )
    lines.append(AnswerLine(text=text))
    return Answer(
        title=f"Following #{made.id}: {follow_words(made)}",
        lines=tuple(lines),
        message=sample,
        footer=f"Undo with: {CHAT} unfollow {made.id}",
    )


def followed_already(existing: Subscription) -> Answer:
    """The channel has this very follow."""
    return Answer(title=f"This channel follows that already: #{existing.id} {follow_words(existing)}")


def unfollowed(gone: Subscription) -> Answer:
    """A follow was removed; the line makes it again."""
    return Answer(
        title=f"No longer following #{gone.id}: {follow_words(gone)}",
        footer=f"Undo with: {CHAT} follow {follow_words(gone)}",
    )


def listed(here: Sequence[Subscription], *, elsewhere: int) -> Answer:
    """What a channel follows; of other channels in the workspace only how many follows there are."""
    footer = f"{counted(elsewhere, 'follow')} in other channels here." if elsewhere else ""
    if not here:
        hint = AnswerLine(text=f"Start with: {CHAT} follow face_recognition in MN")
        return Answer(title="This channel follows nothing yet", lines=(hint,), footer=footer)
    lines = tuple(AnswerLine(text=f"#{each.id} {follow_words(each)}", detail=_origin(each)) for each in here)
    return Answer(title=f"This channel has {counted(len(here), 'follow')}", lines=lines, footer=footer)


def _rhythm(made: Subscription) -> str:
    if made.mode is Mode.DIGEST:
        days = {DigestDays.DAILY: "a day", DigestDays.WEEKDAYS: "on weekdays"}
        when = days.get(made.digest_days, f"every {made.digest_days.capitalize()}")
        return f"One digest {when} at {made.digest_at} ({made.timezone}), skipped when there is nothing."
    if made.quiet_from:
        loud = f", except {', '.join(sorted(made.quiet_breakthrough))}" if made.quiet_breakthrough else ""
        hours = f"{made.quiet_from} to {made.quiet_to} ({made.timezone}){loud}"
        return (
            f"A post for each story when it matters; what comes from {hours}, waits for a digest at the end."
            f"{_THREADS[made.threads]}"
        )
    return f"A post for each story when it matters; more sources are edited into it.{_THREADS[made.threads]}"


_THREADS = {
    Threads.OFF: "",
    Threads.STAGES: " What is corrected, and the next stage, is also said in its thread.",
    Threads.ALL: " Each development is also said in its thread.",
}


def _origin(each: Subscription) -> str:
    words = {"file": "set in feeds.yaml", "cli": "set by the operator"}.get(each.origin, "")
    return ", ".join(filter(None, (words, "paused" if each.paused else "")))


# --- stories --------------------------------------------------------------------------------------------


def story_line(message: Message) -> AnswerLine:
    """One story as one line with its facts in small type."""
    sources = len(message.sources) + message.more_sources
    facts = (
        message.place,
        told_words(message),
        *(f"{name} {value}" for name, value in message.facts if name == "Vote"),
        counted(sources, "source"),
        moment(message.first_seen, message.timezone, is_day=message.first_is_day),
        message.reference,
    )
    return AnswerLine(text=message.headline, url=message.url, detail=" · ".join(filter(None, facts)))


def newest(messages: Sequence[Message], *, asked: str, corpus: Corpus) -> Answer:
    """The newest stories, or what to do where there are none."""
    about = f": {asked}" if asked else ""
    if not messages:
        return Answer(title=f"No stories{about}", lines=(_follow_hint(asked),), footer=span(corpus))
    return Answer(title=f"Newest stories{about}", lines=tuple(map(story_line, messages)), footer=span(corpus))


def hits(messages: Sequence[Message], *, total: int, asked: str, corpus: Corpus) -> Answer:
    """What a search found, best first, out of how many."""
    more = f", the best {len(messages)}" if total > len(messages) else ""
    title = f"{counted(total, 'story')} for: {asked}{more}"
    return Answer(title=title, lines=tuple(map(story_line, messages)), footer=span(corpus))


def no_hits(nearest: Sequence[Message], *, asked: str, follow: str, corpus: Corpus) -> Answer:
    """Nothing matched: the nearest stories, and how to hear of the first that will."""
    lines = list(map(story_line, nearest))
    if nearest:
        lines.insert(0, AnswerLine(text="Nearest:"))
    lines.append(_follow_hint(follow))
    return Answer(title=f"No story for: {asked}", lines=tuple(lines), footer=span(corpus))


def span(corpus: Corpus) -> str:
    """What was searched, in one sentence."""
    since = f" since {moment(corpus.since)}" if corpus.since else ""
    return f"Searched {counted(corpus.stories, 'story')}{since}."


def _follow_hint(words: str) -> AnswerLine:
    return AnswerLine(text=f"To hear of the next one: {CHAT} follow {words or 'everything'}")


# --- help -----------------------------------------------------------------------------------------------


def help_all() -> Answer:
    """Every command, out of the registry."""
    lines = tuple(AnswerLine(text=usage(spec), detail=_for_whom(spec)) for spec in REGISTRY.values())
    return Answer(title="Civicwatch commands", lines=lines, footer=HELP_FOOTER)


def help_for(spec: CommandSpec) -> Answer:
    """One command with its options and an example."""
    lines = [AnswerLine(text=f"Example: {CHAT} {spec.example}")]
    for option in spec.options:
        values = f"One of {', '.join(option.choices)}." if option.choices else ""
        needed = "Required." if option.required else ""
        lines.append(
            AnswerLine(
                text=f"{option.name}: {option.summary}", detail=" ".join(filter(None, (needed, values)))
            )
        )
    return Answer(title=f"{spec.name}: {spec.summary}", lines=tuple(lines), footer=_for_whom(spec))


def usage(spec: CommandSpec) -> str:
    """`search WORDS [topic] [place] …`: the line that help and the README show."""
    return " ".join([spec.name, *(_shown(option.name, required=option.required) for option in spec.options)])


def _shown(name: str, *, required: bool) -> str:
    return name.upper() if required else f"[{name}]"


def _for_whom(spec: CommandSpec) -> str:
    return f"{spec.summary}. For channel managers." if spec.who is MANAGER else f"{spec.summary}."
