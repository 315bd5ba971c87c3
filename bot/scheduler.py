"""Ticks: APScheduler in memory only; what is due lives in the database."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.core.errors import CivicwatchError, MovedError

log = structlog.get_logger(__name__)


class Ticker:
    """Calls coroutines at fixed intervals, never two runs of one at once; missed ticks fold into one."""

    def __init__(self, *, stop: asyncio.Event | None = None) -> None:
        self._stop = stop
        self.moved: MovedError | None = None
        """Set, and `stop` with it, when a job found that another database does this one's work."""
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        self._running: dict[str, asyncio.Task[None]] = {}
        self._failing: dict[str, str] = {}

    def every(self, seconds: float, job: Callable[[], Awaitable[object]], *, name: str) -> None:
        """Run `job` at the start and then every `seconds`, unless its last run goes on."""

        async def tick() -> None:
            # APScheduler warns at every tick of a job that it waits for, and cancels it when it shuts down:
            # the work is a task of its own, for which `drain` waits.
            if name not in self._running:
                self._running[name] = work = asyncio.create_task(self._run(job, name))
                work.add_done_callback(lambda _: self._running.pop(name))

        self._scheduler.add_job(tick, "interval", seconds=seconds, id=name, next_run_time=datetime.now(UTC))

    async def _run(self, job: Callable[[], Awaitable[object]], name: str) -> None:
        try:
            await job()
        except MovedError as exc:
            self.moved = exc
            if self._stop is not None:
                self._stop.set()
        except CivicwatchError as exc:
            # A database that is away is told once, not at every tick.
            if str(exc) != self._failing.get(name):
                log.error("tick failed", job=name, error=str(exc))  # noqa: TRY400 - the line says it all
            self._failing[name] = str(exc)
        except Exception:
            # The next tick tries again; a job that ended for good would be noticed by nobody.
            log.exception("tick failed", job=name)
        else:
            if self._failing.pop(name, None):
                log.info("tick works again", job=name)

    def start(self) -> None:
        """Begin ticking in the running loop."""
        self._scheduler.start()

    async def drain(self, timeout_s: float) -> None:
        """Tick no more, let running work end within the time, then cancel what is left."""
        self._scheduler.pause()
        if self._running:
            await asyncio.wait(list(self._running.values()), timeout=timeout_s)
        late = list(self._running.values())
        for work in late:
            work.cancel()
        # What is cancelled still lets go of what it holds: its parse processes, its transaction.
        await asyncio.gather(*late, return_exceptions=True)
        self._scheduler.shutdown(wait=False)
