"""Gives birth to workers: imports once, then forks a child for each line of orders (`python -m chaos.nursery`).

Reads {"start": orders, "tag": n} and writes {"started": pid, "tag": n}, {"steps": n, "pid": pid} and
{"ended": pid, "status": exit code or minus the signal}, one JSON object a line. Ends, with all its workers,
when its input does.
"""

import asyncio
import json
import logging
import os
import signal
import sys
import traceback
from typing import Any, NoReturn

import structlog
from chaos.scale import Orders
from chaos.worker import work

CHILDREN: set[int] = set()


def tell(**what: object) -> None:
    """One write, so that the lines of several writers never mix."""
    os.write(1, json.dumps(what).encode() + b"\n")


def bury(*_: object) -> None:
    """Say which workers have ended."""
    while CHILDREN:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        CHILDREN.discard(pid)
        tell(ended=pid, status=os.waitstatus_to_exitcode(status))


def live(orders: Orders) -> NoReturn:
    """Be a worker."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    try:
        steps = asyncio.run(work(orders))
        tell(steps=steps, pid=os.getpid())
        os._exit(0)
    except BaseException:  # noqa: BLE001 - whatever ends a worker is told by its exit code
        traceback.print_exc()
        os._exit(1)


def start(told: dict[str, Any]) -> None:
    """Fork a worker; its end may not be told before its start."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    pid = os.fork()
    if not pid:
        live(Orders.of(told["start"]))
    CHILDREN.add(pid)
    tell(started=pid, tag=told["tag"])
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})


def main() -> None:
    """Serve until the input ends."""
    level = logging.DEBUG if os.environ.get("CHAOS_LOG") else logging.CRITICAL
    logging.basicConfig(level=level, stream=sys.stderr)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    signal.signal(signal.SIGCHLD, bury)
    for line in sys.stdin:
        start(json.loads(line))
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for pid in list(CHILDREN):
        os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
