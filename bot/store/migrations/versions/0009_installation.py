"""A name for each installation: keys were the same in all databases, and one's posts taken for another's."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# In a key with the longest number there is, within the 25 characters that Discord takes.
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
LENGTH = 6


def upgrade() -> None:
    op.create_table(
        "installation",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("named_from", KEY, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_installation"),
    )
    # What was posted already is looked up by the key that it was posted with.
    name = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    first = "INSERT INTO installation (name, named_from) SELECT :name, coalesce(max(id), 0) FROM deliveries"
    op.execute(sa.text(first).bindparams(sa.bindparam("name", name, sa.Text())))
