"""Ticks: APScheduler in memory only; what is due lives in the database."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import structlog
from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
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
        self._scheduler.add_listener(self._failed, EVENT_JOB_ERROR)
        self._running: set[asyncio.Future[object]] = set()

    @staticmethod
    def _failed(happening: JobExecutionEvent) -> None:
        log.error(
            "tick failed", job=happening.job_id, error=str(happening.exception), traceback=happening.traceback
        )

    def every(self, seconds: float, job: Callable[[], Awaitable[object]], *, name: str) -> None:
        """Run `job` at the start and then every `seconds`."""
        failing = ""

        async def tick() -> None:
            nonlocal failing
            # APScheduler's executor cancels running coroutines when it shuts down: shielded, the work goes
            # on and `drain` waits for it.
            work = asyncio.ensure_future(job())
            self._running.add(work)
            work.add_done_callback(self._running.discard)
            try:
                await asyncio.shield(work)
            except MovedError as exc:
                self.moved = exc
                if self._stop is not None:
                    self._stop.set()
            except CivicwatchError as exc:
                # A database that is away is told once, not at every tick.
                if str(exc) != failing:
                    log.error("tick failed", job=name, error=str(exc))  # noqa: TRY400 - the line says it all
                failing = str(exc)
            else:
                if failing:
                    log.info("tick works again", job=name)
                failing = ""

        self._scheduler.add_job(tick, "interval", seconds=seconds, id=name, next_run_time=datetime.now(UTC))

    def start(self) -> None:
        """Begin ticking in the running loop."""
        self._scheduler.start()

    async def drain(self, timeout_s: float) -> None:
        """Tick no more, let running work end within the time, then cancel what is left."""
        self._scheduler.pause()
        if self._running:
            await asyncio.wait(self._running, timeout=timeout_s)
        for work in self._running:
            work.cancel()
        self._scheduler.shutdown(wait=False)
