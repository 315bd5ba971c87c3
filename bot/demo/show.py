"""The demo: the real application on a database in a temporary folder and bundled feeds on loopback."""

import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich import box
from rich.console import Console
from rich.progress import Progress
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from bot.adapters.console import shown
from bot.app import App, opened_app
from bot.core.models import Destination, Filter, Subscription
from bot.core.vocabulary import Fate, Platform
from bot.demo.server import DemoServer
from bot.feeds.catalog import Catalog
from bot.logs import configure_logs
from bot.ports import ItemTrace
from bot.services.poll import PollReport
from bot.settings import Settings, load_settings

PIPED_WIDTH = 120
"""Columns where the output is no terminal."""
CHAPTERS = (
    "First contact: everything that stands in the feeds is recorded, nothing is posted",
    "An hour later: news",
    "Another hour later: one more outlet, a corrected vote, the next stage",
)
FATES = {
    Fate.BASELINE: "stood there at first contact",
    Fate.IRRELEVANT: "not ours",
    Fate.NEW_STORY: "new story",
    Fate.JOINED: "joined a story",
    Fate.TOO_OLD: "too old to post",
    Fate.HELD: "held",
    Fate.UNJUDGED: "not judged",
}


def subscriptions() -> tuple[Subscription, ...]:
    """One channel that takes everything at once, one for Minnesota only, one digest."""

    def channel(name: str) -> Destination:
        return Destination(platform=Platform.CONSOLE, workspace="", channel=name)

    return (
        Subscription(id=0, destination=channel("newsroom"), origin="file"),
        Subscription(
            id=0, destination=channel("minnesota"), filter=Filter(places=frozenset({"us/mn"})), origin="file"
        ),
    )


@asynccontextmanager
async def demo_app(server: DemoServer, folder: Path, console: Console) -> AsyncIterator[App]:
    """The application as `run` builds it, with the demo's feeds and a database in `folder`."""
    settings: Settings = load_settings(
        database_url=f"sqlite:///{folder}/demo.sqlite3", allow_hosts="127.0.0.1", log_level="ERROR"
    ).model_copy(update={"discord_token": None, "slack_bot_token": None, "operator_channel": None})
    configure_logs(level=settings.log_level)
    catalog = Catalog(feeds=server.feeds(), subscriptions=subscriptions())
    async with opened_app(settings, catalog=catalog, console=console) as app:
        yield app


async def show_demo(*, quiet: bool = False) -> list[dict[str, object]]:
    """Poll three times, show each message as it is posted, and end with what became of every item."""
    console = Console(quiet=quiet, highlight=False)
    if not console.is_terminal:
        console.width = PIPED_WIDTH
    with tempfile.TemporaryDirectory(prefix="civicwatch-demo-") as folder:
        async with DemoServer(datetime.now(UTC)) as server, demo_app(server, Path(folder), console) as app:
            for number, chapter in enumerate(CHAPTERS):
                if number:
                    server.advance()
                console.print(Rule(chapter, style="bold"))
                await _poll(app, console)
                await app.sweep()
                await app.courier.deliver_due()
            console.print(
                Rule("The next morning: what asked for nothing to be done comes as a digest", style="bold")
            )
            await app.store.fold_digests(now=await app.store.now() + timedelta(days=1))
            await app.courier.deliver_due()
            traces = await app.store.trace("", limit=1000)
            console.print(Rule("What became of every item", style="bold"))
            console.print(fate_table(traces))
            return [row_of(trace) for trace in traces]


async def _poll(app: App, console: Console) -> None:
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("polling", total=len(app.feeds()))

        def polled(_report: PollReport) -> None:
            progress.advance(task)

        reports = await app.poller.poll_now(progress=polled)
    new = sum(report.tally.new for report in reports)
    relevant = sum(report.tally.relevant for report in reports)
    console.print(f"{len(reports)} feeds polled: {new} new items, {relevant} of them relevant", style="dim")
    for report in reports:
        if report.error:
            console.print(f"  {report.feed}: {report.error}", style="yellow", markup=False)


def row_of(trace: ItemTrace) -> dict[str, object]:
    """One item's fate for machines."""
    return {
        "feed": trace.feed,
        "title": trace.title,
        "fate": trace.decision.fate,
        "story": f"S-{trace.story_id}" if trace.story_id else None,
        "score": round(trace.analysis.verdict.score, 2) if trace.analysis else None,
        "reasons": list(trace.decision.reasons),
        "posted_to": [str(delivery.destination) for delivery in trace.deliveries if delivery.remote_id],
    }


def fate_table(traces: Sequence[ItemTrace]) -> Table:
    """What became of every item and why, grouped by fate, the stories first."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=True)
    table.add_column("feed", no_wrap=True, min_width=10, max_width=18)
    table.add_column("item", no_wrap=True, overflow="ellipsis", ratio=5)
    table.add_column("what became of it", no_wrap=True, min_width=max(map(len, FATES.values())))
    table.add_column("story", no_wrap=True, min_width=5)
    table.add_column("why", no_wrap=True, overflow="ellipsis", ratio=4)
    for trace in sorted(traces, key=lambda each: (each.story_id is None, each.story_id or 0, each.item_id)):
        reasons = trace.decision.reasons
        if trace.decision.fate is Fate.NEW_STORY and trace.analysis:
            reasons = trace.analysis.verdict.reasons
        why = reasons[0] if reasons else ""
        story = f"S-{trace.story_id}" if trace.story_id is not None else ""
        cells = (trace.feed, shown(trace.title), FATES[trace.decision.fate], story, why)
        table.add_row(*map(Text, cells), style="" if trace.story_id is not None else "dim")
    return table
