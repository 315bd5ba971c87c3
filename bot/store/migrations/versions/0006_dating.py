"""What an item's date rests on."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("items", sa.Column("dating", sa.Text(), server_default="{}", nullable=False))
    items = sa.table("items", sa.column("dating"), sa.column("published_at"))
    # What was believed before was the format's own date, mostly.
    dated = items.update().where(items.c.published_at.is_not(None))
    op.execute(dated.values(dating='{"basis":"published"}'))
