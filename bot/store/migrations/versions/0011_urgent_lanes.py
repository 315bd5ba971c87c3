"""Which lanes have something urgent: where a platform is the bottleneck, they go first."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

ROWS = sa.text("paused IS NULL AND next_at IS NOT NULL AND rank < 0")


def upgrade() -> None:
    op.add_column("channels", sa.Column("rank", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.execute(
        "UPDATE channels SET rank = -1 WHERE id IN"
        " (SELECT channel_id FROM deliveries WHERE state = 'pending' AND rank < 0)"
    )
    op.create_index(
        "ix_channels_urgent", "channels", ["next_at", "id"], sqlite_where=ROWS, postgresql_where=ROWS
    )
