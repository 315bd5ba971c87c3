"""What people were told of paused channels and of posts that nobody saw."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

PAUSED = sa.text("paused IS NOT NULL")


def upgrade() -> None:
    # Channels that are paused now have no time: the last version told of them.
    for name, type_ in (("paused_at", sa.Double()), ("told", sa.Text()), ("told_at", sa.Double())):
        op.add_column("channels", sa.Column(name, type_, nullable=True))
    op.create_index("ix_channels_paused", "channels", ["id"], sqlite_where=PAUSED, postgresql_where=PAUSED)
    op.add_column("deliveries", sa.Column("ended_at", sa.Double(), nullable=True))
    op.add_column("installation", sa.Column("losses_told_at", sa.Double(), nullable=True))
