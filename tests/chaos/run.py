"""The long form: `make chaos`, or `python -m chaos.run --kills 200 --posts 10000`; prints a table.

`grown` are messages whose stories grew while they waited or stood; one that does not show it in the end is lost.
Ends with 1 if any message was lost, doubled or out of order.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

from chaos import faults
from chaos.field import Nursery, Tally
from chaos.platforms import Mishap
from chaos.scale import SCALE, Times
from chaos.servers import Postgres, Sqlite
from chaos.trials import Trial, die_at_every_step, endure

FIVE_MINUTES_S = 300.0
FORGETFUL = Times(discord_nonce_window_s=0.0, nonce_memory_s=0.0)
"""Discord remembers no nonce at all: only its history can tell."""
STEPS = {
    "every step": (None, Times()),
    "every step, answer lost": (Mishap.LOST_ANSWER, Times()),
    "every step, request lost": (Mishap.LOST_REQUEST, Times()),
    "every step, answer and nonce lost": (Mishap.LOST_ANSWER, FORGETFUL),
}
Server = Sqlite | Postgres


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    fault: str
    run: Callable[[Server, Nursery], Awaitable[tuple[int, Tally]]]
    count: int | None = None
    """How often the fault is to strike; None: as often as there are steps."""
    only: type[Server] | None = None
    flaws_expected: bool = False


def rows(options: argparse.Namespace) -> Iterator[Row]:
    """What is tried on each engine."""

    def trial(
        name: str,
        fault: faults.Fault,
        count: int,
        *,
        only: type[Server] | None = None,
        flaws_expected: bool = False,
        **more: object,
    ) -> Row:
        async def run(server: Server, nursery: Nursery) -> tuple[int, Tally]:
            planned = {"posts": options.posts, "seed": options.seed} | more
            return count, await endure(Trial(fault=fault, count=count, **planned), server, nursery)

        return Row(name, run, count, only, flaws_expected)

    def steps(name: str, *, editing: bool = False) -> Callable[..., Awaitable[tuple[int, Tally]]]:
        first, times = STEPS[name]

        async def run(server: Server, nursery: Nursery) -> tuple[int, Tally]:
            only = slice(options.seed % options.every, None, options.every)
            return await die_at_every_step(
                server, nursery, first=first, times=times, only=only, editing=editing
            )

        return run

    few = min(1000, options.posts)
    tenth = -(-options.kills // 10)
    yield trial("kill -9", faults.kills, options.kills)
    yield trial("SIGSTOP past the lease", faults.naps, options.stops, posts=few)
    yield trial("server struck down", faults.restarts, options.restarts, posts=few, only=Postgres)
    yield trial("disk full", faults.full_disks, options.full, posts=few, only=Sqlite)
    skewed = {"skews_s": (0.0, FIVE_MINUTES_S, -FIVE_MINUTES_S), "posts": few}
    for name, skew_s in (("platforms behind", -FIVE_MINUTES_S), ("platforms ahead", FIVE_MINUTES_S)):
        yield trial(
            f"kill -9, clocks 5 min apart, {name}", faults.kills, tenth, platform_skew_s=skew_s, **skewed
        )
    for name in STEPS:
        yield Row(f"kill -9 at {name}", steps(name))
    yield Row("kill -9 at every step of an edit", steps("every step", editing=True))
    yield trial(
        "kill -9, no keys, no look-ups", faults.kills, tenth, naive=True, posts=few, flaws_expected=True
    )


async def main(options: argparse.Namespace) -> int:
    """Run what was asked for; returns the exit code."""
    print(f"times of platforms and outbox divided by {SCALE:.0f}; lease {Times().lease_s:.0f} s; 3 workers")
    line = "{:<11} {:<49} {:>6} {:>6} {:>6} {:>5} {:>7} {:>9} {:>10} {:>6}"
    heads = (
        "engine",
        "fault",
        "count",
        "posts",
        "grown",
        "lost",
        "double",
        "disorder",
        "unsettled",
        "wall s",
    )
    print(line.format(*heads), flush=True)
    flawed = False
    for engine in options.engines.split(","):
        server_type = {"sqlite": Sqlite, "postgresql": Postgres}[engine]
        async with server_type() as server, Nursery() as nursery:
            for row in rows(options):
                if row.only not in {None, server_type} or not row.fault.startswith(options.only):
                    continue
                if row.count == 0:  # a fault that never strikes proves nothing
                    print(f"{server.name:<11} {row.fault:<49} not tried", flush=True)
                    continue
                begun = time.monotonic()
                count, tally = await row.run(server, nursery)
                wall_s = f"{time.monotonic() - begun:.0f}"
                figures = (
                    tally.posts,
                    tally.grown,
                    tally.lost,
                    tally.double,
                    tally.disordered,
                    tally.unsettled,
                )
                print(line.format(server.name, row.fault, count, *figures, wall_s), flush=True)
                if not row.flaws_expected:
                    print(*(f"  {detail}" for detail in tally.details[:20]), sep="\n", end="", flush=True)
                flawed |= tally.flawless == row.flaws_expected
    return int(flawed)


def options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--stops", type=int, default=50)
    parser.add_argument("--restarts", type=int, default=20)
    parser.add_argument("--full", type=int, default=10)
    parser.add_argument("--every", type=int, default=1, help="die at every n-th step only")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engines", default="sqlite,postgresql")
    parser.add_argument("--only", default="", help="only faults whose names begin so")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(options())))
