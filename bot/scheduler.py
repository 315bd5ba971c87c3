"""Ticks: APScheduler in memory only; what is due lives in the database."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import structlog
from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger(__name__)


class Ticker:
    """Calls coroutines at fixed intervals, never two runs of one at once; missed ticks fold into one."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        self._scheduler.add_listener(self._failed, EVENT_JOB_ERROR)

    @staticmethod
    def _failed(event: JobExecutionEvent) -> None:
        log.error("tick failed", job=event.job_id, error=str(event.exception), traceback=event.traceback)

    def every(self, seconds: float, job: Callable[[], Awaitable[object]], *, name: str, jitter_s: float | None = None) -> None:
        """Run `job` now and then every `seconds`."""
        self._scheduler.add_job(
            job, "interval", seconds=seconds, id=name, jitter=jitter_s, next_run_time=datetime.now(UTC)
        )

    def start(self) -> None:
        """Begin ticking in the running event loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """No further ticks. The caller drains its own work: APScheduler would cancel running coroutines."""
        self._scheduler.pause()

    def close(self) -> None:
        """Forget all jobs, once the caller's own work is drained."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
