"""Lanes found without sorting, gates for whole platforms, and since when a delivery is tried."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.drop_index("ix_channels_paused_next_at", "channels")
    _index("ix_channels_turn", ["next_at", "id"], "paused IS NULL AND next_at IS NOT NULL")
    _index("ix_channels_leased", ["lease_until"], "lease_until IS NOT NULL")
    op.create_table(
        "gates",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("closed_until", sa.Double(), nullable=True),
        sa.Column("tokens", sa.Double(), nullable=False),
        sa.Column("refilled_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("platform", name="pk_gates"),
    )
    op.add_column("deliveries", sa.Column("tried_since", sa.Double(), nullable=True))


def _index(name: str, columns: list[str], rows: str) -> None:
    op.create_index(name, "channels", columns, sqlite_where=sa.text(rows), postgresql_where=sa.text(rows))
