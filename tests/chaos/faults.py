"""What is done to the workers of a trial while they deliver; each fault happens a given number of times."""

import asyncio
import random
import resource
import signal
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from chaos.field import Worker
from chaos.servers import Postgres, Sqlite

Workers = Callable[[], Sequence[Worker]]
Fault = Callable[["Scene"], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a fault strikes."""

    server: Sqlite | Postgres
    workers: Workers
    random: random.Random
    lease_s: float
    count: int

    async def pause(self, least_s: float, most_s: float) -> None:
        """Let some work be done between two strikes."""
        await asyncio.sleep(self.random.uniform(least_s, most_s))


async def kills(scene: Scene) -> None:
    """kill -9, any worker, any moment."""
    for _ in range(scene.count):
        await scene.pause(0.1, scene.lease_s / 2)
        await scene.random.choice(scene.workers()).kill()


async def naps(scene: Scene) -> None:
    """SIGSTOP for longer than the lease, then SIGCONT; one worker always stays awake."""
    left = iter(range(scene.count))

    async def nap(number: int) -> None:
        for _ in left:
            await scene.pause(0.1, scene.lease_s)
            worker = scene.workers()[number]
            worker.signal(signal.SIGSTOP)
            await scene.pause(1.1 * scene.lease_s, 2 * scene.lease_s)
            worker.signal(signal.SIGCONT)

    await asyncio.gather(*(nap(number) for number in range(len(scene.workers()) - 1)))


async def restarts(scene: Scene) -> None:
    """The database server is struck down and comes back."""
    assert isinstance(scene.server, Postgres)
    for _ in range(scene.count):
        await scene.pause(0.2, scene.lease_s)
        await scene.server.restart()


async def full_disks(scene: Scene) -> None:
    """No worker can make any file longer for a while; then there is room again."""
    for _ in range(scene.count):
        await scene.pause(0.2, scene.lease_s)
        full = scene.workers()
        for worker in full:
            _limit_files(worker, 4096)
        await scene.pause(0.2, scene.lease_s)
        for worker in full:
            _limit_files(worker, resource.RLIM_INFINITY)


async def storm(scene: Scene) -> None:
    """Everything at once: kills, naps, and once the database fails everybody."""
    failing = restarts if isinstance(scene.server, Postgres) else full_disks
    once = replace(scene, count=1)
    await asyncio.gather(kills(scene), naps(replace(scene, count=2)), failing(once))


async def nothing(scene: Scene) -> None:
    """The platforms' mishaps alone."""


def _limit_files(worker: Worker, most_bytes: int) -> None:
    try:
        resource.prlimit(worker.pid, resource.RLIMIT_FSIZE, (most_bytes, resource.RLIM_INFINITY))
    except ProcessLookupError:
        return
