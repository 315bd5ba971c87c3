"""Compare the quick reader with feedparser, on the documents of a folder and on mutations of them.

    python -m benchmarks.quick_agreement FOLDER [--mutants 5000] [--seed 1] [--left] [--save FOLDER]

A document is taken if the quick reader has read it. Whatever is taken must come out the same by both, items,
warnings and all, or be refused by both with the same words: it exits 1 if one does not.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from benchmarks.fuzz_feeds import sources_in
from benchmarks.mutations import mutated
from benchmarks.parse_corpus import DOCUMENTS, URL
from bot.core.errors import ParseError
from bot.feeds.entries import Document
from bot.feeds.parse import QuickReader, parse_document
from bot.feeds.quick import read_quickly
from bot.ports import ParsedFeed

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@dataclass
class Tally:
    """What the run found."""

    documents: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)
    items: int = 0
    left: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    quick_s: float = 0.0
    slow_s: float = 0.0


def both_ways(body: bytes) -> tuple[bool, object, object, float, float]:
    """Whether the quick reader took it, what came of it so and by feedparser, and the CPU time of each."""
    took: list[Document] = []

    def noted(mended: bytes) -> Document | None:
        document = read_quickly(mended)
        took.extend([document] if document else [])
        return document

    begun = time.process_time()
    one = outcome(body, noted)
    between = time.process_time()
    if not took:
        return False, one, one, 0.0, 0.0
    other = outcome(body, lambda _: None)
    return True, one, other, between - begun, time.process_time() - between


def outcome(body: bytes, quickly: QuickReader) -> ParsedFeed | tuple[str, str]:
    """What parse_document makes of it, its refusal included."""
    try:
        return parse_document(body, feed_slug="f", url=URL, now=NOW, quickly=quickly)
    except ParseError as exc:
        return exc.kind, f"{exc} {exc.advice}"


def compare(documents: Iterable[tuple[str, str, bytes]], tally: Tally, save: Path | None) -> None:
    """Take documents both ways: each a class to count it in, a name, and its bytes."""
    for kind, name, body in documents:
        taken, one, other, quick_s, slow_s = both_ways(body)
        tally.documents[kind] += 1
        if not taken:
            tally.left.append(name)
            continue
        tally.taken[kind] += 1
        tally.quick_s += quick_s
        tally.slow_s += slow_s
        tally.items += len(one.items) if isinstance(one, ParsedFeed) else 0
        if one != other:
            tally.differing.append(name)
            if save:
                save.mkdir(parents=True, exist_ok=True)
                (save / name.replace("/", "__")).write_bytes(body)


def files_in(folder: Path) -> Iterator[tuple[str, str, bytes]]:
    """The documents of a folder, counted by its folders."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in DOCUMENTS:
            name = path.relative_to(folder)
            yield name.parts[0] if len(name.parts) > 1 else ".", str(name), path.read_bytes()


def mutants_of(folder: Path, count: int, seed: int) -> Iterator[tuple[str, str, bytes]]:
    """Mutations of the documents; each is always the same."""
    sources = sources_in(folder)
    for number in range(count):
        yield "mutants", f"mutant-{seed}-{number}", mutated(sources, Random(f"{seed}:{number}"))


def main() -> int:
    """Compare and report."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--mutants", type=int, default=0)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--left", action="store_true", help="name the documents left to feedparser")
    arguments.add_argument("--save", type=Path, help="folder for the documents that differ")
    options = arguments.parse_args()
    tally = Tally()
    compare(files_in(options.folder), tally, options.save)
    compare(mutants_of(options.folder, options.mutants, options.seed), tally, options.save)
    report(tally, name_left=options.left)
    return 1 if tally.differing else 0


def report(tally: Tally, *, name_left: bool) -> None:
    """Print what was found."""
    for kind, count in tally.documents.items():
        taken = tally.taken[kind]
        print(f"{kind:21} {taken} of {count} taken ({taken / count:.0%})")
    print(f"items in them         {tally.items}")
    print(f"CPU of those          {tally.quick_s:.1f} s, by feedparser {tally.slow_s:.1f} s")
    print(f"differ                {len(tally.differing)} {tally.differing[:20]}")
    if name_left:
        print("\n".join(tally.left))


if __name__ == "__main__":
    sys.exit(main())
