"""The tables, for both engines. docs/delivery.md draws the machine that channels and deliveries implement."""

from sqlalchemy import (
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from bot.core.developments import Development
from bot.core.models import Dating, Decision, Filter, Item, Summary, Verdict
from bot.core.stories import StoryProfile
from bot.core.vocabulary import DeliveryState, DigestDays, FeedState, Stage, Threads
from bot.store.columns import Instant, Key, Record, Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _number(name: str, *, default: int = 0) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=text(str(default)))


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False, server_default=false())


def _text(name: str) -> Column[str]:
    return Column(name, Words, nullable=False, server_default=text("''"))


def _index_of(rows: str, name: str, *columns: str) -> Index:
    """An index over these rows only, on both engines."""
    return Index(name, *columns, sqlite_where=text(rows), postgresql_where=text(rows))


# --- what comes in --------------------------------------------------------------------------------------

feeds = Table(
    "feeds",
    metadata,
    Column("id", Key, primary_key=True),
    Column("slug", Text, nullable=False, unique=True),
    Column("name", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("kind", Text, nullable=False),
    Column("trusted", Boolean, nullable=False),
    Column("state", Text, nullable=False, server_default=FeedState.ACTIVE),
    Column("etag", Words),
    Column("last_modified", Words),
    Column("body_sha256", Text),
    _flag("seeded"),
    _number("failures"),
    _number("unchanged_polls"),
    Column("gap_s", Double),
    Column("next_at", Instant, nullable=False),
    Column("lease_until", Instant),
    _number("fence"),
    Column("last_poll_at", Instant),
    Column("last_ok_at", Instant),
    Column("error_kind", Text),
    Column("error", Words),
    Column("advice", Words),
    # The lane it shares with the other feeds of its host.
    _text("host"),
    # FeedMemory.
    Column("moved_to", Words),
    Column("moved_seen", Words),
    Column("last_item_at", Instant),
    Column("quiet_after_s", Double),
    Column("quiet_told_at", Instant),
    Column("failing_told_at", Instant),
    # WebSub: until when its hub tells of changes, and when it last did, unless news came without its word.
    Column("pushed_until", Instant),
    Column("pinged_at", Instant),
    Index(None, "state", "next_at"),
)

hosts = Table(
    "hosts",
    metadata,
    Column("host", Words, primary_key=True),
    Column("free_at", Instant, nullable=False),
)
"""When each host may be asked again: after the running poll's lease, or after its pause."""

hub_subscriptions = Table(
    "hub_subscriptions",
    metadata,
    Column("feed_id", Key, ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("hub", Words, nullable=False),
    Column("topic", Words, nullable=False),
    # The end of the callback's path, and what the hub signs with.
    Column("token", Text, nullable=False, unique=True),
    Column("secret", Text, nullable=False),
    # The hub was asked and has not verified yet: it may, once.
    _flag("asked"),
    # The public address that it was asked to tell.
    Column("site", Text, nullable=False),
    Column("next_at", Instant, nullable=False),
    _number("failures"),
    # When a ping last made the feed due, and when one that waits will.
    Column("heard_at", Instant),
    Column("due_at", Instant),
    Index(None, "next_at"),
)
"""WebSub: one for each feed whose publisher names a hub."""

fetches = Table(
    "fetches",
    metadata,
    Column("id", Key, primary_key=True),
    Column("feed_id", Key, ForeignKey("feeds.id", ondelete="CASCADE"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("status", Integer),
    Column("ms", Double, nullable=False),
    _number("bytes_read"),
    _number("new_items"),
    Column("error_kind", Text),
    Column("error", Words),
    Index(None, "feed_id", "at"),
    Index(None, "at"),
)

items = Table(
    "items",
    metadata,
    Column("id", Key, primary_key=True),
    Column("feed_id", Key, ForeignKey("feeds.id", ondelete="CASCADE"), nullable=False),
    # Identity: what the publisher called it, where it stands, what it is titled; empty keys are NULL.
    Column("guid_hash", Text, nullable=False),
    Column("url_key", Words),
    Column("title_key", Words),
    Column("title", Words, nullable=False),
    Column("url", Words, nullable=False),
    _text("outlet"),
    Column("published_at", Instant),
    Column("dating", Record[Dating](Dating), nullable=False, server_default="{}"),
    Column("seen_at", Instant, nullable=False),
    # When the feed last held it: an identity may be forgotten only long after.
    Column("present_at", Instant, nullable=False),
    Column("decision", Record[Decision](Decision), nullable=False),
    Column("score", Double),
    Column("relevant", Boolean, nullable=False),
    # The analysis, of relevant items only: the archive grows with the subject, not with the press.
    Column("cleaned", Record[Item](Item)),
    Column("verdict", Record[Verdict](Verdict)),
    Column("summary", Record[Summary](Summary)),
    Column("removed", Record[tuple[str, ...]](tuple[str, ...])),
    Column("story_id", Key, ForeignKey("stories.id")),
    _flag("repost"),
    UniqueConstraint("feed_id", "guid_hash"),
    Index(None, "feed_id", "url_key"),
    Index(None, "feed_id", "title_key"),
    Index(None, "url_key"),
    Index(None, "story_id"),
    Index(None, "present_at"),
    sqlite_autoincrement=True,
)

# --- stories --------------------------------------------------------------------------------------------

stories = Table(
    "stories",
    metadata,
    Column("id", Key, primary_key=True),
    Column("title", Words, nullable=False),
    Column("profile", Record[StoryProfile](StoryProfile), nullable=False),
    _number("revision", default=1),
    Column("follows", Key, ForeignKey("stories.id")),
    Column("reasons", Record[tuple[str, ...]](tuple[str, ...]), nullable=False),
    _flag("held"),
    Column("first_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    Index(None, "last_at"),
    # People cite stories by number, so a number is never given twice.
    sqlite_autoincrement=True,
)

story_keys = Table(
    "story_keys",
    metadata,
    Column("key", Words, primary_key=True),
    Column("story_id", Key, ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
    Column("last_at", Instant, nullable=False),
    Index(None, "story_id"),
)

story_texts = Table(
    "story_texts",
    metadata,
    Column("story_id", Key, ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
    Column("title", Words, nullable=False),
    Column("body", Words, nullable=False),
)
"""What full-text search reads; each engine's index over it is made by the migration (search.py)."""

# --- who wants what -------------------------------------------------------------------------------------

channels = Table(
    "channels",
    metadata,
    Column("id", Key, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("workspace", Words, nullable=False),
    Column("address", Words, nullable=False),
    # The lane: whoever leases it may post the head of its deliveries. NULL next_at: nothing to do.
    Column("next_at", Instant),
    Column("lease_until", Instant),
    _number("fence"),
    # Below zero: something urgent waits here.
    _number("rank"),
    _number("failures"),
    Column("paused", Text),
    Column("reason", Words),
    Column("paused_at", Instant),
    # For which reason people were last told that it is paused, and when.
    Column("told", Words),
    Column("told_at", Instant),
    # `resend` or `hold`; NULL: as the setting says.
    Column("in_doubt", Text),
    UniqueConstraint("platform", "workspace", "address"),
    # In the claim's order and without what it never takes: it reads as many lanes as it leases.
    _index_of("paused IS NULL AND next_at IS NOT NULL", "ix_channels_turn", "next_at", "id"),
    _index_of("paused IS NULL AND next_at IS NOT NULL AND rank < 0", "ix_channels_urgent", "next_at", "id"),
    _index_of("lease_until IS NOT NULL", "ix_channels_leased", "lease_until"),
    _index_of("paused IS NOT NULL", "ix_channels_paused", "id"),
)
"""`paused` is NULL, `channel` or `workspace`: which of the two was found to take nothing."""

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Key, primary_key=True),
    Column("channel_id", Key, ForeignKey("channels.id"), nullable=False),
    Column("filter", Record[Filter](Filter), nullable=False),
    Column("mode", Text, nullable=False),
    Column("digest_at", Text, nullable=False),
    Column("digest_days", Text, nullable=False, server_default=DigestDays.DAILY),
    _text("quiet_from"),
    _text("quiet_to"),
    Column("quiet_breakthrough", Record[frozenset[Stage]](frozenset[Stage])),
    Column("threads", Text, nullable=False, server_default=Threads.OFF),
    Column("created_at", Instant),
    Column("timezone", Text, nullable=False),
    Column("since_story_id", Key, nullable=False),
    Column("created_by", Words, nullable=False),
    Column("origin", Text, nullable=False),
    Column("paused", Boolean, nullable=False),
    Index(None, "channel_id"),
    sqlite_autoincrement=True,
)

# --- what goes out --------------------------------------------------------------------------------------

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Key, primary_key=True),
    Column("channel_id", Key, ForeignKey("channels.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("story_id", Key, ForeignKey("stories.id")),
    # An answer's message and what it tells; it has no story of its own, or edits would take it for one.
    # No foreign key: SQLite could only add one by writing the table anew. Numbers are never given twice, so
    # where retention has taken the message away the answer just finds none.
    Column("parent_id", Key),
    Column("news", Record[Development](Development)),
    # What makes a digest or a notice the same one, as channel and story do for a story.
    Column("once_key", Words),
    _text("title"),
    _text("text"),
    Column("timezone", Text),
    Column("seq", Key, nullable=False),
    # Lower goes first: the enqueued priority, negated so that one ascending index serves the lane.
    _number("rank"),
    Column("state", Text, nullable=False, server_default=DeliveryState.PENDING),
    _number("attempts"),
    _number("revision", default=1),
    Column("sent_revision", Integer),
    Column("remote_id", Words),
    _flag("plain"),
    # A person put it back: what becomes of it where the platform can't tell, whatever the channel wants.
    Column("if_in_doubt", Text),
    _flag("frozen"),
    Column("error", Words),
    Column("created_at", Instant, nullable=False),
    Column("first_sent_at", Instant),
    # The first of the attempts that count: it is given up after many attempts over some hours.
    Column("tried_since", Instant),
    Column("sent_at", Instant),
    # When it was held, given up or expired.
    Column("ended_at", Instant),
    Column("expires_at", Instant, nullable=False),
    UniqueConstraint("channel_id", "story_id"),
    UniqueConstraint("channel_id", "once_key"),
    Index(None, "channel_id", "state", "rank", "seq"),
    Index(None, "story_id"),
    _index_of("parent_id IS NOT NULL", "ix_deliveries_parent", "parent_id"),
    Index(None, "state", "expires_at"),
    Index(None, "seq"),
    # Platforms know a delivery by its number (the nonce), so a number is never given twice.
    sqlite_autoincrement=True,
)
"""`frozen`: the message was deleted by people, so edits stop."""

digest_entries = Table(
    "digest_entries",
    metadata,
    Column("subscription_id", Key, ForeignKey("subscriptions.id", ondelete="CASCADE"), primary_key=True),
    Column("story_id", Key, ForeignKey("stories.id"), primary_key=True),
    Column("added_at", Instant, nullable=False),
    Column("folded_at", Instant),
    Column("delivery_id", Key, ForeignKey("deliveries.id", ondelete="SET NULL")),
    Index(None, "delivery_id"),
    Index(None, "folded_at", "added_at"),
    Index(None, "story_id"),
)

gates = Table(
    "gates",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("closed_until", Instant),
    Column("tokens", Double, nullable=False),
    Column("refilled_at", Instant, nullable=False),
)
"""What all workers together may ask of each platform."""

installation = Table(
    "installation",
    metadata,
    # Made at random by the migration.
    Column("name", Text, primary_key=True),
    # Deliveries up to this number were queued before there was a name, and have keys without it.
    Column("named_from", Key, nullable=False),
    # The database that posts in this one's stead.
    Column("moved_to", Text),
    # When the operator was last told of posts that nobody saw.
    Column("losses_told_at", Instant),
)
"""One row: what tells this database's keys from those of all others, and whether it still posts."""

leases = Table(
    "leases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("until", Instant, nullable=False),
    _number("fence", default=1),
)
"""Jobs that one worker at a time may hold."""
