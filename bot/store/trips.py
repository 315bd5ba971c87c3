"""SQLite in a thread of its own, with one trip to it for each statement, rows and closing included.

aiosqlite (https://aiosqlite.omnilib.dev) makes a trip for the cursor, one for the statement, one for its rows
and one for the cursor's end; SQLAlchemy adds the rollback of what was committed. A trip costs more than most
of our statements, and each is a turn of the event loop that commands wait for. Who only reads makes one trip
for each statement and none for the transaction.
"""

import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any, Self, TypeVar

import aiosqlite

T = TypeVar("T")

ROWS_AT_ONCE = 1_000
"""What a statement brings with it; the rest comes when it is asked for, so that a table may be streamed."""

READING, WRITING = "BEGIN", "BEGIN IMMEDIATE"
"""Begin a transaction; sent with its first statement, before which it has nothing to see or to lock."""


class Cursor:
    """What SQLAlchemy asks of aiosqlite's cursor."""

    def __init__(self, connection: "Connection") -> None:
        self._connection = connection
        self._rows: deque[Any] = deque()
        self._rest: sqlite3.Cursor | None = None
        self.arraysize = 1
        self.description: Sequence[Any] | None = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Self:
        """Run one statement."""
        if sql in (READING, WRITING):
            self._connection.owed = sql
            return self
        return await self._connection.trip(lambda real: self._take(real.execute(sql, parameters)))

    async def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> Self:
        """Run one statement once for each row of parameters."""
        return await self._connection.trip(lambda real: self._take(real.executemany(sql, parameters)))

    async def fetchmany(self, size: int = 1) -> Sequence[Any]:
        """The next rows."""
        rest = self._rest
        if rest is not None and len(self._rows) < size:
            self._rows += await self._connection.trip(lambda _: rest.fetchmany(size))
        taken = list(islice(self._rows, size))
        for _ in taken:
            self._rows.popleft()
        return taken

    async def fetchall(self) -> Sequence[Any]:
        """The rows that are left."""
        rest, rows = self._rest, list(self._rows)
        self._rows.clear()
        return rows if rest is None else rows + await self._connection.trip(lambda _: rest.fetchall())

    async def close(self) -> None:
        """Let go of rows that nobody fetched."""
        rest, self._rest = self._rest, None
        if rest is not None:
            await self._connection.trip(lambda _: rest.close())

    def _take(self, cursor: sqlite3.Cursor) -> Self:
        """In the connection's thread: keep what the statement gave."""
        try:
            rows = cursor.fetchmany(ROWS_AT_ONCE) if cursor.description else []
        except BaseException:
            cursor.close()
            raise
        self._rows = deque(rows)
        self.description, self.rowcount = cursor.description, cursor.rowcount
        self.lastrowid = cursor.lastrowid
        if len(rows) == ROWS_AT_ONCE:
            self._rest = cursor
        else:
            cursor.close()
        return self


class Connection(aiosqlite.Connection):
    """aiosqlite's connection with the cursors of this module."""

    owed = ""
    """How to begin the transaction with its first statement."""
    _is_reading = False

    def cursor(self) -> Cursor:  # type: ignore[override]
        """A cursor, without a trip."""
        return Cursor(self)

    async def commit(self) -> None:
        """Make the transaction durable, if one was begun."""
        self.owed = ""
        if self.in_transaction:
            await super().commit()

    async def rollback(self) -> None:
        """Take back what was not committed, if there is anything."""
        self.owed = ""
        # No trip is under way: SQLAlchemy gives up the connection of one that was cancelled.
        if not self.in_transaction:
            return
        if self._is_reading:
            # There is nothing to take back and nothing to wait for: what comes next comes after it.
            self._tx.put_nowait((None, self._conn.rollback))
        else:
            await super().rollback()

    async def trip(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do some work in the connection's thread."""
        owed, self.owed = self.owed, ""
        self._is_reading |= owed == READING

        def begun(real: sqlite3.Connection) -> T:
            if owed:
                real.execute(owed)
            return work(real)

        result: T = await self._execute(begun, self._conn)  # type: ignore[no-untyped-call]
        return result


async def connect(file: str, **options: Any) -> Connection:  # noqa: ANN401 - what sqlite3 takes
    """Open the file in a new thread."""
    connection = Connection(lambda: sqlite3.connect(file, **options), iter_chunk_size=ROWS_AT_ONCE)
    # A thread that is left behind must not keep the process from ending.
    connection._thread.daemon = True  # noqa: SLF001 - aiosqlite has no other way
    await connection
    return connection
