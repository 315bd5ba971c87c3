"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "channels",
        sa.Column("id", KEY, nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("next_at", sa.Double(), nullable=True),
        sa.Column("lease_until", sa.Double(), nullable=True),
        sa.Column("fence", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("paused", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_channels"),
        sa.UniqueConstraint(
            "platform", "workspace", "address", name="uq_channels_platform_workspace_address"
        ),
    )
    op.create_index("ix_channels_paused_next_at", "channels", ["paused", "next_at"])
    op.create_table(
        "feeds",
        sa.Column("id", KEY, nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("trusted", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), server_default="active", nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("body_sha256", sa.Text(), nullable=True),
        sa.Column("seeded", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("unchanged_polls", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("gap_s", sa.Double(), nullable=True),
        sa.Column("next_at", sa.Double(), nullable=False),
        sa.Column("lease_until", sa.Double(), nullable=True),
        sa.Column("fence", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("last_poll_at", sa.Double(), nullable=True),
        sa.Column("last_ok_at", sa.Double(), nullable=True),
        sa.Column("error_kind", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("advice", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_feeds"),
        sa.UniqueConstraint("slug", name="uq_feeds_slug"),
    )
    op.create_index("ix_feeds_state_next_at", "feeds", ["state", "next_at"])
    op.create_table(
        "leases",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("until", sa.Double(), nullable=False),
        sa.Column("fence", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
    )
    op.create_table(
        "stories",
        sa.Column("id", KEY, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("follows", KEY, nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("held", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("first_at", sa.Double(), nullable=False),
        sa.Column("last_at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["follows"], ["stories.id"], name="fk_stories_follows"),
        sa.PrimaryKeyConstraint("id", name="pk_stories"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_stories_last_at", "stories", ["last_at"])
    op.create_table(
        "deliveries",
        sa.Column("id", KEY, nullable=False),
        sa.Column("channel_id", KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("story_id", KEY, nullable=True),
        sa.Column("once_key", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("text", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=True),
        sa.Column("seq", KEY, nullable=False),
        sa.Column("rank", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("state", sa.Text(), server_default="pending", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("sent_revision", sa.Integer(), nullable=True),
        sa.Column("remote_id", sa.Text(), nullable=True),
        sa.Column("plain", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("frozen", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.Column("first_sent_at", sa.Double(), nullable=True),
        sa.Column("sent_at", sa.Double(), nullable=True),
        sa.Column("expires_at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"], name="fk_deliveries_channel_id"),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name="fk_deliveries_story_id"),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("channel_id", "once_key", name="uq_deliveries_channel_id_once_key"),
        sa.UniqueConstraint("channel_id", "story_id", name="uq_deliveries_channel_id_story_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_deliveries_channel_id_state_rank_seq", "deliveries", ["channel_id", "state", "rank", "seq"]
    )
    op.create_index("ix_deliveries_seq", "deliveries", ["seq"])
    op.create_index("ix_deliveries_state_expires_at", "deliveries", ["state", "expires_at"])
    op.create_index("ix_deliveries_story_id", "deliveries", ["story_id"])
    op.create_table(
        "fetches",
        sa.Column("id", KEY, nullable=False),
        sa.Column("feed_id", KEY, nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("ms", sa.Double(), nullable=False),
        sa.Column("bytes_read", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("new_items", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("error_kind", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_fetches_feed_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_fetches"),
    )
    op.create_index("ix_fetches_at", "fetches", ["at"])
    op.create_index("ix_fetches_feed_id_at", "fetches", ["feed_id", "at"])
    op.create_table(
        "items",
        sa.Column("id", KEY, nullable=False),
        sa.Column("feed_id", KEY, nullable=False),
        sa.Column("guid_hash", sa.Text(), nullable=False),
        sa.Column("url_key", sa.Text(), nullable=True),
        sa.Column("title_key", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("published_at", sa.Double(), nullable=True),
        sa.Column("seen_at", sa.Double(), nullable=False),
        sa.Column("present_at", sa.Double(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("relevant", sa.Boolean(), nullable=False),
        sa.Column("cleaned", sa.Text(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("removed", sa.Text(), nullable=True),
        sa.Column("story_id", KEY, nullable=True),
        sa.Column("repost", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_items_feed_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name="fk_items_story_id"),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
        sa.UniqueConstraint("feed_id", "guid_hash", name="uq_items_feed_id_guid_hash"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_items_feed_id_url_key", "items", ["feed_id", "url_key"])
    op.create_index("ix_items_feed_id_title_key", "items", ["feed_id", "title_key"])
    op.create_index("ix_items_present_at", "items", ["present_at"])
    op.create_index("ix_items_story_id", "items", ["story_id"])
    op.create_index("ix_items_url_key", "items", ["url_key"])
    op.create_table(
        "story_keys",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("story_id", KEY, nullable=False),
        sa.Column("last_at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.id"], name="fk_story_keys_story_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", "story_id", name="pk_story_keys"),
    )
    op.create_index("ix_story_keys_story_id", "story_keys", ["story_id"])
    op.create_table(
        "story_texts",
        sa.Column("story_id", KEY, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.id"], name="fk_story_texts_story_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("story_id", name="pk_story_texts"),
    )
    op.create_table(
        "subscriptions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("channel_id", KEY, nullable=False),
        sa.Column("filter", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("digest_at", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("since_story_id", KEY, nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"], name="fk_subscriptions_channel_id"),
        sa.PrimaryKeyConstraint("id", name="pk_subscriptions"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_subscriptions_channel_id", "subscriptions", ["channel_id"])
    op.create_table(
        "digest_entries",
        sa.Column("subscription_id", KEY, nullable=False),
        sa.Column("story_id", KEY, nullable=False),
        sa.Column("added_at", sa.Double(), nullable=False),
        sa.Column("folded_at", sa.Double(), nullable=True),
        sa.Column("delivery_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["deliveries.id"], name="fk_digest_entries_delivery_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name="fk_digest_entries_story_id"),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscriptions.id"],
            name="fk_digest_entries_subscription_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("subscription_id", "story_id", name="pk_digest_entries"),
    )
    op.create_index("ix_digest_entries_delivery_id", "digest_entries", ["delivery_id"])
    op.create_index("ix_digest_entries_folded_at_added_at", "digest_entries", ["folded_at", "added_at"])
    op.create_index("ix_digest_entries_story_id", "digest_entries", ["story_id"])

    if op.get_bind().dialect.name == "sqlite":
        _index_words_in_sqlite()
    else:
        _index_words_in_postgresql()


def _index_words_in_sqlite() -> None:
    """An FTS5 index over story_texts, kept in step by triggers."""
    op.execute(
        "CREATE VIRTUAL TABLE story_words USING fts5("
        "title, body, content='story_texts', content_rowid='story_id',"
        " tokenize='porter unicode61 remove_diacritics 2')"
    )
    added = "INSERT INTO story_words(rowid, title, body) VALUES (new.story_id, new.title, new.body);"
    removed = (
        "INSERT INTO story_words(story_words, rowid, title, body)"
        " VALUES ('delete', old.story_id, old.title, old.body);"
    )
    op.execute(f"CREATE TRIGGER story_texts_added AFTER INSERT ON story_texts BEGIN {added} END")
    op.execute(f"CREATE TRIGGER story_texts_removed AFTER DELETE ON story_texts BEGIN {removed} END")
    op.execute(f"CREATE TRIGGER story_texts_changed AFTER UPDATE ON story_texts BEGIN {removed} {added} END")


def _index_words_in_postgresql() -> None:
    """The same as an expression index; search.py asks with the same expression."""
    op.execute(
        "CREATE INDEX ix_story_texts_words ON story_texts USING gin (("
        "setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', body), 'B')))"
    )
