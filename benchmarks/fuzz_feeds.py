"""Send mutated real feeds through the parse workers and count what comes of them.

    python -m benchmarks.fuzz_feeds FOLDER [--count 100000] [--seed 1] [--start 0] [--save FOLDER]

A crash is a document that ends its worker or breaks the pool. A hang is one that takes over two seconds, also
when it is read again with nothing else of ours to do. A survivor is markup, a link that is not the web's, or
a mention that reaches what the adapters would send. It exits 1 if there is any; --save keeps the documents.
Document N of a seed is always the same, so that a run can be split, or repeated, with --start.
"""

import argparse
import asyncio
import contextlib
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from benchmarks.mutations import mutated
from benchmarks.parse_corpus import DOCUMENTS, FEED, URL, survivor
from bot.core.errors import ParseError
from bot.feeds.pool import ParsePool

HANG_S = 2.0
SOURCE_LIMIT_BYTES = 300_000
"""Larger feeds are left out: they show little that smaller ones don't, and cost most of the time."""
WORKERS = 2


@dataclass
class Outcomes:
    """What came of the documents so far."""

    answered: int = 0
    items: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    faults: dict[str, list[int]] = field(default_factory=dict)
    slowest: tuple[float, int] = (0.0, -1)

    @property
    def seen(self) -> int:
        """How many documents there were."""
        return self.answered + self.refused.total() + len(self.faults.get("crash", ()))


class Fuzzer:
    """Makes documents and parses them, WORKERS at a time."""

    def __init__(self, sources: Sequence[bytes], *, seed: int, pool: ParsePool, save: Path | None) -> None:
        self._sources = sources
        self._seed = seed
        self._pool = pool
        self._save = save
        self._slow: list[int] = []
        self.outcomes = Outcomes()

    def document(self, number: int) -> bytes:
        """Document `number` of this seed."""
        return mutated(self._sources, Random(f"{self._seed}:{number}"))

    async def work(self, numbers: Iterator[int]) -> None:
        """Parse the documents of these numbers; several may share the iterator."""
        for number in numbers:
            body = self.document(number)
            took = await self._parse(number, body)
            if took > HANG_S:
                self._slow.append(number)
            self.outcomes.slowest = max(self.outcomes.slowest, (took, number))

    async def _parse(self, number: int, body: bytes) -> float:
        begun = time.perf_counter()
        try:
            parsed = await self._pool.parse(body, feed=FEED, url=URL)
        except ParseError as exc:
            if exc.kind in ("parser_died", "no_parser"):
                self._fault("crash", number, body)
            else:
                self.outcomes.refused[exc.kind] += 1
            return time.perf_counter() - begun
        except Exception as exc:  # noqa: BLE001 - whatever else leaves the pool is what we look for
            print(f"document {number}: {exc!r}", file=sys.stderr)
            self._fault("crash", number, body)
            return time.perf_counter() - begun
        took = time.perf_counter() - begun
        self.outcomes.answered += 1
        self.outcomes.items += len(parsed.items)
        if shown := next(filter(None, map(survivor, parsed.items)), ""):
            print(f"document {number}: survivor {shown[:160]!r}", file=sys.stderr)
            self._fault("survivor", number, body)
        return took

    async def judge_slow(self) -> None:
        """Time what was slow again, alone: a machine that is busy elsewhere makes anything slow, once."""
        for number in self._slow:
            body = self.document(number)
            if min([await self._time(body) for _ in range(2)]) > HANG_S:
                self._fault("hang", number, body)

    async def _time(self, body: bytes) -> float:
        begun = time.perf_counter()
        with contextlib.suppress(ParseError):
            await self._pool.parse(body, feed=FEED, url=URL)
        return time.perf_counter() - begun

    def _fault(self, kind: str, number: int, body: bytes) -> None:
        self.outcomes.faults.setdefault(kind, []).append(number)
        if self._save:
            self._save.mkdir(parents=True, exist_ok=True)
            (self._save / f"{kind}-{self._seed}-{number}").write_bytes(body)


def sources_in(folder: Path) -> list[bytes]:
    """The feeds of a folder, in order, without the very large ones."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix in DOCUMENTS)
    bodies = [path.read_bytes() for path in paths if 0 < path.stat().st_size <= SOURCE_LIMIT_BYTES]
    if not bodies:
        raise SystemExit(f"{folder}: no feeds in it: name a folder of feed documents")
    return bodies


async def main() -> int:
    """Run and report."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--count", type=int, default=100_000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--start", type=int, default=0, help="number of the first document")
    arguments.add_argument("--save", type=Path, help="folder for the documents at fault")
    options = arguments.parse_args()
    sources = sources_in(options.folder)
    print(f"seed {options.seed}, documents {options.start} to {options.start + options.count - 1}", end=" ")
    print(f"of {len(sources)} feeds")
    begun = time.perf_counter()
    async with ParsePool(workers=WORKERS) as pool:
        fuzzer = Fuzzer(sources, seed=options.seed, pool=pool, save=options.save)
        numbers = iter(range(options.start, options.start + options.count))
        await asyncio.gather(*(fuzzer.work(numbers) for _ in range(WORKERS)))
        took = time.perf_counter() - begun
        await fuzzer.judge_slow()
    report(fuzzer.outcomes, took)
    return 1 if fuzzer.outcomes.faults else 0


def report(outcomes: Outcomes, took: float) -> None:
    """Print the counts."""
    limits = {kind: outcomes.refused[kind] for kind in ("parse_timeout", "too_much_memory")}
    refused = {kind: n for kind, n in outcomes.refused.most_common() if kind not in limits}
    print(f"documents   {outcomes.seen} in {took:.0f} s ({outcomes.seen / took:.0f} per second)")
    print(f"answered    {outcomes.answered} ({outcomes.items} entries)")
    print(f"refused     {sum(refused.values())} {refused}")
    print(f"ended       {sum(limits.values())} {limits}")
    for kind, name in (("crash", "crashes"), ("hang", "hangs"), ("survivor", "survivors")):
        numbers = outcomes.faults.get(kind, [])
        print(f"{name:11} {len(numbers)} {numbers[:10] or ''}")
    print(f"slowest     {outcomes.slowest[0]:.2f} s, document {outcomes.slowest[1]}")


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
