"""Days of a digest, quiet hours, and when a subscription was made."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    columns = [
        sa.Column("digest_days", sa.Text(), server_default="daily", nullable=False),
        sa.Column("quiet_from", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("quiet_to", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("quiet_breakthrough", sa.Text(), nullable=True),
        sa.Column("created_at", sa.Double(), nullable=True),
    ]
    for column in columns:
        op.add_column("subscriptions", column)
