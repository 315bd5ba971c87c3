"""Answers in threads, and what a channel wants done with a post in doubt."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ROWS = sa.text("parent_id IS NOT NULL")


def upgrade() -> None:
    op.add_column("subscriptions", sa.Column("threads", sa.Text(), server_default="off", nullable=False))
    op.add_column("channels", sa.Column("in_doubt", sa.Text(), nullable=True))
    op.add_column("deliveries", sa.Column("parent_id", KEY, nullable=True))
    op.add_column("deliveries", sa.Column("news", sa.Text(), nullable=True))
    op.create_index(
        "ix_deliveries_parent", "deliveries", ["parent_id"], sqlite_where=ROWS, postgresql_where=ROWS
    )
