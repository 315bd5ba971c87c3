"""What several statements share."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

from sqlalchemy import BigInteger, FromClause, Select, bindparam, column, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import TypeEngine

from bot.store.database import Transaction

T = TypeVar("T")

BATCH: Final = 2_000
"""Values in one statement; engines limit how many a statement may carry."""


def batches(values: Sequence[T], size: int = BATCH) -> Iterator[Sequence[T]]:
    """The values in runs of at most `size`."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def listed(
    tx: Transaction, columns: Mapping[str, TypeEngine[Any]], rows: Sequence[Sequence[object]]
) -> FromClause:
    """Rows of ours as a table for one statement: any number in a few parameters.

    The statement's text stays the same however many there are, so both drivers keep it prepared.
    """
    if tx.connection.dialect.name == "sqlite":
        each = func.json_each(json.dumps(rows)).table_valued("value")
        values = (
            func.json_extract(each.c.value, f"$[{place}]", type_=type_).label(name)
            for place, (name, type_) in enumerate(columns.items())
        )
        return select(*values).subquery()
    arrays = (
        bindparam(name, [row[place] for row in rows], type_=ARRAY(type_), unique=True)
        for place, (name, type_) in enumerate(columns.items())
    )
    named = (column(name, type_) for name, type_ in columns.items())
    return func.unnest(*arrays).table_valued(*named).render_derived()


def numbers(tx: Transaction, ids: Collection[int]) -> Select[tuple[int]]:
    """The ids as a subquery for IN."""
    rows = listed(tx, {"id": BigInteger()}, [(each,) for each in sorted(ids)])
    return select(rows.c.id)
