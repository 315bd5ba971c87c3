"""Opens SQLite or PostgreSQL and gives out transactions; the only place that knows how the two differ."""

import asyncio
import sqlite3
import time
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import asyncpg
from sqlalchemy import URL, CursorResult, Executable, Table, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from bot.core.errors import StoreError
from bot.store import trips
from bot.store.bell import CHANNEL, Bell, Listener
from bot.store.failures import clear_line

Clock = Callable[[], datetime]

FROZEN_AFTER_S: Final = 20
"""A worker that says nothing for so long in a transaction has stopped: the server lets its locks go."""

ANSWER_WITHIN_S: Final = 25.0
"""A server that says nothing for so long has lost us: longer than anybody may keep a lock from us."""

UNTOLD_S: Final = 2.0
"""How often to look for what was queued where nobody can tell us of it."""

BUSY_TIMEOUT_S: Final = 10
"""How long a writer waits for another process (a shell command beside the bot) on one SQLite file."""


_NOW: Final = text("SELECT extract(epoch FROM clock_timestamp())::double precision")


def _machine_time() -> datetime:
    return datetime.now(UTC)


class Transaction:
    """One transaction and its one time: everything written together carries the same instant."""

    def __init__(self, connection: AsyncConnection, *, clock: Clock | None) -> None:
        self.connection = connection
        self._clock = clock
        self._now: datetime | None = None
        self.asked_at = self.told_at = 0.0
        """Our own monotonic time just before and just after the database told its: `now` is between."""
        self.rings = False
        """Something was queued: couriers are told when this commits."""
        self._insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert

    async def now(self) -> datetime:
        """The database's time when this transaction first asked."""
        if self._now is None:
            self.asked_at = self.told_at = time.monotonic()
            if self._clock is not None:
                self._now = self._clock()
            else:
                seconds = await self.connection.scalar(_NOW)
                self.told_at = time.monotonic()
                self._now = datetime.fromtimestamp(float(seconds), UTC)
        return self._now

    async def run(
        self, statement: Executable, rows: Mapping[str, object] | Sequence[Mapping[str, object]] | None = None
    ) -> CursorResult[Any]:
        """Execute one statement."""
        return await self.connection.execute(statement, rows)

    def insert(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """An INSERT that knows ON CONFLICT, which both engines spell alike."""
        return self._insert(table)


class Database(ABC):
    """One database, opened. `write` serialises on SQLite and runs side by side on PostgreSQL."""

    def __init__(self, url: URL, *, clock: Clock | None) -> None:
        self.url = url
        self._clock = clock
        self.bell = Bell()
        self._writing: set[asyncio.Task[object] | None] = set()

    @abstractmethod
    def _connect(
        self, *, writing: bool, patient: bool = False
    ) -> AbstractAsyncContextManager[AsyncConnection]:
        """A connection inside a transaction that commits on success and rolls back otherwise."""

    @abstractmethod
    async def close(self) -> None:
        """Give up every connection."""

    @abstractmethod
    async def exclusive(self, tx: Transaction, lock: int) -> None:
        """Wait until no other transaction of any worker holds `lock`; held until this one ends."""

    async def refresh_statistics(self) -> None:
        """Let the engine count rows again: its plans follow what it last counted."""
        async with self.write(patient=True) as tx:
            await tx.run(text("ANALYZE"))

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Transaction]:
        """A transaction that sees one state of the database and changes nothing."""
        with self.told():
            async with self._connect(writing=False) as connection:
                yield Transaction(connection, clock=self._clock)

    @asynccontextmanager
    async def write(self, *, patient: bool = False) -> AsyncIterator[Transaction]:
        """A transaction that commits when its block ends well and leaves nothing behind otherwise.

        `patient`: a single statement may take minutes, as in a migration.
        """
        task = asyncio.current_task()
        if task in self._writing:
            # SQLite has one writer: a second one inside the first would wait for itself.
            raise StoreError("a write to the store was begun inside another one")
        self._writing.add(task)
        try:
            with self.told():
                async with self._connect(writing=True, patient=patient) as connection:
                    tx = Transaction(connection, clock=self._clock)
                    yield tx
                    if tx.rings:
                        await self._announce(tx)
                if tx.rings:
                    self.bell.ring()
        finally:
            self._writing.discard(task)

    async def _announce(self, tx: Transaction) -> None:  # noqa: B027 - where nobody listens, nothing is said
        """Tell other processes, when this transaction commits, that something was queued."""

    async def wait_for_ring(self, seen: int, *, timeout_s: float) -> int:
        """Wait until something was queued after `seen`, or the time has passed."""
        # Another process on the same file can't ring.
        return await self.bell.wait(seen, timeout_s=min(timeout_s, UNTOLD_S))

    @contextmanager
    def told(self) -> Iterator[None]:
        """Turn what the driver says into one line of ours, without the password."""
        try:
            yield
        except (SQLAlchemyError, sqlite3.Error, asyncpg.PostgresError, asyncpg.InterfaceError) as exc:
            raise StoreError(clear_line(exc, self.url)) from exc


class SqliteDatabase(Database):
    """A file: one connection writes, a few read beside it (WAL)."""

    def __init__(self, url: URL, *, clock: Clock | None, must_exist: bool = False) -> None:
        # Whoever shares the file shares this machine, whose clock SQLite would ask too.
        super().__init__(url, clock=clock or _machine_time)
        file = url.database or ""
        if file in {"", ":memory:"}:
            raise StoreError(
                "the database needs a file: write sqlite:///PATH, for example sqlite:///civicwatch.sqlite3"
            )
        self._file = Path(file)
        self._must_exist = must_exist
        self._probed = False
        # One at a time in the order of asking; the pool alone would give up after its own timeout.
        self._turn = asyncio.Lock()
        self._writer = self._engine(begin=trips.WRITING, pool_size=1)
        self._readers = self._engine(begin=trips.READING, pool_size=4)

    def _engine(self, *, begin: str, pool_size: int) -> AsyncEngine:
        engine = create_async_engine(
            self.url.set(drivername="sqlite+aiosqlite"),
            connect_args={"async_creator_fn": trips.connect},
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=60,
        )

        @event.listens_for(engine.sync_engine, "connect")
        def _prepare(connection: DBAPIConnection, _record: object) -> None:
            connection.isolation_level = None  # we say BEGIN ourselves, also before DDL
            cursor = connection.cursor()
            cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_S * 1000}")
            cursor.execute("PRAGMA journal_mode = WAL")
            # FULL costs 7 to 9 % and a power cut then loses no acknowledgement.
            cursor.execute("PRAGMA synchronous = FULL")
            cursor.execute("PRAGMA foreign_keys = ON")
            cursor.close()

        @event.listens_for(engine.sync_engine, "begin")
        def _begin(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own event signature
            connection.exec_driver_sql(begin)

        return engine

    @asynccontextmanager
    async def _connect(self, *, writing: bool, patient: bool = False) -> AsyncIterator[AsyncConnection]:  # noqa: ARG002 - a file always answers
        if not self._probed:
            await asyncio.to_thread(self._probe)
            self._probed = True
        if writing:
            async with self._turn, self._writer.begin() as connection:
                yield connection
        else:
            async with self._readers.begin() as connection:
                yield connection

    def _probe(self) -> None:
        """Open the file once by plain means: a pool's failed connection leaves a thread behind."""
        if not self._file.parent.is_dir():
            raise StoreError(f"the folder of the database file does not exist: {self._file.parent}")
        if self._must_exist and not self._file.exists():
            raise StoreError(f"there is no database file {self._file}: is CIVICWATCH_DATABASE_URL right?")
        connection = sqlite3.connect(self._file)
        try:
            _use_wal(connection)
        finally:
            connection.close()

    async def close(self) -> None:
        """Give up every connection."""
        await self._readers.dispose()
        await self._writer.dispose()

    async def exclusive(self, tx: Transaction, lock: int) -> None:
        """Nothing to do: the first statement makes us the only writer."""


def _use_wal(connection: sqlite3.Connection) -> None:
    """Switch the file to WAL. SQLite does not wait by itself here, and several workers may start at once."""
    until = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as exc:
            if exc.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


_TAKEN = frozenset({"ssl", "host", "port"})
# Usual in the addresses that providers hand out; asyncpg decides these by itself.
_LIBPQ_ONLY = frozenset(
    {
        "application_name",
        "channel_binding",
        "connect_timeout",
        "gssencmode",
        "keepalives",
        "target_session_attrs",
    }
)


class _Impatient(asyncpg.Connection):  # type: ignore[misc]  # asyncpg has no types
    """Gives a connection up whose server does not answer BEGIN: the pool then makes new ones."""

    async def execute(self, query: str, *args: Any, timeout: float | None = None) -> str:  # noqa: ANN401, ASYNC109 - asyncpg's own
        """Run a command, such as those that begin and end transactions."""
        try:
            return str(await super().execute(query, *args, timeout=timeout))
        except TimeoutError as exc:
            self.terminate()
            raise asyncpg.ConnectionDoesNotExistError("the server does not answer") from exc


class PostgresDatabase(Database):
    """A server that any number of workers share."""

    def __init__(self, url: URL, *, clock: Clock | None, answer_within_s: float = ANSWER_WITHIN_S) -> None:
        super().__init__(url, clock=clock)
        query = dict(url.query)
        # libpq's word for it, which operators know and asyncpg calls otherwise.
        if "sslmode" in query:
            query["ssl"] = query.pop("sslmode")
        strange = sorted(set(query) - _TAKEN - _LIBPQ_ONLY)
        if strange:
            shown = url.set(query={}).render_as_string(hide_password=True)
            raise StoreError(f"database {shown}: unknown parameter {strange[0]}: take it out of the address")
        query = {name: value for name, value in query.items() if name in _TAKEN}
        plain = {"sslmode" if key == "ssl" else key: value for key, value in query.items()}
        server = url.set(drivername="postgresql", query=plain)
        self._listener = Listener(server.render_as_string(hide_password=False), self.bell)
        address = url.set(drivername="postgresql+asyncpg", query=query)
        session = {
            "timeout": 10,
            "server_settings": {
                "application_name": "civicwatch",
                "idle_in_transaction_session_timeout": str(FROZEN_AFTER_S * 1000),
            },
        }
        impatient = session | {"command_timeout": answer_within_s, "connection_class": _Impatient}
        self._engine = create_async_engine(
            address, pool_size=8, max_overflow=4, pool_pre_ping=True, connect_args=impatient
        )
        self._patient = create_async_engine(address, poolclass=NullPool, connect_args=session)

        @event.listens_for(self._engine.sync_engine, "handle_error")
        def _lost(context: ExceptionContext) -> None:
            # Nor would a ROLLBACK be answered, and the pool's other connections went the same way.
            if isinstance(context.original_exception, TimeoutError):
                context.is_disconnect = True

    @asynccontextmanager
    async def _connect(self, *, writing: bool, patient: bool = False) -> AsyncIterator[AsyncConnection]:  # noqa: ARG002 - it makes no difference here
        connection = (self._patient if patient else self._engine).connect()
        try:
            await connection.start()
        except (OSError, TimeoutError) as exc:
            raise StoreError(clear_line(exc, self.url)) from exc
        try:
            async with connection.begin():
                yield connection
        except TimeoutError as exc:
            raise StoreError(clear_line(exc, self.url)) from exc
        finally:
            # A cancelled task must still give its connection back.
            await asyncio.shield(connection.close())

    async def _announce(self, tx: Transaction) -> None:
        await tx.run(text("SELECT pg_notify(:channel, '')"), {"channel": CHANNEL})

    async def wait_for_ring(self, seen: int, *, timeout_s: float) -> int:
        """Wait until a process queued something after `seen`, or the time has passed."""
        self._listener.start()
        longest_s = timeout_s if self._listener.connected else min(timeout_s, UNTOLD_S)
        return await self.bell.wait(seen, timeout_s=longest_s)

    async def close(self) -> None:
        """Give up every connection."""
        await self._listener.close()
        await self._engine.dispose()
        await self._patient.dispose()

    async def exclusive(self, tx: Transaction, lock: int) -> None:
        """Take a lock that the server frees with the transaction."""
        await tx.run(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})


def database_at(url: str, *, clock: Clock | None = None, must_exist: bool = False) -> Database:
    """The database that a URL names. Raises StoreError naming the right form; connects to nothing yet.

    `must_exist`: a SQLite file that is not there is none, instead of a new one.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as exc:
        raise StoreError(_RIGHT_FORM) from exc
    match parsed.drivername.partition("+")[0]:
        case "sqlite":
            return SqliteDatabase(parsed, clock=clock, must_exist=must_exist)
        case "postgresql" | "postgres":
            return PostgresDatabase(parsed, clock=clock)
        case _:
            raise StoreError(_RIGHT_FORM)


_RIGHT_FORM = "the database URL must read sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME"
