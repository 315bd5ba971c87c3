"""Replay successive versions of real feeds through `civicwatch run --once` and account for every entry.

    python -m benchmarks.snapshots FOLDER

FOLDER holds feed files and an `index.jsonl` whose rows name `file`, `path`, `repo`, `commit_date` and carry
the tag `snapshot_sequence`. The versions are served on loopback in the order of their dates; each step is
one `run --once --now` in a process of its own, as a person would run it. Prints items in, relevant ones,
stories, posts, doubles and misses; exits 1 if there is a double or a miss.
"""

import asyncio
import hashlib
import json
import os
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

import aiosqlite
import yaml
from aiohttp import web

from bot.core.dedupe import identity_of
from bot.core.errors import ParseError
from bot.core.models import Item
from bot.core.vocabulary import DeliveryState, Fate
from bot.feeds.parse import parse_document
from bot.store import open_store


class Replay:
    """Serves one current version of each feed, with ETags."""

    def __init__(self) -> None:
        self.bodies: dict[str, bytes] = {}
        self.port = 0

    async def answer(self, request: web.Request) -> web.Response:
        body = self.bodies.get(request.match_info["slug"])
        if body is None:
            return web.Response(status=404)
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        return web.Response(body=body, headers={"ETag": etag, "Content-Type": "application/xml"})

    async def start(self) -> web.AppRunner:
        app = web.Application()
        app.router.add_get("/{slug}.xml", self.answer)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]  # noqa: SLF001
        return runner


def sequences(folder: Path) -> list[tuple[str, str, Path]]:
    """(date, slug, file) of every version, oldest first."""
    rows = []
    for line in (folder / "index.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if "snapshot_sequence" in row["tags"]:
            slug = Path(row["path"]).stem.replace("_", "-").lower()
            rows.append((row["commit_date"], slug, folder / row["file"]))
    return sorted(rows)


async def run_once(env: dict[str, str]) -> dict[str, object]:
    work = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        "--once",
        "--now",
        "--json",
        env=env,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await work.communicate()
    if work.returncode:
        raise SystemExit(err.decode()[-2000:])
    return json.loads(out[out.index(b"{\n") :])


async def replay(folder: Path) -> int:
    steps = sequences(folder)
    slugs = sorted({slug for _, slug, _ in steps})
    server = Replay()
    runner = await server.start()
    started, totals, crashes = time.monotonic(), Counter[str](), 0
    with tempfile.TemporaryDirectory() as place:
        database = f"sqlite:///{place}/replay.sqlite3"
        catalog = Path(place) / "feeds.yaml"
        catalog.write_text(
            yaml.safe_dump(
                {
                    "feeds": [
                        {
                            "slug": slug,
                            "name": slug,
                            "url": f"http://127.0.0.1:{server.port}/{slug}.xml",
                            "kind": "news",
                        }
                        for slug in slugs
                    ],
                    "subscriptions": [{"channel": "console:everything", "actions": ALL_ACTIONS}],
                }
            ),
            encoding="utf-8",
        )
        env = os.environ | {
            "CIVICWATCH_DATABASE_URL": database,
            "CIVICWATCH_FEEDS_FILE": str(catalog),
            "CIVICWATCH_ALLOW_HOSTS": "127.0.0.1",
            "CIVICWATCH_MAX_ITEM_AGE_H": "1000000",
            "CIVICWATCH_HOURLY_CAP": "1000000",
            "CIVICWATCH_LOG_LEVEL": "ERROR",
        }
        served: dict[str, dict[str, set[str]]] = defaultdict(dict)
        for number, (_, slug, file) in enumerate(steps, start=1):
            body = file.read_bytes()
            server.bodies[slug] = body
            served[slug] |= entries_of(body, slug)
            outcome = await run_once(env)
            for report in outcome["feeds"]:  # type: ignore[attr-defined]
                crashes += report["error_kind"] == "internal"
                for key in ("new", "relevant", "stories", "joined", "queued"):
                    totals[key] += report[key]
            sys.stderr.write(f"\r{number} of {len(steps)} versions")
        sys.stderr.write("\n")
        verdict = await audit(database, served)
    await runner.cleanup()
    print(f"{len(steps)} versions of {len(slugs)} feeds, a process each: {time.monotonic() - started:.0f} s")
    for key in (*TOLD, *sorted({*totals, *verdict} - set(TOLD))):
        print(f"{key:28} {totals[key] + verdict[key]}")
    return 1 if crashes or verdict["doubles"] or verdict["misses"] else 0


TOLD = ("new", "relevant", "stories", "joined", "posts", "doubles", "misses")
ALL_ACTIONS = [
    "ban",
    "moratorium",
    "regulate",
    "oversight",
    "authorize",
    "procure",
    "repeal",
    "lawsuit",
    "settlement",
    "enforcement",
    "incident",
    "study",
    "opinion",
    "other",
]


def entries_of(body: bytes, slug: str) -> dict[str, set[str]]:
    """Guid and keys of a document's entries; some versions are pages of bot protection, with no entries."""
    try:
        return {item.guid: keys_of(item) for item in parse_document(body, feed_slug=slug).items}
    except ParseError as exc:
        sys.stderr.write(f" {slug}: {exc}\n")
        return {}


def keys_of(item: Item) -> set[str]:
    """An entry counts as kept if its guid is, or its address and title together (a publisher's new guid)."""
    identity = identity_of(item)
    return {identity.guid_hash, f"{identity.url_key} {identity.title_key}"}


async def rows_of(database: str, slug: str) -> set[str]:
    """The same keys of every stored row, read past the application."""
    async with aiosqlite.connect(database.removeprefix("sqlite:///")) as connection:
        rows = await connection.execute_fetchall(
            "SELECT guid_hash, url_key, title_key FROM items JOIN feeds ON feeds.id = feed_id WHERE slug = ?",
            (slug,),
        )
    return {key for guid, url, title in rows for key in (guid, f"{url} {title}")}


async def audit(database: str, served: dict[str, dict[str, set[str]]]) -> Counter[str]:
    """Every entry that was ever served has a row; every relevant one after first contact was posted, once."""
    store = open_store(database)
    await store.open()
    found = Counter[str](doubles=0, misses=0)
    try:
        rows = await store.deliveries(limit=1_000_000)
        sent = [row for row in rows if row.state is DeliveryState.SENT]
        posts = Counter((str(row.destination), row.story_id) for row in sent)
        titles = Counter((str(row.destination), row.title.casefold()) for row in sent)
        found["posts"] = len(sent)
        found["doubles"] = sum(count - 1 for count in posts.values()) + sum(
            count - 1 for count in titles.values()
        )
        posted = {row.story_id for row in sent}
        for trace in await store.trace("", limit=1_000_000):
            found["items kept"] += 1
            late = trace.decision.fate is not Fate.BASELINE
            if trace.story_id is not None and late and trace.story_id not in posted:
                found["relevant, not posted"] += 1
        for slug, entries in served.items():
            found["entries served"] += len(entries)
            known = await rows_of(database, slug)
            found["entries without a row"] += sum(not (keys & known) for keys in entries.values())
        found["misses"] = found["entries without a row"] + found["relevant, not posted"]
    finally:
        await store.close()
    return found


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(asyncio.run(replay(Path(sys.argv[1]))))
