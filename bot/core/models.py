"""The records that travel through Civicwatch, from a feed to a receipt.

All are frozen values. Times are timezone-aware UTC. Text that came from outside is plain text (no markup)
but otherwise untrusted: only a renderer escapes, and every renderer must.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import unquote

from bot.core.vocabulary import (
    Action,
    DateBasis,
    DigestDays,
    Direction,
    Fate,
    Level,
    Mode,
    Platform,
    SourceKind,
    Stage,
    StageDetail,
    Threads,
    Topic,
)

_PLACEHOLDER = r"\$ENV\{[^{}]*\}"

# --- places ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction:
    """The governing body's place. `basis` tells how a part that the text does not say was resolved."""

    level: Level = Level.NONE
    name: str | None = None
    state: str | None = None
    """Two letters, upper case, for places in the United States, Canada and Australia."""
    country: str | None = None
    """ISO 3166-1 alpha-2, upper case; None for supranational bodies."""
    ocd_id: str | None = None
    basis: str | None = None

    @property
    def path(self) -> str:
        """The place as filters write it: `us`, `us/mn`, `us/mn/minneapolis`, `eu`; empty if unknown.

        Lower case, spaces kept as single hyphens. A local place whose state is unknown is `us/?/portland`,
        one that may lie in several countries `?/cambridge`.
        """
        local = self.level in (Level.CITY, Level.COUNTY)
        whole = "?" if local else "" if self.level is Level.NONE else self.name or ""
        parts = [self.country or whole]
        if self.state or (self.country == "US" and local):
            parts.append(self.state or "?")
        elif self.level is Level.STATE and self.name:
            parts.append(self.name)  # regions without a code: `in/telangana`
        if local and self.name:
            parts.append(self.name)
        return "/".join("-".join(part.lower().split()) for part in parts)


# --- feeds and items ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed document that we poll, as feeds.yaml describes it."""

    slug: str
    name: str
    url: str
    kind: SourceKind
    home: str | None = None
    """Place path (`us`, `us/mn`, `us/mn/minneapolis`, `eu`, `gb`) that resolves unqualified place names."""
    language: str = "en"
    enabled: bool = True
    interval_s: int | None = None
    """Fixed time between polls; None lets the feed's own rhythm decide."""
    timeout_s: float = 20.0
    body_limit_bytes: int = 5_000_000
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Extra request headers; may hold a token, so never shown."""
    proxy: str | None = field(default=None, repr=False)
    """HTTP proxy in place of the instance's; empty for none at all. May hold a password, so never shown."""
    trusted: bool = True
    """False for aggregators and content farms: they never lead a story that a trusted source reports."""
    article: bool = False
    """Whether relevant items are judged and told by their own pages, where the feed gives teasers only."""
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    """What its `$ENV{NAME}` placeholders stood for, by name."""

    def shown(self, text: str) -> str:
        """A text about this feed without the feed's secrets."""
        for secret in sorted(self.secrets.values(), key=len, reverse=True):
            text = text.replace(secret, "[hidden]")
        return text

    def kept(self, url: str) -> str | None:
        """An address as it may be stored, each secret's placeholder in its place; None if that can't be.

        What has its placeholders already stays as it is; `filled` puts the secrets back.
        """
        if not self.secrets:
            return url
        names = {secret: f"$ENV{{{name}}}" for name, secret in self.secrets.items()}
        held = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
        # Placeholders are looked for too: a secret may be part of a name.
        kept = re.sub(rf"{_PLACEHOLDER}|{held}", lambda found: names.get(found[0], found[0]), url)
        bare = unquote(re.sub(_PLACEHOLDER, "", kept))
        # In another spelling the server means, perhaps, another thing than what we would put back.
        return None if any(secret in bare for secret in names) else kept

    def filled(self, url: str) -> str:
        """An address that was kept, whole again, with the secrets of today."""
        for name, secret in self.secrets.items():
            url = url.replace(f"$ENV{{{name}}}", secret)
        return url


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What makes the next request conditional (RFC 9110), and the digest of the last stored body."""

    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dating:
    """What a date of publication rests on."""

    basis: DateBasis = DateBasis.NONE
    raw: str = ""
    """What the feed wrote, capped; kept where it was not believed, too."""
    is_day: bool = False
    """Whether a day is known and no moment: it is kept as 00:00 UTC, and no time zone moves it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Our normalised record of one entry."""

    feed: str
    """Slug of the feed; empty for items that a person hands to `analyze`."""
    guid: str
    """The publisher's identity for it: Atom id, RSS guid, else link, else a digest of title and text."""
    url: str
    """http(s) only, absolute, canonical form in `dedupe`; empty if the entry had none that is safe."""
    title: str
    text: str
    """Summary or full content as plain text, paragraphs separated by a newline, capped."""
    outlet: str = ""
    author: str = ""
    language: str = ""
    published: datetime | None = None
    """None where `dating` tells why; then the time of first sight counts."""
    dating: Dating = Dating()
    updated: datetime | None = None


# --- what an item means ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words that prove one value: `text` is verbatim, at `start:end` of the item's title or text."""

    field: str
    """The verdict's field: topics, action, stage, jurisdiction, vendors, agencies, bill, vote, dates."""
    value: str
    source: str
    """`title` or `summary`: which text of the given item holds the span."""
    start: int
    end: int
    text: str
    rule: str
    """Id of the rule that fired, as the rule tables name it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedFact:
    """A date that matters, with what happens then (hearing, vote, effective, sunset, deadline)."""

    kind: str
    date: str
    """ISO 8601, as exact as the text: 2026, 2026-11 or 2026-11-23."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one item says, nothing more: unknown fields are None, none or empty."""

    relevant: bool
    score: float
    """Calibrated probability of being relevant, 0 to 1."""
    topics: tuple[Topic, ...] = ()
    action: Action = Action.OTHER
    stage: Stage = Stage.NONE
    stage_detail: StageDetail | None = None
    unsure: bool = False
    """Whether action or stage is a guess: in texts that nobody had seen, such were wrong half of the time."""
    action_chances: Mapping[str, float] = field(default_factory=dict)
    """How likely each action is; likely ones only."""
    stage_chances: Mapping[str, float] = field(default_factory=dict)
    direction: Direction = Direction.INFORMS
    jurisdiction: Jurisdiction = Jurisdiction()
    vendors: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    bill: str | None = None
    vote: str | None = None
    """`13-0`, or `unanimous` where the text gives no count."""
    dates: tuple[DatedFact, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    reasons: tuple[str, ...] = ()
    """Short plain sentences, strongest first, that a chat user can read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Sentences of the source, verbatim. `cut` is True if the source's last sentence was incomplete."""

    sentences: tuple[str, ...] = ()
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """Everything that the core says of one item by itself."""

    item: Item
    """The item cleaned: title without outlet tail, text without furniture and advertising."""
    verdict: Verdict
    summary: Summary
    removed: tuple[str, ...] = ()
    """What cleaning took out, for `why`."""


# --- stories --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One item as a story's source."""

    item_id: int
    outlet: str
    title: str
    url: str
    kind: SourceKind = SourceKind.NEWS
    published: datetime | None = None
    dating: Dating = Dating()
    seen_at: datetime | None = None
    repost: bool = False
    """A copy of another source's text."""
    trusted: bool = True
    verdict: Verdict
    summary: Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One development as all its sources tell it: the value that messages are made of."""

    id: int
    sources: tuple[Source, ...]
    """Lead first."""
    more_sources: int = 0
    """Further ones, which the store left out of a story that hundreds report."""
    verdict: Verdict
    """The merged facts: each from the most trusted source that says it."""
    summary: Summary
    conflicts: tuple[str, ...] = ()
    """`vote: 12-2 (Baltimore Sun), 13-2 (Jackson Lewis)`."""
    first_seen: datetime
    first_is_day: bool = False
    """Whether `first_seen` is a day, given as 00:00 UTC, and no moment."""
    last_seen: datetime
    revision: int = 1
    """Rises with each change that a reader would notice."""
    follows: int | None = None
    """The earlier story about the same bill or measure."""
    reasons: tuple[str, ...] = ()


# --- subscriptions --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where messages go. `workspace` is Discord's guild or Slack's team id; empty on the console."""

    platform: Platform
    workspace: str
    channel: str

    def __str__(self) -> str:
        return (
            f"{self.platform}:{self.workspace}/{self.channel}"
            if self.workspace
            else f"{self.platform}:{self.channel}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which stories a subscription wants: each non-empty field must match, any value within it may."""

    topics: frozenset[Topic] = frozenset()
    actions: frozenset[Action] = frozenset()
    stages: frozenset[Stage] = frozenset()
    places: frozenset[str] = frozenset()
    """Place paths; `us/mn` takes everything in Minnesota."""
    vendors: frozenset[str] = frozenset()
    source_kinds: frozenset[SourceKind] = frozenset()
    min_score: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A destination's standing wish; it belongs to the workspace, whoever made it."""

    id: int
    destination: Destination
    filter: Filter = Filter()
    mode: Mode = Mode.INSTANT
    digest_at: str = "08:00"
    """Local time of the digest, HH:MM."""
    digest_days: DigestDays = DigestDays.DAILY
    quiet_from: str = ""
    quiet_to: str = ""
    """Local times, HH:MM, between which nothing is posted at once; empty: never quiet."""
    quiet_breakthrough: frozenset[Stage] = frozenset()
    """Stages that are posted even then."""
    threads: Threads = Threads.OFF
    timezone: str = "UTC"
    since_story_id: int = 0
    """Only stories with a higher id: a new subscription is not flooded with the past."""
    created_by: str = ""
    origin: str = "command"
    """`command`, `cli` or `file`: entries of the subscriptions file are owned by the file."""
    paused: bool = False


# --- what is sent ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLink:
    """A source as readers see it."""

    outlet: str
    url: str
    kind: SourceKind = SourceKind.NEWS
    repost: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One story for one channel, before any platform's markup."""

    headline: str
    url: str
    action: Action
    stage: Stage
    stage_detail: StageDetail | None
    direction: Direction
    place: str
    """`Minneapolis, MN`; empty if unknown."""
    facts: tuple[tuple[str, str], ...]
    """Label and value, in reading order: Vote, Bill, Vendors, Agencies, Dates …"""
    sentences: tuple[str, ...]
    cut: bool
    sources: tuple[SourceLink, ...]
    more_sources: int
    conflicts: tuple[str, ...]
    topics: tuple[Topic, ...]
    score: float
    reasons: tuple[str, ...]
    first_seen: datetime
    first_is_day: bool = False
    """Whether `first_seen` is a day, given as 00:00 UTC: shown without a clock, in every time zone."""
    updated: datetime | None
    """When an edit last changed it; None on first posting."""
    reference: str
    """Short id that `why` and `story` accept, such as `S-42`."""
    follows: tuple[str, str] | None = None
    """Headline and url of the earlier story."""
    timezone: str = "UTC"
    unsure: bool = False
    """Whether the action is a guess, and said to be one."""
    sample: bool = False
    """True for the one example that a new follow shows."""

    @property
    def relevance(self) -> str:
        """How surely the story is on the subject: it says nothing of its facts."""
        return f"relevance {self.score:.0%}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """Several stories in one message."""

    title: str
    messages: tuple[Message, ...]
    more: int = 0
    """How many further stories did not fit."""
    timezone: str = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A line of ours to an operator or a channel; `text` is plain text and may quote outside words."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What has happened to a posted story, told in its message's thread."""

    facts: tuple[tuple[str, str], ...] = ()
    """Label and value: `12-2, now 13-0` where one was corrected."""
    sources: tuple[SourceLink, ...] = ()
    more_sources: int = 0
    following: tuple[tuple[str, str, str], ...] = ()
    """The next stages: fact line, headline, and the url of the message (of the article, if there is none)."""
    reference: str = ""
    """The story that is answered, such as `S-42`."""
    headline: str = ""
    """Its headline, for an answer that can't stand in the thread."""


Post = Message | Digest | Notice | Reply
"""Whatever an adapter can be asked to post."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The platform's word that a message stands."""

    remote_id: str
    at: datetime
    remark: str = ""
    """What kept it from standing where it was meant to, for the operator: the permission that is missing."""


# --- commands -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who typed a command, where."""

    destination: Destination
    user: str
    may_manage: bool
    """May change this channel's subscriptions: Manage Channels; Slack admin or configured user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    """One line of an answer; `url` makes `text` a link; `detail` follows in smaller type."""

    text: str
    url: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The neutral reply to a command. All text is plain and escaped by the renderer."""

    title: str
    lines: tuple[AnswerLine, ...] = ()
    message: Message | None = None
    """A whole story shown below the lines."""
    footer: str = ""
    ok: bool = True
    """False: the command was refused or not understood; `title` says why, `lines` how to mend it."""


# --- what became of an item -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the pipeline did with one item and why."""

    fate: Fate
    reasons: tuple[str, ...] = ()
