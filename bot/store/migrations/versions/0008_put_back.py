"""A delivery that a person put back is posted where the platform can't tell whether it stands."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("if_in_doubt", sa.Text(), nullable=True))
