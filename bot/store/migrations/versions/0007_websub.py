"""Subscriptions at hubs (WebSub), and until when a feed's hub tells of changes."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for name in ("pushed_until", "pinged_at"):
        op.add_column("feeds", sa.Column(name, sa.Double(), nullable=True))
    op.create_table(
        "hub_subscriptions",
        sa.Column("feed_id", KEY, nullable=False),
        sa.Column("hub", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("asked", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("next_at", sa.Double(), nullable=False),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("heard_at", sa.Double(), nullable=True),
        sa.Column("due_at", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feeds.id"], name="fk_hub_subscriptions_feed_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("feed_id", name="pk_hub_subscriptions"),
        sa.UniqueConstraint("token", name="uq_hub_subscriptions_token"),
    )
    op.create_index("ix_hub_subscriptions_next_at", "hub_subscriptions", ["next_at"])
