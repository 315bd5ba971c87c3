"""Column types that both engines store alike: instants, text without bytes they refuse, records as JSON."""

import json
from datetime import UTC, datetime
from typing import Generic, TypeVar

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError
from sqlalchemy import BigInteger, BindParameter, Dialect, Double, Integer, Text, literal
from sqlalchemy.types import TypeDecorator

T = TypeVar("T")

Key = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only in a column that is declared INTEGER."""


def storable(text: str) -> str:
    """The text without what no database takes: NUL (PostgreSQL) and lone surrogates (not UTF-8)."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


class Words(TypeDecorator[str]):
    """Text that may come from outside."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002, D102
        return None if value is None else storable(value)


class Instant(TypeDecorator[datetime]):
    """A time as UTC epoch seconds: both engines add and compare it alike."""

    impl = Double
    cache_ok = True

    def process_bind_param(self, value: datetime | float | None, dialect: Dialect) -> float | None:  # noqa: ARG002, D102
        return value.timestamp() if isinstance(value, datetime) else value

    def process_result_value(self, value: float | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002, D102
        return None if value is None else datetime.fromtimestamp(value, UTC)


def instant(at: datetime) -> BindParameter[datetime]:
    """The time as a value for expressions in which SQLAlchemy can't see the column's type."""
    return literal(at, Instant())


class Record(TypeDecorator[T], Generic[T]):
    """One of our dataclasses as JSON text; queries never look inside."""

    impl = Text
    cache_ok = True

    def __init__(self, type_: type[T]) -> None:
        super().__init__()
        self.type_ = type_  # by this name SQLAlchemy tells cached statements apart
        self._adapter: TypeAdapter[T] = TypeAdapter(type_)

    def process_bind_param(self, value: T | None, dialect: Dialect) -> str | None:  # noqa: ARG002, D102
        return None if value is None else to_json(self._adapter, value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> T | None:  # noqa: ARG002, D102
        return None if value is None else self._adapter.validate_json(value)


def to_json(adapter: TypeAdapter[T], value: T) -> str:
    """The value as JSON that both engines take; a lone surrogate from outside costs itself only."""
    try:
        return adapter.dump_json(value).decode()
    except PydanticSerializationError:
        return storable(json.dumps(adapter.dump_python(value, mode="json"), ensure_ascii=False))
