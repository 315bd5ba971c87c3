"""A database that was moved says so itself; before, its channels were paused one by one."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("installation", sa.Column("moved_to", sa.Text(), nullable=True))
    op.execute(
        "UPDATE installation SET moved_to = 'another database'"
        " WHERE EXISTS (SELECT 1 FROM channels WHERE paused = 'moved')"
    )
