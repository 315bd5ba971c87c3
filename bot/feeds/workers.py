"""The pool's side of one worker process: start it, ask it, end it."""

import asyncio
import contextlib
import os
import signal
import sys

from pydantic import ValidationError

from bot.feeds.frames import FRAME_LIMIT, JOB, PREFIX, REPLY, Job, Reply, Task, framed

DOCUMENTS_EACH = 2_000
"""Documents until a worker is replaced: parsers leak a little, and a bot runs for months."""
START_S = 30.0
"""How long a busy machine may take to start an interpreter."""
GRACE_S = 1.0
"""How long beyond its own limit a worker is waited for before it is killed."""


class NoWorkerError(Exception):
    """The process does not come up at all: no document's fault."""


class WorkerDiedError(Exception):
    """The process ended or talked nonsense; `timed_out` if the document took too long."""

    def __init__(self, *, timed_out: bool) -> None:
        super().__init__("timed out" if timed_out else "died")
        self.timed_out = timed_out


class Worker:
    """One process, started by the first job."""

    def __init__(self, timeout_s: float, memory_mb: int) -> None:
        self._timeout_s = timeout_s
        self._memory_mb = memory_mb
        self._process: asyncio.subprocess.Process | None = None
        self._documents = 0
        self._has_judged = False
        self.is_spent = False
        """True when it should do no further job."""

    @property
    def pid(self) -> int | None:
        """The process id while there is a process."""
        return self._process.pid if self._process and self._process.returncode is None else None

    async def ask(self, job: Job, body: bytes) -> Reply:
        """Have a job done. Raise WorkerDiedError if there is no answer; the process is gone then."""
        await self._start()
        # The first items load what judging needs, before the worker's own clock starts.
        loading_s = START_S if job.task is Task.ITEMS and not self._has_judged else 0.0
        try:
            async with asyncio.timeout(self._timeout_s + GRACE_S + loading_s):
                reply = REPLY.validate_json(await self._exchanged(job, body))
        except TimeoutError as exc:
            await self.stop()
            raise WorkerDiedError(timed_out=True) from exc
        except (asyncio.IncompleteReadError, ConnectionError, ValidationError) as exc:
            raise WorkerDiedError(timed_out=await self._fate() == -signal.SIGALRM) from exc
        except asyncio.CancelledError:
            # Its answer would be taken for the next document's. Waited for: a stop that closes the event loop
            # under a dying process is told as an unknown child.
            await self.stop()
            raise
        self._documents += job.task is not Task.ITEMS
        self._has_judged |= job.task is Task.ITEMS
        out_of_memory = reply.refusal is not None and reply.refusal.kind == "too_much_memory"
        self.is_spent = out_of_memory or self._documents >= DOCUMENTS_EACH
        return reply

    async def stop(self) -> None:
        """End the process, which holds nothing worth saving, and wait for it."""
        self.kill()
        if self._process:
            if self._process.stdin:
                self._process.stdin.close()
            # Reading to the end lets the pipes close before the event loop may.
            await self._process.communicate()

    async def _fate(self) -> int | None:
        """How a process ended that closed its output; one that lives on is ended."""
        if self._process is None:
            return None
        with contextlib.suppress(TimeoutError):
            # Not killed at once: that would take the exit status away from the one who waits for it.
            await asyncio.wait_for(self._process.wait(), GRACE_S)
        await self.stop()
        return self._process.returncode

    def kill(self) -> None:
        """Send the process its end, without waiting."""
        if self._process and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()

    async def _start(self) -> None:
        if self._process is not None:
            return
        try:
            async with asyncio.timeout(START_S):
                self._process = await _started(self._timeout_s, self._memory_mb)
                await self._frame()  # an empty one: it is up, and within its limits
        except (TimeoutError, OSError, asyncio.IncompleteReadError) as exc:
            await self.stop()
            raise NoWorkerError from exc
        except asyncio.CancelledError:
            self.kill()
            raise

    async def _exchanged(self, job: Job, body: bytes) -> bytes:
        stdin = self._process.stdin if self._process else None
        if stdin is None:
            raise ConnectionError
        stdin.writelines((framed(JOB.dump_json(job)), framed(body)))
        await stdin.drain()
        return await self._frame()

    async def _frame(self) -> bytes:
        stdout = self._process.stdout if self._process else None
        if stdout is None:
            raise ConnectionError
        (size,) = PREFIX.unpack(await stdout.readexactly(PREFIX.size))
        if size > FRAME_LIMIT:
            raise ConnectionError
        return await stdout.readexactly(size)


async def _started(timeout_s: float, memory_mb: int) -> asyncio.subprocess.Process:
    # The environment stays here: a worker needs no token, and what it doesn't have it can't give away.
    environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1"}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-B", "-P", "-m", "bot.feeds.worker", str(timeout_s), str(memory_mb)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=environment,
    )
