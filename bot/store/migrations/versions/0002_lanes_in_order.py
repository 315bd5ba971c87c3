"""Indexes by which a claim finds its lanes without sorting all that are due."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.drop_index("ix_channels_paused_next_at", "channels")
    _index("ix_channels_turn", ["next_at", "id"], "paused IS NULL AND next_at IS NOT NULL")
    _index("ix_channels_leased", ["lease_until"], "lease_until IS NOT NULL")


def _index(name: str, columns: list[str], rows: str) -> None:
    op.create_index(name, "channels", columns, sqlite_where=sa.text(rows), postgresql_where=sa.text(rows))
