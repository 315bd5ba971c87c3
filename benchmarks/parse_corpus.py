"""Run every document of a folder through the parse workers and compare with feedparser alone.

    python benchmarks/parse_corpus.py FOLDER [--limit-s 5] [--worse]

Crashes, hangs, survivors and documents with fewer entries than feedparser alone finds (up to our limit)
must be 0: it exits 1 if they are not.
"""

import argparse
import asyncio
import io
import json
import re
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import feedparser

from bot.adapters.discord.escape import escaped, visible
from bot.adapters.slack.escape import literal, mrkdwn
from bot.core.errors import ParseError
from bot.core.models import Feed, Item
from bot.core.vocabulary import SourceKind
from bot.feeds.drafts import ITEM_LIMIT
from bot.feeds.pool import ParsePool
from bot.ports import ParsedFeed

URL = "https://publisher.example/feed.xml"
FEED = Feed(slug="corpus", name="", url=URL, kind=SourceKind.NEWS, language="")
DOCUMENTS = {".xml", ".rss", ".atom", ".rdf", ".json", ".feed", ".gz", ".html", ".ok", ".txt", ""}
MARKUP = re.compile(r"</?(?:script|style|iframe|object|embed|svg|img|form|link|meta|base)\b", re.IGNORECASE)
PING = re.compile(r"@(?:everyone|here|channel)\b|<[@#!]", re.IGNORECASE)


@dataclass
class Tally:
    """What the run found."""

    parsed: int = 0
    items: int = 0
    expected: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    crashes: list[str] = field(default_factory=list)
    hangs: list[str] = field(default_factory=list)
    worse: list[str] = field(default_factory=list)
    survivors: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")


async def main() -> int:
    """Run the corpus and print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--limit-s", type=float, default=5.0)
    arguments.add_argument("--worse", action="store_true", help="name the documents with fewer entries")
    options = arguments.parse_args()
    paths = [
        path for path in sorted(options.folder.rglob("*")) if path.is_file() and path.suffix in DOCUMENTS
    ]
    known = known_counts(options.folder)
    tally, begun = Tally(), time.perf_counter()
    async with ParsePool(workers=2, timeout_s=options.limit_s) as pool:
        queue = asyncio.Queue[Path]()
        for path in paths:
            queue.put_nowait(path)
        await asyncio.gather(*(work(queue, pool, tally, options.folder, known) for _ in range(2)))
    report(tally, len(paths), time.perf_counter() - begun, name_worse=options.worse)
    return 1 if tally.crashes or tally.hangs or tally.survivors or tally.worse else 0


async def work(
    queue: asyncio.Queue[Path], pool: ParsePool, tally: Tally, folder: Path, known: dict[str, int]
) -> None:
    """Parse what is queued."""
    while not queue.empty():
        path = queue.get_nowait()
        name, body = str(path.relative_to(folder)), path.read_bytes()
        alone = known[name] if name in known else entries_alone(body)
        begun = time.perf_counter()
        try:
            found = judged(await pool.parse(body, feed=FEED, url=URL), name, tally)
        except ParseError as exc:
            tally.refused[exc.kind] += 1
            if exc.kind == "parser_died":
                tally.crashes.append(name)
            if exc.kind == "parse_timeout":
                tally.hangs.append(name)
            found = 0
        took = time.perf_counter() - begun
        tally.slowest = max(tally.slowest, (took, name))
        tally.expected += alone
        if found < min(alone, ITEM_LIMIT):
            tally.worse.append(f"{name}: {found} of {alone}")


def judged(parsed: ParsedFeed, name: str, tally: Tally) -> int:
    """Count a parsed document and look for what must not be in it."""
    tally.parsed += 1
    tally.items += len(parsed.items)
    for item in parsed.items:
        if fault := survivor(item):
            tally.survivors.append(f"{name}: {fault[:120]!r}")
    return len(parsed.items)


def survivor(item: Item) -> str:
    """Markup, a link that is none of the web's, or a mention that the adapters let through; else empty."""
    if item.url and not item.url.startswith(("http://", "https://")):
        return item.url
    for text in filter(None, (item.title, item.text[:4_000], item.author, item.outlet)):
        shown = {"item": MARKUP.search(text), "discord": PING.search(escaped(visible(text, lines=True)))}
        shown["slack"] = PING.search(mrkdwn(text, 3_000)) or PING.search(literal(text, 3_000))
        for place, match in shown.items():
            if match:
                return f"{place}: {match.string[max(0, match.start() - 40) : match.end() + 40]}"
    return ""


def known_counts(folder: Path) -> dict[str, int]:
    """Counts that an index beside the documents may hold, to save running feedparser again."""
    index = folder / "index.jsonl"
    if not index.exists():
        return {}
    rows = [json.loads(line) for line in index.read_text(encoding="utf-8").splitlines()]
    return {row["file"]: row["feedparser"]["entries"] or 0 for row in rows if row.get("feedparser")}


def entries_alone(body: bytes) -> int:
    """How many entries feedparser finds by itself; 0 if it fails or takes too long."""

    def stop(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(10)
    try:
        return len(feedparser.parse(io.BytesIO(body))["entries"])
    except Exception:  # noqa: BLE001 - whatever it raises, it found nothing
        return 0
    finally:
        signal.alarm(0)


def report(tally: Tally, files: int, took: float, *, name_worse: bool) -> None:
    """Print what was found."""
    print(f"files                 {files}")
    print(f"parsed                {tally.parsed} ({tally.items} entries; feedparser alone {tally.expected})")
    print(f"refused               {tally.refused.total()} {dict(tally.refused.most_common())}")
    print(f"crashes               {len(tally.crashes)} {tally.crashes[:5]}")
    print(f"hangs                 {len(tally.hangs)} {tally.hangs[:5]}")
    print(f"fewer entries         {len(tally.worse)}")
    print(f"survivors             {len(tally.survivors)} {tally.survivors[:5]}")
    print(f"slowest               {tally.slowest[0]:.2f} s {tally.slowest[1]}")
    print(f"wall time             {took:.1f} s")
    if name_worse:
        print("\n".join(tally.worse))


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
