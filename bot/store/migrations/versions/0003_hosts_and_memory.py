"""A lane for each host, and what is remembered of a feed: moves, silence, what the operator was told."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "hosts",
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("free_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("host", name="pk_hosts"),
    )
    # Filled by the next start, which makes the table follow the catalogue.
    op.add_column("feeds", sa.Column("host", sa.Text(), server_default=sa.text("''"), nullable=False))
    for name in ("moved_to", "moved_seen"):
        op.add_column("feeds", sa.Column(name, sa.Text(), nullable=True))
    for name in ("last_item_at", "quiet_after_s", "quiet_told_at", "failing_told_at"):
        op.add_column("feeds", sa.Column(name, sa.Double(), nullable=True))
